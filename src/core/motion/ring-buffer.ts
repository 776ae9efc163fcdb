import type { FrameBatch } from './frame';

/**
 * The newest `capacity` frames of a stream. Pushing and reading allocate nothing, so the trace can
 * read it on every animation frame and the recogniser on every batch.
 */
export class FrameRing {
  readonly capacity: number;
  readonly channelCount: number;
  /** Slot `i` holds a frame's time, ms; map positions to slots with `slotOf`. */
  readonly timestampMs: Float64Array;
  /** Row-major `[capacity × channelCount]`, by slot. */
  readonly values: Float32Array;
  #total = 0;

  constructor(capacity: number, channelCount: number) {
    if (!(capacity >= 1 && channelCount >= 1)) throw new RangeError('ring needs room for a frame');
    this.capacity = capacity;
    this.channelCount = channelCount;
    this.timestampMs = new Float64Array(capacity);
    this.values = new Float32Array(capacity * channelCount);
  }

  /** Frames held now, at most `capacity`. */
  get length(): number {
    return Math.min(this.#total, this.capacity);
  }

  /** Frames pushed since the start or the last `clear`; readers compare it to see what is new. */
  get total(): number {
    return this.#total;
  }

  /** Slot of the frame at `position`: 0 is the oldest one held, `length - 1` the newest. */
  slotOf(position: number): number {
    return (this.#total - this.length + position) % this.capacity;
  }

  push(batch: Pick<FrameBatch, 'timestampMs' | 'values'>): void {
    const frames = batch.timestampMs.length;
    // Of a batch longer than the ring, only the end would survive.
    const first = Math.max(0, frames - this.capacity);
    this.#total += first;
    for (let frame = first; frame < frames; frame++) {
      this.pushFrame(batch.timestampMs[frame]!, batch.values, frame * this.channelCount);
    }
  }

  /** Pushes one frame whose values start at `offset` of `values`. */
  pushFrame(timestampMs: number, values: Float32Array, offset = 0): void {
    const slot = this.#total % this.capacity;
    this.timestampMs[slot] = timestampMs;
    const base = slot * this.channelCount;
    for (let channel = 0; channel < this.channelCount; channel++) {
      this.values[base + channel] = values[offset + channel]!;
    }
    this.#total++;
  }

  /**
   * Copies the newest frames, oldest first, into the caller's arrays and returns how many:
   * `frames`, or fewer when fewer are held. `timestampMs` may be left out.
   */
  copyLatest(frames: number, values: Float32Array, timestampMs?: Float64Array): number {
    const count = Math.min(frames, this.length);
    const firstPosition = this.length - count;
    for (let i = 0; i < count; i++) {
      const slot = this.slotOf(firstPosition + i);
      if (timestampMs) timestampMs[i] = this.timestampMs[slot]!;
      const from = slot * this.channelCount;
      const to = i * this.channelCount;
      for (let channel = 0; channel < this.channelCount; channel++) {
        values[to + channel] = this.values[from + channel]!;
      }
    }
    return count;
  }

  /** Position of the first frame held whose time is at or after `timeMs`; `length` if none is. */
  positionAt(timeMs: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timestampMs[this.slotOf(middle)]! < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  clear(): void {
    this.#total = 0;
  }
}
