import type { FrameBatch } from '#core/motion/frame';

/** How a stream does, as figures to show. */
export interface StreamHealth {
  /** Frames a second over the last seconds, by the frames' own clock; lost ones don't count. */
  readonly rateHz: number;
  /** Deviation of the time between arrivals, ms: how much the link stutters. */
  readonly jitterMs: number;
  /** Lost frames as a share of all, 0 … 1, since the stream began. */
  readonly lossShare: number;
  readonly lostCount: number;
  /** Bytes or lines that made no sense. */
  readonly skippedCount: number;
  /** Times that frames were missing. */
  readonly gapCount: number;
  readonly frameCount: number;
  readonly lastFrameAgoMs: number;
  /** How much faster the frames' clock runs than this machine's, parts per million; once known. */
  readonly clockSkewPpm?: number;
}

/** Rate and jitter are of this much of the stream, ms. */
const STRETCH_MS = 4000;

/** Counts a stream as it comes; memory holds a few seconds of arrivals. */
export class HealthMeter {
  readonly #startMs: number;
  readonly #arrivals = new Arrivals();
  #frames = 0;
  #lost = 0;
  #gaps = 0;
  #skipped = 0;

  /** `startMs`: when the stream began, on the clock of `arrivalMs`. */
  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  push({ timestampMs, arrivalMs, lostBefore }: FrameBatch): void {
    const frames = timestampMs.length;
    if (frames === 0) return;
    this.#frames += frames;
    this.#lost += lostBefore;
    if (lostBefore > 0) this.#gaps++;
    this.#arrivals.push(arrivalMs, timestampMs[0]!, timestampMs[frames - 1]!, frames);
  }

  skip(count: number): void {
    this.#skipped += count;
  }

  read(nowMs: number): StreamHealth {
    // A stream that fell silent has no rate any more; its last arrival is kept for its age.
    const recent = this.#arrivals.since(nowMs - STRETCH_MS);
    const all = this.#frames + this.#lost;
    return {
      rateHz: recent.spanMs > 0 ? ((recent.frames - 1) * 1000) / recent.spanMs : 0,
      jitterMs: recent.jitterMs,
      lossShare: all > 0 ? this.#lost / all : 0,
      lostCount: this.#lost,
      skippedCount: this.#skipped,
      gapCount: this.#gaps,
      frameCount: this.#frames,
      lastFrameAgoMs: nowMs - (this.#arrivals.lastMs ?? this.#startMs),
    };
  }
}

/** Columns of `Arrivals`: when a batch came, times of its first and last frame, frames in it. */
const COLUMNS = 4;

/** The batches of the last seconds; a push allocates only while there are more than ever before. */
class Arrivals {
  /** Row-major ring `[capacity × COLUMNS]`. */
  #rows = new Float64Array(64 * COLUMNS);
  #first = 0;
  #count = 0;

  get lastMs(): number | undefined {
    return this.#count > 0 ? this.#rows[this.#rowOf(this.#count - 1)] : undefined;
  }

  push(arrivalMs: number, firstMs: number, lastMs: number, frames: number): void {
    while (this.#count > 0 && arrivalMs - this.#rows[this.#rowOf(0)]! > STRETCH_MS) {
      this.#first++;
      this.#count--;
    }
    // A clock that began anew has no stretch in common with what was before.
    if (this.#count > 0 && firstMs < this.#rows[this.#rowOf(this.#count - 1) + 2]!) this.#count = 0;
    if (this.#count * COLUMNS === this.#rows.length) this.#grow();
    const row = this.#rowOf(this.#count++);
    this.#rows[row] = arrivalMs;
    this.#rows[row + 1] = firstMs;
    this.#rows[row + 2] = lastMs;
    this.#rows[row + 3] = frames;
  }

  /** Frames and their span on their own clock, and the deviation of the time between arrivals. */
  since(fromMs: number): { frames: number; spanMs: number; jitterMs: number } {
    let index = 0;
    while (index < this.#count && this.#rows[this.#rowOf(index)]! < fromMs) index++;
    if (index === this.#count) return { frames: 0, spanMs: 0, jitterMs: 0 };
    const steps = this.#count - index - 1;
    const from = this.#rowOf(index);
    const to = this.#rowOf(this.#count - 1);
    const meanMs = (this.#rows[to]! - this.#rows[from]!) / steps;
    let frames = this.#rows[from + 3]!;
    let squareMs = 0;
    for (let at = index + 1; at < this.#count; at++) {
      const row = this.#rowOf(at);
      const stepMs = this.#rows[row]! - this.#rows[this.#rowOf(at - 1)]!;
      squareMs += (stepMs - meanMs) ** 2;
      frames += this.#rows[row + 3]!;
    }
    return {
      frames,
      spanMs: this.#rows[to + 2]! - this.#rows[from + 1]!,
      jitterMs: steps < 2 ? 0 : Math.sqrt(squareMs / steps),
    };
  }

  #rowOf(index: number): number {
    return ((this.#first + index) * COLUMNS) % this.#rows.length;
  }

  #grow(): void {
    const rows = new Float64Array(this.#rows.length * 2);
    for (let index = 0; index < this.#count; index++) {
      const row = this.#rowOf(index);
      rows.set(this.#rows.subarray(row, row + COLUMNS), index * COLUMNS);
    }
    this.#rows = rows;
    this.#first = 0;
  }
}
