/** Reads that the fit looks back on; ten seconds at twenty reads a second. */
const MOST_READS = 200;
/** Below this stretch the slope would be of the reads' jitter, ms. */
const SHORTEST_FIT_MS = 3000;

/**
 * Times for frames that carry none. Frames are even on their device and arrive in clumps, so their
 * times are put on a straight line through the reads' arrivals, fitted by least squares over the
 * last reads; it follows the device's clock as that drifts. Lost frames can't be seen this way.
 */
export class ArrivalFit {
  readonly #indices: number[] = [];
  readonly #arrivalsMs: number[] = [];
  #count = 0;
  #periodMs: number;
  #lastMs = Number.NEGATIVE_INFINITY;

  /** `rateHz`: the rate to begin with. */
  constructor(rateHz: number) {
    this.#periodMs = 1000 / rateHz;
  }

  /** Time between frames as fitted, ms. */
  get periodMs(): number {
    return this.#periodMs;
  }

  /** Times of `frames` frames that arrived together at `arrivalMs`; they always rise. */
  times(frames: number, arrivalMs: number): Float64Array {
    this.#indices.push(this.#count + frames - 1);
    this.#arrivalsMs.push(arrivalMs);
    if (this.#indices.length > MOST_READS) {
      this.#indices.shift();
      this.#arrivalsMs.shift();
    }
    const { index: middle, timeMs: middleMs } = this.#fit();
    const timesMs = new Float64Array(frames);
    for (let frame = 0; frame < frames; frame++) {
      const lineMs = middleMs + (this.#count + frame - middle) * this.#periodMs;
      // The line moves a little with every read; time must not step back with it.
      this.#lastMs = Math.max(lineMs, this.#lastMs + this.#periodMs / 10);
      timesMs[frame] = this.#lastMs;
    }
    this.#count += frames;
    return timesMs;
  }

  /** Fits the period where there is enough to go on; the point that the line passes through. */
  #fit(): { readonly index: number; readonly timeMs: number } {
    const count = this.#indices.length;
    const index = this.#indices.reduce((sum, one) => sum + one, 0) / count;
    const timeMs = this.#arrivalsMs.reduce((sum, one) => sum + one, 0) / count;
    const spanMs = this.#arrivalsMs.at(-1)! - this.#arrivalsMs[0]!;
    if (spanMs >= SHORTEST_FIT_MS) {
      let both = 0;
      let square = 0;
      for (let i = 0; i < count; i++) {
        const distance = this.#indices[i]! - index;
        both += distance * (this.#arrivalsMs[i]! - timeMs);
        square += distance * distance;
      }
      if (square > 0 && both > 0) this.#periodMs = both / square;
    }
    return { index, timeMs };
  }
}
