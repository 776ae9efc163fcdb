/** Part of the period that times which would stand still or fall go on by. */
const SQUEEZED = 0.1;
/** At least, so that adding it to hours of milliseconds makes a difference. */
const LEAST_STEP_MS = 0.001;

/** Times along a line that moves with every arrival; they always rise all the same. */
export class RisingTimes {
  #lastMs = Number.NEGATIVE_INFINITY;

  /** Of `frames` frames, `periodMs` apart, the last at `endMs` where that is possible. */
  before(endMs: number, frames: number, periodMs: number): Float64Array {
    const timestampMs = new Float64Array(frames);
    const leastMs = Math.max(SQUEEZED * periodMs, LEAST_STEP_MS);
    for (let frame = 0; frame < frames; frame++) {
      const lineMs = endMs - (frames - 1 - frame) * periodMs;
      this.#lastMs = Math.max(lineMs, this.#lastMs + leastMs);
      timestampMs[frame] = this.#lastMs;
    }
    return timestampMs;
  }
}
