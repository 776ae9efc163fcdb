import type { StreamQuality } from '#core/dataset/session';
import type { FrameBatch } from '#core/motion/frame';

/** How a whole recording's stream did; allocates nothing as it goes. */
export class QualityMeter {
  #arrivals = 0;
  #lastArrivalMs = 0;
  /** Of the time between arrivals: mean and sum of squared differences from it (Welford). */
  #meanMs = 0;
  #squaresMs = 0;
  #frames = 0;
  #lost = 0;
  #gaps = 0;

  push({ timestampMs, arrivalMs, lostBefore }: FrameBatch): void {
    if (this.#arrivals > 0) {
      const stepMs = arrivalMs - this.#lastArrivalMs;
      const offMs = stepMs - this.#meanMs;
      this.#meanMs += offMs / this.#arrivals;
      this.#squaresMs += offMs * (stepMs - this.#meanMs);
      this.#lost += lostBefore;
      if (lostBefore > 0) this.#gaps++;
    }
    this.#arrivals++;
    this.#lastArrivalMs = arrivalMs;
    this.#frames += timestampMs.length;
  }

  /** `skewPpm`: of the frames' clock, where it was seen. */
  read(skewPpm: number | undefined): StreamQuality {
    const steps = this.#arrivals - 1;
    const all = this.#frames + this.#lost;
    return {
      jitterMs: steps > 1 ? Math.sqrt(this.#squaresMs / steps) : 0,
      lossShare: all > 0 ? this.#lost / all : 0,
      gapCount: this.#gaps,
      ...(skewPpm === undefined ? {} : { clockSkewPpm: skewPpm }),
    };
  }
}
