import { ArrivalTimes } from '#core/motion/arrival-times';
import type { FrameBatch, StreamDescription } from '#core/motion/frame';
import type { BluetoothProfile, FrameDecoder } from '../gatt-link';
import { decodeInto } from './decode-into';

const SERVICE = 'e95d0753-251d-470a-a062-fa1922dfa9a8';
/** Notify: x, y, z as int16 in thousandths of g. */
const DATA = 'e95dca4b-251d-470a-a062-fa1922dfa9a8';
/** Write: u16, ms from value to value. 0 crashes the micro:bit. */
const PERIOD = 'e95dfb24-251d-470a-a062-fa1922dfa9a8';
const PERIOD_MS = 20;
const VALUE_BYTES = 6;
const MILLI_G = 0.001;

const DESCRIPTION: StreamDescription = {
  // Values a little beyond, up to 2.04 g, are seen.
  channels: ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'g', fullScale: 2 })),
  nominalRateHz: 1000 / PERIOD_MS,
  clock: 'host',
};

/** One frame a value; nothing in it says when it was read. */
export class MicrobitDecoder implements FrameDecoder {
  skipped = 0;
  readonly #times = new ArrivalTimes(DESCRIPTION.nominalRateHz);

  push(value: DataView, arrivalMs: number): FrameBatch | undefined {
    if (value.byteLength !== VALUE_BYTES) {
      this.skipped++;
      return undefined;
    }
    const values = new Float32Array(DESCRIPTION.channels.length);
    for (let axis = 0; axis < values.length; axis++) {
      values[axis] = value.getInt16(2 * axis, true) * MILLI_G;
    }
    return { ...this.#times.times(1, arrivalMs), values, arrivalMs };
  }
}

/** A BBC micro:bit whose program offers the accelerometer service. */
export const microbit: BluetoothProfile = {
  id: 'microbit',
  // Its name is in what it advertises, the service is not in every program's.
  filters: [{ namePrefix: 'BBC micro:bit' }, { services: [SERVICE] }],
  services: [SERVICE],
  matches: (link) => link.has(SERVICE),

  async start(link, sink) {
    // Refused, it sends as often as it did before, which is measured; a lost link shows below.
    await link.write(SERVICE, PERIOD, Uint8Array.of(PERIOD_MS, 0)).catch(() => undefined);
    await link.subscribe(SERVICE, DATA, decodeInto(sink, new MicrobitDecoder()));
    return { description: DESCRIPTION };
  },
};
