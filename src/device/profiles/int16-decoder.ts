import { ArrivalTimes } from '#core/motion/arrival-times';
import type { FrameBatch, StreamDescription } from '#core/motion/frame';
import type { FrameDecoder } from '../gatt-link';

/** One frame a value, an int16 a channel; nothing in it says when it was read. */
export class Int16Decoder implements FrameDecoder {
  skipped = 0;
  readonly #scales: readonly number[];
  readonly #times: ArrivalTimes;

  /** `scales`: units a count, one a channel. */
  constructor({ nominalRateHz }: StreamDescription, scales: readonly number[]) {
    this.#scales = scales;
    this.#times = new ArrivalTimes(nominalRateHz);
  }

  push(value: DataView, arrivalMs: number): FrameBatch | undefined {
    if (value.byteLength !== 2 * this.#scales.length) {
      this.skipped++;
      return undefined;
    }
    const values = Float32Array.from(
      this.#scales,
      (scale, channel) => value.getInt16(2 * channel, true) * scale,
    );
    return { ...this.#times.times(1, arrivalMs), values, arrivalMs };
  }
}
