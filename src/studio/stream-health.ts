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
}

/** Rate and jitter are of this much of the stream, ms. */
const STRETCH_MS = 4000;

interface Arrival {
  readonly arrivalMs: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly frames: number;
}

/** Counts a stream as it comes; memory holds a few seconds of arrivals. */
export class HealthMeter {
  readonly #startMs: number;
  #arrivals: Arrival[] = [];
  #frames = 0;
  #lost = 0;
  #gaps = 0;
  #skipped = 0;

  /** `startMs`: when the stream began, on the clock of `arrivalMs`. */
  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  push({ timestampMs, arrivalMs, lostBefore }: FrameBatch): void {
    const [firstMs, lastMs] = [timestampMs[0], timestampMs.at(-1)];
    if (firstMs === undefined || lastMs === undefined) return;
    this.#frames += timestampMs.length;
    this.#lost += lostBefore;
    if (lostBefore > 0) this.#gaps++;
    this.#arrivals.push({ arrivalMs, firstMs, lastMs, frames: timestampMs.length });
    while (arrivalMs - this.#arrivals[0]!.arrivalMs > STRETCH_MS) this.#arrivals.shift();
  }

  skip(count: number): void {
    this.#skipped += count;
  }

  read(nowMs: number): StreamHealth {
    // A stream that fell silent has no rate any more; its last arrival is kept for its age.
    const recent = this.#arrivals.filter(({ arrivalMs }) => nowMs - arrivalMs <= STRETCH_MS);
    const first = recent[0];
    const last = this.#arrivals.at(-1);
    const frames = recent.reduce((sum, one) => sum + one.frames, 0);
    const spanMs = first && last ? last.lastMs - first.firstMs : 0;
    const all = this.#frames + this.#lost;
    return {
      rateHz: spanMs > 0 ? ((frames - 1) * 1000) / spanMs : 0,
      jitterMs: jitterOf(recent),
      lossShare: all > 0 ? this.#lost / all : 0,
      lostCount: this.#lost,
      skippedCount: this.#skipped,
      gapCount: this.#gaps,
      frameCount: this.#frames,
      lastFrameAgoMs: nowMs - (last?.arrivalMs ?? this.#startMs),
    };
  }
}

function jitterOf(arrivals: readonly Arrival[]): number {
  const steps = arrivals
    .slice(1)
    .map(({ arrivalMs }, index) => arrivalMs - arrivals[index]!.arrivalMs);
  if (steps.length < 2) return 0;
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  const square = steps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / steps.length;
  return Math.sqrt(square);
}
