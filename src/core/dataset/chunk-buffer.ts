import type { FrameBatch } from '../motion/frame';

/** Frames that wait to be stored together. */
export type BufferedChunk = Pick<FrameBatch, 'timestampMs' | 'values' | 'lostBefore'>;

/**
 * Collects the batches of a stream until they are taken as one chunk. Copies what it is given: a
 * driver may reuse its arrays. A batch whose values do not fit the channels, or whose times do not
 * rise on from those before, is refused: one bad packet must not spoil every frame after it.
 */
export class ChunkBuffer {
  readonly #channelCount: number;
  #timestampMs = new Float64Array(64);
  #values: Float32Array;
  #frames = 0;
  #lostBefore = 0;
  #oldestArrivalMs = Number.NaN;
  #newestMs = Number.NEGATIVE_INFINITY;

  constructor(channelCount: number) {
    if (!(channelCount >= 1)) throw new RangeError('a frame has at least one channel');
    this.#channelCount = channelCount;
    this.#values = new Float32Array(this.#timestampMs.length * channelCount);
  }

  /** Frames waiting. */
  get frames(): number {
    return this.#frames;
  }

  /** When the oldest frame that waits arrived, ms on the batches' arrival clock; NaN if none. */
  get oldestArrivalMs(): number {
    return this.#oldestArrivalMs;
  }

  /** Returns false, and takes nothing, where the batch is refused. */
  push(batch: FrameBatch): boolean {
    const frames = batch.timestampMs.length;
    if (batch.values.length !== frames * this.#channelCount) return false;
    if (!isRising(batch.timestampMs, this.#newestMs)) return false;
    this.#lostBefore += batch.lostBefore;
    if (frames === 0) return true;
    this.#reserve(this.#frames + frames);
    this.#timestampMs.set(batch.timestampMs, this.#frames);
    this.#values.set(batch.values, this.#frames * this.#channelCount);
    if (this.#frames === 0) this.#oldestArrivalMs = batch.arrivalMs;
    this.#frames += frames;
    this.#newestMs = batch.timestampMs[frames - 1]!;
    return true;
  }

  /** Everything that waits, as one chunk; undefined when nothing does. */
  take(): BufferedChunk | undefined {
    if (this.#frames === 0) return undefined;
    const chunk = {
      timestampMs: this.#timestampMs.slice(0, this.#frames),
      values: this.#values.slice(0, this.#frames * this.#channelCount),
      lostBefore: this.#lostBefore,
    };
    this.#frames = 0;
    this.#lostBefore = 0;
    this.#oldestArrivalMs = Number.NaN;
    return chunk;
  }

  #reserve(frames: number): void {
    if (frames <= this.#timestampMs.length) return;
    const room = Math.max(frames, this.#timestampMs.length * 2);
    const timestampMs = new Float64Array(room);
    const values = new Float32Array(room * this.#channelCount);
    timestampMs.set(this.#timestampMs.subarray(0, this.#frames));
    values.set(this.#values.subarray(0, this.#frames * this.#channelCount));
    this.#timestampMs = timestampMs;
    this.#values = values;
  }
}

function isRising(timestampMs: Float64Array, afterMs: number): boolean {
  let previousMs = afterMs;
  for (const timeMs of timestampMs) {
    if (!(timeMs > previousMs)) return false;
    previousMs = timeMs;
  }
  return true;
}
