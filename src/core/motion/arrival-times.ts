import { LowerLine } from './lower-line';
import { fitReads, type Read, type ReadFit, spreadOf, straight, UNSURE_READS } from './read-fit';
import { RisingTimes } from './rising-times';

/** When frames were read, and how many are missing before them. */
interface FrameTimes {
  /** One a frame, ms, rising. */
  readonly timestampMs: Float64Array;
  readonly lostBefore: number;
}

const DEFAULT_RATE_HZ = 50;
const WINDOW_MS = 30_000;
const LEAST_SPAN_MS = 1000;
/** How long reads are gathered before losses can be told from them, ms and reads. */
const SETTLE_MS = 3000;
const SETTLE_READS = 16;
/** Where they show no phase, they are gathered for so long and tried so often. */
const LONGEST_SETTLE_MS = 10_000;
const SETTLE_AGAIN_MS = 500;
/** Reads must lie closer to their line with the losses than without, by so much. */
const CLOSER_WITH_LOSSES = 0.7;
/** Reads that are looked back on. */
const MOST_READS = 200;
/** Reads closer together waited for the same thing; the last of them counts, ms. */
const TOGETHER_MS = 3;
/** Reads that tell how many frames come at once. */
const CLUMP_READS = 9;
/** Part of a period that a whole one may seem to lack. */
const SLACK = 0.25;
/** Likelihood that reads are late for no loss, below which there was one. */
const DOUBT = 3e-5;
/** Losses at random leave reads so far off a line, in periods by the root of their number; an even share is a wrong period. */
const UNEVEN = 0.3;
/** The same of losses that were found since. */
const MANY_LOST = 40;
const TOO_EVEN = 0.2;
/** So many losses or restored frames among so many reads: the rate may have changed. */
const SUSPECT_SHIFTS = 3;
const SUSPECT_READS = [12, 48, MOST_READS] as const;
/** Without losses, reads must lie so much closer to a line for that. */
const CLOSER = 0.7;

/** A read with where it was put. */
interface PlacedRead extends Read {
  /** Number of its last frame, lost ones counted. */
  number: number;
  /** Behind the line, in periods. */
  late: number;
}

/**
 * Times for frames that carry neither a time nor a number. They are even on their device and come in
 * clumps, never too soon: the line of times lies below all arrivals. Where reads stay later by whole
 * periods, frames were lost; how well that shows is in `docs/formats/text-lines.md`.
 */
export class ArrivalTimes {
  readonly #line: LowerLine;
  readonly #rising = new RisingTimes();
  /** Frames that came, and those before the next one, lost ones included. */
  #count = 0;
  #number = 0;
  #settled = false;
  #settleFromMs = Number.NaN;
  #tryAtMs = 0;
  readonly #reads: PlacedRead[] = [];
  /** Reads that are later than usual by a period, while it is unclear why. */
  #run: PlacedRead[] = [];
  /** The longest of the runs that ended by themselves. */
  #longestRun = 0;
  /** Losses that were confirmed less runs that ended by themselves: what the next run will be. */
  #trust = 0;
  /** Counts at which the numbering was shifted. */
  #shifts: number[] = [];
  #lost = 0;

  /** `rateHz`: about how often a frame is read; 0 for unknown. */
  constructor(rateHz: number) {
    const slope = 1000 / (rateHz > 0 ? rateHz : DEFAULT_RATE_HZ);
    this.#line = new LowerLine({ window: WINDOW_MS, slope, leastSpan: LEAST_SPAN_MS });
  }

  /** Time between frames as fitted, ms. */
  get periodMs(): number {
    return this.#line.slope;
  }

