import type { Random } from '#core/random';
import type { FrameBatch } from '../frame';

/** How frames travel from the wearable to this machine. */
export interface LinkOptions {
  readonly framesPerPacket: number;
  /** Packets wait for the radio's next slot and arrive together, ms. 0: no waiting. */
  readonly clumpMs: number;
  /** Part of the packets that never arrive, 0 to 1. */
  readonly dropRate: number;
  /** Part of the packets that need another try and hold up those behind them, 0 to 1. */
  readonly retryRate: number;
  /** How much faster the device's clock runs than this machine's, parts per million. */
  readonly clockSkewPpm: number;
}

export const DEFAULT_LINK: LinkOptions = {
  framesPerPacket: 4,
  clumpMs: 45,
  dropRate: 0,
  retryRate: 0.02,
  clockSkewPpm: 35,
};

/** A radio link: packs frames, delays, clumps and loses them, and counts what it lost. */
export class Link {
  readonly #random: Random;
  readonly #channelCount: number;
  #options: LinkOptions;
  #timestampMs: number[] = [];
  #values: number[] = [];
  #waiting: FrameBatch[] = [];
  #lostBefore = 0;
  #latestMs = 0;
  #lostCount = 0;

  constructor(channelCount: number, random: Random, options: LinkOptions) {
    this.#channelCount = channelCount;
    this.#random = random;
    this.#options = options;
  }

  /** Frames lost so far. */
  get lostCount(): number {
    return this.#lostCount;
  }

  setOptions(options: LinkOptions): void {
    this.#options = options;
  }

  /** Takes one frame, read at `nowMs` of this machine's time, from `offset` of `values`. */
  push(timestampMs: number, values: Float32Array, nowMs: number): void {
    this.#timestampMs.push(timestampMs);
    for (let channel = 0; channel < this.#channelCount; channel++) {
      this.#values.push(values[channel]!);
    }
    if (this.#timestampMs.length >= this.#options.framesPerPacket) this.#send(nowMs);
  }

  /** Batches that have arrived by `nowMs`, in order. */
  take(nowMs: number): FrameBatch[] {
    let count = 0;
    while (count < this.#waiting.length && this.#waiting[count]!.arrivalMs <= nowMs) count++;
    return this.#waiting.splice(0, count);
  }

  /** Everything still on its way, the unfinished packet too. */
  flush(nowMs: number): FrameBatch[] {
    if (this.#timestampMs.length > 0) this.#send(nowMs);
    return this.#waiting.splice(0);
  }

  #send(nowMs: number): void {
    const { clumpMs, dropRate, retryRate } = this.#options;
    const timestampMs = Float64Array.from(this.#timestampMs);
    const values = Float32Array.from(this.#values);
    this.#timestampMs = [];
    this.#values = [];
    // Drawn for every packet, so that one option does not change what another one does.
    const drop = this.#random.next() < dropRate;
    const retries = this.#random.next() < retryRate ? 1 + this.#random.integer(3) : 0;
    if (drop) {
      this.#lostBefore += timestampMs.length;
      this.#lostCount += timestampMs.length;
      return;
    }
    const slotMs = clumpMs > 0 ? Math.ceil(nowMs / clumpMs) * clumpMs : nowMs;
    this.#latestMs = Math.max(this.#latestMs, slotMs + retries * Math.max(clumpMs, 7.5));
    this.#waiting.push({
      timestampMs,
      values,
      arrivalMs: this.#latestMs,
      lostBefore: this.#lostBefore,
    });
    this.#lostBefore = 0;
  }
}
