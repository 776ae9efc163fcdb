import type { Signal } from './frame';

/** A signal on an even grid: point `k` lies at `startMs + k * 1000 / rateHz`. */
export interface ResampledSignal {
  /** Time of the first point, ms: the first frame's own time. */
  readonly startMs: number;
  readonly rateHz: number;
  /** Row-major `[points × channels]`. */
  readonly values: Float32Array;
  /** One byte a point: 1, or 0 where the point lies inside a gap longer than `maxGapMs`. */
  readonly valid: Uint8Array;
}

export interface ResampleOptions {
  /** Longest distance between two frames that is bridged by a straight line, ms. */
  readonly maxGapMs: number;
}

/** Three lost packets of four frames at 50 Hz; a longer hole can hide a whole nod. */
export const DEFAULT_MAX_GAP_MS = 250;

/**
 * Puts a signal on an even grid by its own timestamps, linearly. A point that meets a frame's time
 * takes its values exactly; between frames `a` and `b` it is `a + (b - a) * w` with every step
 * rounded to float32, as the firmware computes it. Times stay in float64.
 */
export function resample(
  signal: Signal,
  rateHz: number,
  options: ResampleOptions = { maxGapMs: DEFAULT_MAX_GAP_MS },
): ResampledSignal {
  const channelCount = signal.channels.length;
  const frames = signal.timestampMs.length;
  if (frames === 0) {
    return { startMs: 0, rateHz, values: new Float32Array(0), valid: new Uint8Array(0) };
  }
  const startMs = signal.timestampMs[0]!;
  const stepMs = 1000 / rateHz;
  // One point more than the division says: the loop decides by the same comparison as the stream.
  const room = Math.floor((signal.timestampMs[frames - 1]! - startMs) / stepMs) + 2;
  const values = new Float32Array(room * channelCount);
  const valid = new Uint8Array(room);
  let points = 0;
  for (let frame = 0; frame < frames; frame++) {
    const timeMs = signal.timestampMs[frame]!;
    for (;;) {
      const pointMs = startMs + points * stepMs;
      if (pointMs > timeMs) break;
      const earlierMs = frame > 0 ? signal.timestampMs[frame - 1]! : timeMs;
      const before = Math.max(0, frame - 1) * channelCount;
      const into = points * channelCount;
      interpolate(
        pointMs,
        earlierMs,
        timeMs,
        signal.values,
        before,
        signal.values,
        frame * channelCount,
        values,
        into,
        channelCount,
      );
      valid[points] = isValid(pointMs, earlierMs, timeMs, options.maxGapMs);
      points++;
    }
  }
  return {
    startMs,
    rateHz,
    values: values.slice(0, points * channelCount),
    valid: valid.slice(0, points),
  };
}

/** Receives one grid point; `values` is reused for the next one, so copy what must last. */
export type PointListener = (timestampMs: number, values: Float32Array, valid: boolean) => void;

/** Beyond this hole the stream is taken for a new one: its grid starts again, ms. */
export const RESTART_GAP_MS = 600_000;

/**
 * `resample` for a stream: the same points, bit for bit, each as soon as the frame at or after it
 * has come. Starts a new grid when time runs backwards or stands still for ten minutes.
 */
export class StreamResampler {
  readonly rateHz: number;
  readonly channelCount: number;
  readonly #maxGapMs: number;
  readonly #listener: PointListener;
  readonly #point: Float32Array;
  readonly #previous: Float32Array;
  #previousMs = Number.NaN;
  #startMs = 0;
  #points = 0;

  constructor(
    options: ResampleOptions & { readonly rateHz: number; readonly channelCount: number },
    listener: PointListener,
  ) {
    this.rateHz = options.rateHz;
    this.channelCount = options.channelCount;
    this.#maxGapMs = options.maxGapMs;
    this.#listener = listener;
    this.#point = new Float32Array(options.channelCount);
    this.#previous = new Float32Array(options.channelCount);
  }

  /** Takes frames in order; `values` is row-major `[frames × channels]`. */
  push(batch: { readonly timestampMs: Float64Array; readonly values: Float32Array }): void {
    for (let frame = 0; frame < batch.timestampMs.length; frame++) {
      this.pushFrame(batch.timestampMs[frame]!, batch.values, frame * this.channelCount);
    }
  }

  /** Forgets the past: the next frame begins a new grid. */
  restart(): void {
    this.#previousMs = Number.NaN;
  }

  /** Takes one frame, from `offset` of `values`. */
  pushFrame(timeMs: number, values: Float32Array, offset: number): void {
    const elapsedMs = timeMs - this.#previousMs;
    if (!(elapsedMs >= 0 && elapsedMs <= RESTART_GAP_MS)) {
      this.#startMs = timeMs;
      this.#points = 0;
      this.#previousMs = timeMs;
    }
    const stepMs = 1000 / this.rateHz;
    for (;;) {
      const pointMs = this.#startMs + this.#points * stepMs;
      if (pointMs > timeMs) break;
      interpolate(
        pointMs,
        this.#previousMs,
        timeMs,
        this.#previous,
        0,
        values,
        offset,
        this.#point,
        0,
        this.channelCount,
      );
      this.#points++;
      this.#listener(
        pointMs,
        this.#point,
        isValid(pointMs, this.#previousMs, timeMs, this.#maxGapMs) === 1,
      );
    }
    this.#previousMs = timeMs;
    for (let channel = 0; channel < this.channelCount; channel++) {
      this.#previous[channel] = values[offset + channel]!;
    }
  }
}

function isValid(pointMs: number, earlierMs: number, laterMs: number, maxGapMs: number): 0 | 1 {
  return pointMs === laterMs || laterMs - earlierMs <= maxGapMs ? 1 : 0;
}

/** Writes the point at `pointMs`, after `earlierMs` and not after `laterMs`. */
function interpolate(
  pointMs: number,
  earlierMs: number,
  laterMs: number,
  earlier: Float32Array,
  earlierOffset: number,
  later: Float32Array,
  laterOffset: number,
  into: Float32Array,
  intoOffset: number,
  channelCount: number,
): void {
  if (pointMs === laterMs) {
    for (let channel = 0; channel < channelCount; channel++) {
      into[intoOffset + channel] = later[laterOffset + channel]!;
    }
    return;
  }
  const weight = Math.fround((pointMs - earlierMs) / (laterMs - earlierMs));
  for (let channel = 0; channel < channelCount; channel++) {
    const a = earlier[earlierOffset + channel]!;
    const b = later[laterOffset + channel]!;
    into[intoOffset + channel] = a + Math.fround(Math.fround(b - a) * weight);
  }
}