  /** Times of `frames` frames that arrived together. */
  times(frames: number, arrivalMs: number): FrameTimes {
    if (frames === 0) return { timestampMs: new Float64Array(0), lostBefore: 0 };
    this.#lost = 0;
    this.#count += frames;
    this.#number += frames;
    const read = { count: this.#count, arrivalMs, number: this.#number, late: 0 };
    this.#reads.push(read);
    if (this.#reads.length > MOST_READS) this.#reads.shift();
    if (this.#settled) this.#judge(read);
    else this.#settle(read);
    const shift = this.#supposed();
    const endMs = this.#line.at(this.#number + shift);
    const timestampMs = this.#rising.before(endMs, frames, this.periodMs);
    return { timestampMs, lostBefore: this.#lost };
  }

  #settle(read: PlacedRead): void {
    const { arrivalMs } = read;
    if (Number.isNaN(this.#settleFromMs)) this.#settleAt(arrivalMs);
    this.#line.push(read.number, arrivalMs);
    const due = arrivalMs >= this.#tryAtMs || this.#reads.length === MOST_READS;
    if (!due || this.#reads.length < SETTLE_READS) return;
    this.#tryAtMs = arrivalMs + SETTLE_AGAIN_MS;
    const fit = fitReads(this.#reads);
    const longest = arrivalMs - this.#settleFromMs >= LONGEST_SETTLE_MS;
    if (!fit && !longest && this.#reads.length < MOST_READS) return;
    if (fit && !this.#place(fit) && !longest) return;
    for (const one of this.#reads) one.late = this.#lateOf(one);
    this.#settled = true;
    // The last ones may be late for a loss that could not be told yet.
    const fromLast = this.#reads.toReversed().findIndex(({ late }) => late < 1 - SLACK);
    if (fromLast > 0) this.#run = this.#reads.slice(-fromLast);
  }

  #settleAt(arrivalMs: number): void {
    this.#settled = false;
    this.#settleFromMs = arrivalMs;
    this.#tryAtMs = arrivalMs + SETTLE_MS;
  }

  /** Whether the losses are believed. */
  #place({ periodMs, lost }: ReadFit): boolean {
    const lostCount = lost.at(-1)!;
    const reads = this.#reads;
    const numberOf = (at: number) => reads[at]!.count + lost[at]!;
    const placed = reads.map(({ arrivalMs }, at) => arrivalMs - numberOf(at) * periodMs);
    const spread = spreadOf(straight(reads).residuals);
    if (lostCount > 0 && spreadOf(placed) > CLOSER_WITH_LOSSES * spread) return false;
    if (spread < UNEVEN * periodMs * Math.sqrt(lostCount)) return false;
    this.#line.forget();
    const before = reads[0]!.number - reads[0]!.count;
    for (const [at, read] of reads.entries()) {
      read.number = before + numberOf(at);
      if (at < reads.length - UNSURE_READS) this.#line.push(read.number, read.arrivalMs);
    }
    this.#number = reads.at(-1)!.number;
    this.#lost = lostCount;
    return true;
  }

  #lateOf({ number, arrivalMs }: PlacedRead): number {
    return (arrivalMs - this.#line.at(number)) / this.periodMs;
  }

  #judge(read: PlacedRead): void {
    const before = this.#reads.at(-2);
    const togetherMs = Math.min(TOGETHER_MS, this.periodMs / 2);
    const together = before !== undefined && read.arrivalMs - before.arrivalMs < togetherMs;
    if (together) {
      this.#reads.splice(-2, 1);
      if (this.#run.at(-1) === before) this.#run.pop();
    }
    read.late = this.#lateOf(read);
    if (read.late < -1 + SLACK) this.#shift(Math.round(read.late), [read]);
    if (read.late >= 1 - SLACK) {
      this.#run.push(read);
      this.#confirm();
      return;
    }
    if (this.#run.length > 0) this.#refute();
    this.#line.push(read.number, read.arrivalMs);
    if (this.#line.sinks) this.#begin(SUSPECT_READS[0]);
  }

  /** The reads were late for another reason. */
  #refute(): void {
    for (const { number, arrivalMs } of this.#run) this.#line.push(number, arrivalMs);
    this.#longestRun = Math.max(this.#longestRun, this.#run.length);
    this.#trust = Math.max(-4, this.#trust - 1);
    this.#run = [];
  }

  #confirm(): void {
    if (this.#run.length < this.#enough()) return;
    const loss = this.#lossOf(this.#run);
    if (loss === 0) return;
    this.#trust = Math.min(4, this.#trust + 1);
    const run = this.#run;
    this.#run = [];
    this.#shift(loss, run);
    if (!this.#settled) return;
    this.#lost += loss;
    for (const one of run) {
      if (one.late >= 1 - SLACK) this.#run.push(one);
      else this.#line.push(one.number, one.arrivalMs);
    }
  }

  /** So many late reads in a row are no accident, by how often and how long they came without a loss. */
  #enough(): number {
    const usual = this.#usual();
    const late = usual.filter((one) => one >= 1 - SLACK).length;
    // As many as there may well be, not as many as were seen.
    const share = (late + 1 + 2 * Math.sqrt(late)) / (usual.length + 2);
    if (share >= 1) return Number.POSITIVE_INFINITY;
    return Math.max(2, this.#longestRun + 1, Math.ceil(Math.log(DOUBT) / Math.log(share)));
  }

  /** How late the reads before the run were. */
  #usual(): readonly number[] {
    return this.#reads.slice(0, this.#reads.length - this.#run.length).map(({ late }) => late);
  }

  /** Frames that must have been lost for reads to be so late. */
  #lossOf(run: readonly PlacedRead[]): number {
    if (run.length === 0) return 0;
    const late = run.map((one) => one.late);
    const rise = Math.round(median(late) - median(this.#usual()));
    return Math.max(0, Math.min(rise, Math.floor(Math.min(...late) + SLACK)));
  }

  /** Frames taken for lost until it is clear: of two clumps at most, else the link stood still. */
  #supposed(): number {
    if (this.#trust < 0 || this.#run.length === 0) return 0;
    const loss = Math.max(this.#lossOf(this.#run), this.#lossOf(this.#run.slice(-1)));
    return loss <= 2 * this.#clump() ? loss : 0;
  }

  /** Most frames that came at once of late. */
  #clump(): number {
    const recent = this.#reads.slice(-CLUMP_READS);
    return Math.max(...recent.slice(1).map(({ count }, at) => count - recent[at]!.count));
  }

  #shift(by: number, reads: readonly PlacedRead[]): void {
    this.#shifts.push(this.#count);
    this.#number += by;
    for (const one of reads) {
      one.number += by;
      one.late -= by;
    }
    for (const length of SUSPECT_READS) {
      if (this.#isNewRate(length)) {
        this.#begin(length);
        return;
      }
    }
  }

  /** Whether the last reads lie better on one line without the losses that were found among them. */
  #isNewRate(length: number): boolean {
    const reads = this.#reads.slice(-length);
    const from = reads[0]!.count;
    this.#shifts = this.#shifts.filter((count) => count >= this.#reads[0]!.count);
    if (this.#shifts.filter((count) => count >= from).length < SUSPECT_SHIFTS) return false;
    const { slope, residuals } = straight(reads);
    const spread = spreadOf(residuals) / slope;
    const [first, last] = [reads[0]!, reads.at(-1)!];
    const lost = last.number - first.number - (last.count - first.count);
    if (lost >= MANY_LOST && spread < TOO_EVEN * Math.sqrt(lost)) return true;
    return spread < CLOSER * spreadOf(reads.map(({ late }) => late - Math.floor(late + SLACK)));
  }

  /** Settles anew with the last reads. */
  #begin(length: number): void {
    this.#reads.splice(0, Math.max(0, this.#reads.length - length));
    this.#line.forget();
    this.#run = [];
    this.#shifts = [];
    this.#longestRun = 0;
    this.#settleAt(this.#reads[0]!.arrivalMs);
    for (const read of this.#reads) {
      read.number = this.#number - (this.#count - read.count);
      this.#line.push(read.number, read.arrivalMs);
    }
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
