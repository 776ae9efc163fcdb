import type { FrameBatch } from '#core/motion/frame';

/** Faster than any crystal drifts, as a share of the time passed. */
const LEAK = 0.0002;

/**
 * Frames' clock against this machine's, by the packets that came soonest: those were hardly
 * delayed. What every packet is late by, the least delay of the link, can't be seen.
 */
export class FrameClock {
  /** This machine's time less the frames' time, ms. */
  #offsetMs = Number.NaN;
  #lastMs = 0;

  push({ timestampMs, arrivalMs }: Pick<FrameBatch, 'timestampMs' | 'arrivalMs'>): void {
    const newestMs = timestampMs.at(-1);
    if (newestMs === undefined) return;
    const offsetMs = arrivalMs - newestMs;
    const restarted = newestMs < this.#lastMs;
    const drifted = this.#offsetMs + LEAK * (newestMs - this.#lastMs);
    this.#offsetMs = offsetMs < drifted || restarted || Number.isNaN(drifted) ? offsetMs : drifted;
    this.#lastMs = newestMs;
  }

  /** A frame's time on this machine's clock, ms; NaN before the first packet. */
  toHostMs(timestampMs: number): number {
    return timestampMs + this.#offsetMs;
  }
}

/** Mean of the last `length` numbers. */
export class RunningMean {
  readonly #values: Float64Array;
  #count = 0;

  constructor(length: number) {
    this.#values = new Float64Array(length);
  }

  push(value: number): void {
    this.#values[this.#count++ % this.#values.length] = value;
  }

  /** 0 before the first number. */
  get mean(): number {
    const held = Math.min(this.#count, this.#values.length);
    let sum = 0;
    for (let i = 0; i < held; i++) sum += this.#values[i]!;
    return held === 0 ? 0 : sum / held;
  }
}
