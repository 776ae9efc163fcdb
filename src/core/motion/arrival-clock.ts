import type { FrameBatch } from './frame';

/** Long enough to hold a batch that came through without waiting, short against clock drift, ms. */
const HALF_WINDOW_MS = 5000;

/**
 * This machine's time told on the frames' clock. The batch that waited least on its way says how
 * far the two clocks are apart; what remains is the shortest delay of the link, some milliseconds.
 */
export class ArrivalClock {
  /** Least differences of the half window before and of the one under way, ms. */
  #before = Number.POSITIVE_INFINITY;
  #now = Number.POSITIVE_INFINITY;
  #turnMs = Number.NEGATIVE_INFINITY;
  #newestMs = Number.NEGATIVE_INFINITY;

  push({ timestampMs, arrivalMs }: Pick<FrameBatch, 'timestampMs' | 'arrivalMs'>): void {
    const lastMs = timestampMs.at(-1);
    if (lastMs === undefined) return;
    if (lastMs < this.#newestMs) this.#forget();
    this.#newestMs = lastMs;
    if (arrivalMs - this.#turnMs > HALF_WINDOW_MS) {
      this.#before = this.#now;
      this.#now = Number.POSITIVE_INFINITY;
      this.#turnMs = arrivalMs;
    }
    this.#now = Math.min(this.#now, arrivalMs - lastMs);
  }

  /** The frames' time at `hostMs` of this machine; undefined before the first batch. */
  toFrameMs(hostMs: number): number | undefined {
    const offsetMs = Math.min(this.#before, this.#now);
    return Number.isFinite(offsetMs) ? hostMs - offsetMs : undefined;
  }

  /** The device's clock went back: it was started again. */
  #forget(): void {
    this.#before = Number.POSITIVE_INFINITY;
    this.#now = Number.POSITIVE_INFINITY;
  }
}
