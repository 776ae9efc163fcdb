/** Packets that the time between frames is averaged over. */
const STEPS_KEPT = 32;
/** As many, before the measured time counts for more than the claimed one. */
const FEWEST_STEPS = 8;
/** Steps further from the usual one are holes or slips. */
const USUAL = 0.5;
/** A clock that is back by less is a repeated or late packet; by more, it was begun anew, ms. */
const LATE_MS = 1000;
/** A clock that leads its arrivals by more was set, or the packet is damaged, ms. */
const AHEAD_MS = 10_000;
/** How fast rounded times are pulled towards the clock. */
const PULL = 0.1;
/** Between frames whose times would fall together or back, ms. */
const LEAST_STEP_MS = 0.001;

/** Times of one packet's frames, and the frames that its clock shows are missing before it. */
export interface ClockedTimes {
  readonly timestampMs: Float64Array;
  readonly lostBefore: number;
}

/**
 * Times by the clock that a device puts into its packets. Follows the clock over its laps, goes on
 * from the arrivals where it was begun anew, and takes a hole in it for lost frames.
 */
export class DeviceClock {
  /** How often the clock jumped, for having been set or begun anew. */
  restarts = 0;
  readonly #lapMs: number;
  readonly #roundedMs: number;
  #periodMs: number;
  #steps: number[] = [];
  #raw: number | undefined;
  #anchorMs = 0;
  #anchorFrames = 0;
  #arrivalMs = 0;
  #lastMs = Number.NEGATIVE_INFINITY;

  /**
   * `rateHz`: as claimed, 0 for unknown. `lapMs`: after which the clock begins anew, 0 for never.
   * `roundedMs`: its tick, where that is not small against the time between frames.
   */
  constructor({ rateHz = 0, lapMs = 0, roundedMs = 0 } = {}) {
    this.#periodMs = rateHz > 0 ? 1000 / rateHz : 0;
    this.#lapMs = lapMs;
    this.#roundedMs = roundedMs;
  }

  /**
   * `rawMs` is what the clock shows at the packet's first frame, or at its last. Undefined for a
   * packet that was there already. `stepMs`: time between its frames, where the packet says so.
   */
  times(
    rawMs: number,
    frames: number,
    arrivalMs: number,
    { at = 'first', stepMs }: { at?: 'first' | 'last'; stepMs?: number } = {},
  ): ClockedTimes | undefined {
    const first = this.#raw === undefined;
    const step = first ? rawMs : this.#step(rawMs, arrivalMs);
    if (step === undefined) return undefined;
    const jumped = Number.isNaN(step);
    const anchorMs = jumped
      ? Math.max(this.#anchorMs, this.#lastMs) +
        Math.max(arrivalMs - this.#arrivalMs, this.#periodMs)
      : this.#anchorMs + step;
    if (!first && !jumped) this.#learn(step / (at === 'first' ? this.#anchorFrames : frames));
    this.#raw = rawMs;
    this.#anchorMs = anchorMs;
    this.#anchorFrames = frames;
    this.#arrivalMs = arrivalMs;

    const periodMs = stepMs ?? this.#periodMs;
    const spanMs = (frames - 1) * periodMs;
    let startMs = at === 'first' ? anchorMs : anchorMs - spanMs;
    let evenMs = periodMs;
    const gapMs = first || jumped || periodMs === 0 ? 0 : startMs - this.#lastMs;
    const lostBefore = gapMs > 0 ? Math.max(0, Math.round(gapMs / periodMs) - 1) : 0;
    if (!first && !jumped && at === 'last' && lostBefore === 0 && anchorMs > this.#lastMs) {
      evenMs = (anchorMs - this.#lastMs) / frames;
      startMs = this.#lastMs + evenMs;
    }
    if (this.#roundedMs > 0 && gapMs > 0) startMs = this.#smooth(startMs, lostBefore);
    return { timestampMs: this.#rising(startMs, evenMs, frames), lostBefore };
  }

  /** How far the clock went on; NaN where it jumped, undefined where it is back by a little. */
  #step(rawMs: number, arrivalMs: number): number | undefined {
    const lapMs = this.#lapMs;
    let step = rawMs - this.#raw!;
    if (lapMs > 0) step = ((((step + lapMs / 2) % lapMs) + lapMs) % lapMs) - lapMs / 2;
    if (step < 0 && step >= -LATE_MS) return undefined;
    if (step >= 0 && step <= arrivalMs - this.#arrivalMs + AHEAD_MS) return step;
    this.restarts++;
    return Number.NaN;
  }

  #learn(stepMs: number): void {
    if (this.#steps.push(stepMs) > STEPS_KEPT) this.#steps.shift();
    if (this.#steps.length < FEWEST_STEPS) return;
    const sorted = this.#steps.toSorted((a, b) => a - b);
    const middle = sorted[sorted.length >> 1]!;
    const usual = sorted.filter((one) => Math.abs(one - middle) <= USUAL * middle);
    this.#periodMs = usual.reduce((sum, one) => sum + one, 0) / usual.length;
  }

  /** Where the frame was to be expected, pulled towards where the clock puts it. */
  #smooth(startMs: number, lost: number): number {
    const expectedMs = this.#lastMs + (lost + 1) * this.#periodMs;
    const pulledMs = expectedMs + PULL * (startMs - expectedMs);
    return Math.min(Math.max(pulledMs, startMs - this.#roundedMs), startMs + this.#roundedMs);
  }

  #rising(startMs: number, stepMs: number, frames: number): Float64Array {
    const timestampMs = new Float64Array(frames);
    for (let frame = 0; frame < frames; frame++) {
      this.#lastMs = Math.max(startMs + frame * stepMs, this.#lastMs + LEAST_STEP_MS);
      timestampMs[frame] = this.#lastMs;
    }
    return timestampMs;
  }
}
