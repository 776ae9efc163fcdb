import type { FrameBatch } from './frame';
import { LowerLine } from './lower-line';

/** Long enough for the skew to a few parts per million, short enough to follow a warming crystal, ms. */
const WINDOW_MS = 300_000;
/** Below this, clocks are taken to run alike, ms. */
const LEAST_SPAN_MS = 10_000;
/** A batch this much before the soonest possible: one of the clocks was set or stood still, ms. */
const EARLY_MS = 30;
/** When all batches of so long are later than usual by so much, likewise, ms. */
const LATE_FOR_MS = 10_000;
const LATE_MS = 100;
const SKEW_SPAN_MS = 20_000;
/** The skew is told once delays can't make it look different by more, parts per million. */
const SKEW_DOUBT_PPM = 60;

/**
 * The frames' clock against this machine's, by the batches that waited least on their way. What
 * every batch waits, the least delay of the link, can't be seen. Memory and time a batch are bounded.
 */
export class ClockFit {
  readonly #line = new LowerLine({ window: WINDOW_MS, slope: 1, leastSpan: LEAST_SPAN_MS });
  #newestMs = Number.NEGATIVE_INFINITY;
  /** Since when every batch has been late. */
  #lateSinceMs = Number.NaN;

  push({ timestampMs, arrivalMs }: Pick<FrameBatch, 'timestampMs' | 'arrivalMs'>): void {
    const frameMs = timestampMs[timestampMs.length - 1];
    if (frameMs === undefined) return;
    const delayMs = arrivalMs - this.toHostMs(frameMs);
    if (frameMs <= this.#newestMs || delayMs < -EARLY_MS) this.#line.forget();
    this.#newestMs = frameMs;
    if (!(delayMs > LATE_MS)) this.#lateSinceMs = Number.NaN;
    else if (Number.isNaN(this.#lateSinceMs)) this.#lateSinceMs = arrivalMs;
    this.#line.push(frameMs, arrivalMs);
    if (arrivalMs - this.#lateSinceMs >= LATE_FOR_MS) {
      this.#line.forget(this.#lateSinceMs);
      this.#lateSinceMs = Number.NaN;
    }
  }

  /** A frame's time on this machine's clock, ms; NaN before the first batch. */
  toHostMs(frameMs: number): number {
    return this.#line.at(frameMs);
  }

  /** This machine's time on the frames' clock, ms; undefined before the first batch. */
  toFrameMs(hostMs: number): number | undefined {
    const frameMs = this.#line.reach(hostMs);
    return Number.isNaN(frameMs) ? undefined : frameMs;
  }

  /** How much faster the frames' clock runs, parts per million; undefined until it can be told. */
  get skewPpm(): number | undefined {
    const spanMs = this.#line.span;
    if (spanMs < SKEW_SPAN_MS) return undefined;
    if ((this.#line.medianAbove() / spanMs) * 1e6 > SKEW_DOUBT_PPM) return undefined;
    return (1 / this.#line.slope - 1) * 1e6;
  }
}
