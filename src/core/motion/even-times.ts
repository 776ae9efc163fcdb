import { LowerLine } from './lower-line';
import { RisingTimes } from './rising-times';

const DEFAULT_RATE_HZ = 50;
/** The line looks back so far: the rate to some parts per million, and still follows a change, ms. */
const WINDOW_MS = 30_000;
const LEAST_SPAN_MS = 1000;
/** Frames that come this much before the soonest possible show a changed rate, ms. */
const EARLY_MS = 30;
/** Likewise frames that for so long all come late, ms. */
const LATE_FOR_MS = 2000;
/** Late: by more than a period and by so many times what half the frames wait at least. */
const LATE_FACTOR = 4;

/**
 * Times for frames that are numbered, or whose losses show otherwise. They are even on their device,
 * and the ones that waited least on their way say where the line of times lies.
 */
export class EvenTimes {
  readonly #line: LowerLine;
  readonly #rising = new RisingTimes();
  #count = 0;
  #lateSinceMs = Number.NaN;

  /** `rateHz`: about how often a frame is read; 0 for unknown. */
  constructor(rateHz: number) {
    const slope = 1000 / (rateHz > 0 ? rateHz : DEFAULT_RATE_HZ);
    this.#line = new LowerLine({ window: WINDOW_MS, slope, leastSpan: LEAST_SPAN_MS });
  }

  /** Time between frames as fitted, ms. */
  get periodMs(): number {
    return this.#line.slope;
  }

  /** Times of `frames` frames that arrived together, `lost` ones having been lost before; rising. */
  times(lost: number, frames: number, arrivalMs: number): Float64Array {
    this.#count += lost + frames;
    if (frames > 0) this.#follow(arrivalMs);
    return this.#rising.before(this.#line.at(this.#count), frames, this.periodMs);
  }

  #follow(arrivalMs: number): void {
    const line = this.#line;
    const lateMs = arrivalMs - line.at(this.#count);
    const late = lateMs > this.periodMs && lateMs > LATE_FACTOR * line.medianAbove();
    if (!late) this.#lateSinceMs = Number.NaN;
    else if (Number.isNaN(this.#lateSinceMs)) this.#lateSinceMs = arrivalMs;
    line.push(this.#count, arrivalMs);
    const early = lateMs < -Math.max(EARLY_MS, 2 * this.periodMs);
    if (early || line.sinks) line.forget(arrivalMs - LATE_FOR_MS);
    if (arrivalMs - this.#lateSinceMs >= LATE_FOR_MS) {
      line.forget(this.#lateSinceMs);
      this.#lateSinceMs = Number.NaN;
    }
  }
}
