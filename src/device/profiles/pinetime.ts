import { ArrivalTimes } from '#core/motion/arrival-times';
import type { FrameBatch, StreamDescription } from '#core/motion/frame';
import type { BluetoothProfile, FrameDecoder } from '../gatt-link';
import { axes } from './axes';
import { decodeInto } from './decode-into';

const SERVICE = '00030000-78fc-48fe-8e23-433b3a1942d0';
/** Notify: x, y, z as int16, 1024 a g (InfiniTime's `doc/MotionService.md`). */
const RAW = '00030002-78fc-48fe-8e23-433b3a1942d0';
const VALUE_BYTES = 6;
const COUNTS_PER_G = 1024;

const DESCRIPTION: StreamDescription = {
  channels: axes('acc', 'g'),
  // Unconfirmed: the watch says nothing of it, and reads its sensor about ten times a second.
  nominalRateHz: 10,
  clock: 'host',
};

/** One frame a value; nothing in it says when it was read. */
export class PinetimeDecoder implements FrameDecoder {
  skipped = 0;
  readonly #times = new ArrivalTimes(DESCRIPTION.nominalRateHz);

  push(value: DataView, arrivalMs: number): FrameBatch | undefined {
    if (value.byteLength !== VALUE_BYTES) {
      this.skipped++;
      return undefined;
    }
    const values = Float32Array.of(0, 2, 4).map((at) => value.getInt16(at, true) / COUNTS_PER_G);
    return { ...this.#times.times(1, arrivalMs), values, arrivalMs };
  }
}

/** A PineTime watch with InfiniTime, from the version on that has the motion service. */
export const pinetime: BluetoothProfile = {
  id: 'pinetime',
  filters: [{ namePrefix: 'InfiniTime' }, { services: [SERVICE] }],
  services: [SERVICE],
  matches: (link) => link.has(SERVICE),

  async start(link, sink) {
    await link.subscribe(SERVICE, RAW, decodeInto(sink, new PinetimeDecoder()));
    return { description: DESCRIPTION };
  },
};
