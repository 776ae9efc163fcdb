/** Frames that arrived together. */
export interface Read {
  /** Frames that have come with it and before it. */
  readonly count: number;
  readonly arrivalMs: number;
}

/** Reads put on a line, each with the frames that were lost before it. */
export interface ReadFit {
  readonly periodMs: number;
  /** Never falls. */
  readonly lost: readonly number[];
}

/** Periods that are tried, as shares of the one that the counts alone give: losses only make that longer. */
const SHORTEST = 0.88;
const LONGEST = 1.04;
/**
 * 1: all reads at one phase of the period; 0: at any. Random phases of `n` reads reach about 2.5 / √n
 * in so many trials.
 */
const LEAST_COHERENCE = 0.3;
const BY_CHANCE = 3;
/** Periods about as good as the best; the longest of them is the one with the fewest losses. */
const ABOUT_BEST = 0.9;
/** Stretches ordered by how long their frames seem to be: this far from the shortest. */
const FEW_LOSSES = 0.3;
/** Reads may be late on their own, and so be nearer to the next than their frames allow. */
const MOST_FALLS = 0.1;
/** Of the last reads no losses are told. */
export const UNSURE_READS = 3;
/** The period is made more precise so often. */
const ROUNDS = 3;
/** Lags that the period is looked for over. */
const LAGS = 4;

/** Time between frames by counts, of stretches with few losses, ms; NaN for too few reads. */
function countedPeriodMs(reads: readonly Read[]): number {
  const lag = Math.max(1, Math.floor(reads.length / LAGS));
  const slopes = reads
    .slice(lag)
    .map(({ count, arrivalMs }, at) => {
      const before = reads[at]!;
      return (arrivalMs - before.arrivalMs) / (count - before.count);
    })
    .sort((a, b) => a - b);
  return slopes[Math.floor(FEW_LOSSES * slopes.length)] ?? Number.NaN;
}

/**
 * Finds the period at which all reads have about the same phase: lost frames are whole periods and
 * change nothing of that. Undefined where delays differ by most of a period: then no phase stands out.
 */
export function fitReads(reads: readonly Read[]): ReadFit | undefined {
  const aboutMs = countedPeriodMs(reads);
  const first = reads[0];
  const spanMs = first ? reads.at(-1)!.arrivalMs - first.arrivalMs : 0;
  if (!first || !(aboutMs > 0) || !(spanMs > aboutMs)) return undefined;
  const times = reads.map(({ arrivalMs }) => arrivalMs - first.arrivalMs);
  const found = bestPeriod(times, aboutMs, spanMs);
  if (found === undefined) return undefined;
  let [periodMs, numbers] = [found.periodMs, numbersAt(times, found)];
  for (let round = 0; round < ROUNDS; round++) {
    const placed = numbers.map((count, at) => ({ count, arrivalMs: times[at]! }));
    periodMs = straight(placed).slope;
    numbers = numbersAt(times, phaseOf(times, periodMs));
  }
  const lost = numbers.map((number, at) => number - (reads[at]!.count - first.count));
  const falls = lost.filter((one, at) => one < (lost[at - 1] ?? one)).length;
  if (falls > MOST_FALLS * lost.length) return undefined;
  // A late read looks like a loss that is made up for by the next one.
  for (let at = lost.length - 2; at >= 0; at--) lost[at] = Math.min(lost[at]!, lost[at + 1]!);
  // And at the end it can't be told from one yet.
  const sure = lost[lost.length - 1 - UNSURE_READS] ?? lost[0]!;
  for (let at = lost.length - UNSURE_READS; at < lost.length; at++) lost[at] = sure;
  const base = lost[0]!;
  return { periodMs, lost: lost.map((one) => one - base) };
}

/** Where phases are fewest is half a period from where they are most: there numbers change. */
function numbersAt(times: readonly number[], { periodMs, phase }: Period): number[] {
  return times.map((time) => Math.floor(time / periodMs - phase + 0.5));
}

interface Period {
  readonly periodMs: number;
  /** As a part of the period, −0.5 … 0.5. */
  readonly phase: number;
  readonly coherence: number;
}

function bestPeriod(times: readonly number[], aboutMs: number, spanMs: number): Period | undefined {
  const step = (aboutMs / spanMs) * 0.2;
  const tried: Period[] = [];
  for (let share = SHORTEST; share <= LONGEST; share += step) {
    tried.push(phaseOf(times, aboutMs * share));
  }
  const peaks = tried.filter(
    ({ coherence }, at) =>
      coherence >= (tried[at - 1]?.coherence ?? 0) && coherence > (tried[at + 1]?.coherence ?? 0),
  );
  const best = Math.max(...peaks.map(({ coherence }) => coherence));
  if (!(best >= Math.max(LEAST_COHERENCE, BY_CHANCE / Math.sqrt(times.length)))) return undefined;
  return peaks.findLast(({ coherence }) => coherence >= ABOUT_BEST * best);
}

function phaseOf(times: readonly number[], periodMs: number): Period {
  let [x, y] = [0, 0];
  for (const time of times) {
    const angle = (2 * Math.PI * time) / periodMs;
    x += Math.cos(angle);
    y += Math.sin(angle);
  }
  const phase = Math.atan2(y, x) / (2 * Math.PI);
  return { periodMs, phase, coherence: Math.hypot(x, y) / times.length };
}

/** From the tenth to the ninetieth of a hundred. */
export function spreadOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return at(0.9) - at(0.1);
}

/** Least squares of arrival over count: ms a frame, and how far each read is above the line, ms. */
export function straight(reads: readonly Read[]) {
  const meanCount = reads.reduce((sum, { count }) => sum + count, 0) / reads.length;
  const meanMs = reads.reduce((sum, { arrivalMs }) => sum + arrivalMs, 0) / reads.length;
  let [both, square] = [0, 0];
  for (const { count, arrivalMs } of reads) {
    both += (count - meanCount) * (arrivalMs - meanMs);
    square += (count - meanCount) ** 2;
  }
  const slope = both / square;
  const residuals = reads.map(
    ({ count, arrivalMs }) => arrivalMs - meanMs - slope * (count - meanCount),
  );
  return { slope, residuals };
}
