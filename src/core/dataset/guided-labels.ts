import type { GuidedTask } from './guided-plan';

/** A prompt as it was given; times as `timestampMs` counts them. */
export interface PromptMark {
  readonly kind: Extract<GuidedTask, { gestureId: string }>['kind'];
  /** When the person was told to move. */
  readonly goMs: number;
  /** When the time for it was over; of a state: when the person was told to come back. */
  readonly endMs: number;
}

export interface FoundSpan {
  readonly startMs: number;
  readonly endMs: number;
  /** `motion`: seen in the signal. `default`: too unclear, so placed where people usually move. */
  readonly by: 'motion' | 'default';
}

/** Nobody reacts faster than this unless they guessed the moment, and some do, ms. */
const EARLIEST_MS = -150;
/** Reaction times that are usual lie between 250 and 600 ms. */
const USUAL_REACTION_MS = 400;
const USUAL_EVENT_MS = 1400;
/** Reaction, and the way to the posture. */
const USUAL_SETTLING_MS = 1200;
/** A movement that began in time may end after it, ms. */
const OVERRUN_MS = 600;
/** Rest before the prompt that tells how quiet the person is, ms. */
const REST_MS = 900;
/** Below this multiple of the rest nothing moved; below the other it is hard to tell what did. */
const STILL_RATIO = 1.6;
const CLEAR_RATIO = 3;
/** Where a minimum-jerk movement has covered its first and last hundredth, it has this speed. */
const EDGE_SHARE = 0.13;
/** Fidgets before and after are weaker than the movement. */
const BURST_SHARE = 0.3;
const SHORTEST_BURST_MS = 50;
/** A neck held to the side rests this long between its two moves, ms. */
const LONGEST_HOLD_MS = 1000;
/** A posture counts from the moment its movement slows to this share, until it picks up again. */
const POSTURE_SHARE = 0.5;

/**
 * Where the movement that a prompt asked for lies, from the energy of motion (`motionEnergy`, one
 * value a frame). `undefined` where the person clearly did not move. The signal must reach from
 * about a second before `goMs` to `searchEndMs`.
 */
export function findPromptedSpan(
  timestampMs: Float64Array,
  energy: Float32Array,
  mark: PromptMark,
): FoundSpan | undefined {
  const { goMs, endMs } = mark;
  const rest = restLevel(timestampMs, energy, goMs);
  if (mark.kind === 'event') {
    const untilMs = searchEndMs(mark);
    const movement = findMovement(timestampMs, energy, goMs + EARLIEST_MS, untilMs, rest);
    if (movement === 'still') return undefined;
    if (movement) return { startMs: movement.startMs, endMs: movement.endMs, by: 'motion' };
    const startMs = goMs + USUAL_REACTION_MS;
    return { startMs, endMs: Math.min(untilMs, startMs + USUAL_EVENT_MS), by: 'default' };
  }
  const untilMs = Math.min(goMs + 3000, (goMs + endMs) / 2 + 500);
  const there = findMovement(timestampMs, energy, goMs + EARLIEST_MS, untilMs, rest);
  if (there === 'still') return undefined;
  const back = findMovement(timestampMs, energy, endMs + EARLIEST_MS, searchEndMs(mark), rest);
  const returned = typeof back === 'object' ? back : undefined;
  return {
    startMs: there ? there.slowsMs : goMs + USUAL_SETTLING_MS,
    endMs: returned ? returned.quickensMs : endMs + USUAL_REACTION_MS,
    by: there && returned ? 'motion' : 'default',
  };
}

/** Until when the signal is looked at: a prompt can be labelled once frames have come so far. */
export function searchEndMs({ kind, endMs }: PromptMark): number {
  return endMs + (kind === 'event' ? OVERRUN_MS : 2000);
}

interface Movement {
  readonly startMs: number;
  readonly endMs: number;
  /** Where its first burst has fallen to, and its first burst has risen to, `POSTURE_SHARE`. */
  readonly slowsMs: number;
  readonly quickensMs: number;
}

/** The strongest movement of a stretch with what belongs to it. */
function findMovement(
  timestampMs: Float64Array,
  energy: Float32Array,
  fromMs: number,
  untilMs: number,
  rest: number,
): Movement | 'still' | undefined {
  const from = lowerBound(timestampMs, fromMs);
  const until = lowerBound(timestampMs, untilMs);
  let peakAt = from;
  for (let i = from; i < until; i++) if (energy[i]! > energy[peakAt]!) peakAt = i;
  const peak = energy[peakAt] ?? 0;
  if (until <= from || peak <= STILL_RATIO * rest) return 'still';
  if (peak < CLEAR_RATIO * rest) return undefined;
  const level = (share: number) => rest + share * (peak - rest);
  const bursts = burstsOf(timestampMs, energy, from, until, level(EDGE_SHARE)).filter(
    (burst) =>
      burst.peak >= level(BURST_SHARE) &&
      timestampMs[burst.last]! - timestampMs[burst.first]! >= SHORTEST_BURST_MS,
  );
  const main = bursts.findIndex(({ first, last }) => first <= peakAt && peakAt <= last);
  if (main < 0) return undefined;
  const apartMs = (earlier: number) =>
    timestampMs[bursts[earlier + 1]!.first]! - timestampMs[bursts[earlier]!.last]!;
  let low = main;
  let high = main;
  while (low > 0 && apartMs(low - 1) <= LONGEST_HOLD_MS) low--;
  while (high < bursts.length - 1 && apartMs(high) <= LONGEST_HOLD_MS) high++;
  const strong = level(POSTURE_SHARE);
  let slows = peakAt;
  while (slows < until - 1 && energy[slows]! > strong) slows++;
  let quickens = peakAt;
  while (quickens > from && energy[quickens]! > strong) quickens--;
  return {
    startMs: timestampMs[bursts[low]!.first]!,
    endMs: timestampMs[bursts[high]!.last]!,
    slowsMs: timestampMs[slows]!,
    quickensMs: timestampMs[quickens]!,
  };
}

interface Burst {
  readonly first: number;
  readonly last: number;
  readonly peak: number;
}

function burstsOf(
  timestampMs: Float64Array,
  energy: Float32Array,
  from: number,
  until: number,
  threshold: number,
): Burst[] {
  const bursts: Burst[] = [];
  for (let i = from; i < until; i++) {
    if (energy[i]! <= threshold) continue;
    const first = i;
    let peak = 0;
    for (; i < until && energy[i]! > threshold; i++) peak = Math.max(peak, energy[i]!);
    bursts.push({ first, last: Math.min(i, timestampMs.length - 1), peak });
  }
  return bursts;
}

/** How much moves while the person rests before the prompt: the lower quartile. */
function restLevel(timestampMs: Float64Array, energy: Float32Array, goMs: number): number {
  const from = lowerBound(timestampMs, goMs - REST_MS);
  const until = lowerBound(timestampMs, goMs);
  const sorted = energy.slice(from, until).sort();
  return sorted[Math.floor(sorted.length / 4)] ?? 0;
}

/** Index of the first time at or after `timeMs`. */
function lowerBound(timestampMs: Float64Array, timeMs: number): number {
  let low = 0;
  let high = timestampMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timestampMs[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
