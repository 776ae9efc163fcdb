import type { StreamDescription } from '#core/motion/frame';
import type { BluetoothProfile } from '../gatt-link';
import { axes } from './axes';
import { decodeInto } from './decode-into';
import { Int16Decoder } from './int16-decoder';

const SERVICE = '00030000-78fc-48fe-8e23-433b3a1942d0';
/** Notify: x, y, z as int16, 1024 a g (InfiniTime's `doc/MotionService.md`). */
const RAW = '00030002-78fc-48fe-8e23-433b3a1942d0';
const COUNT_G = 1 / 1024;

const DESCRIPTION: StreamDescription = {
  channels: axes('acc', 'g'),
  // Unconfirmed: the watch says nothing of it, and reads its sensor about ten times a second.
  nominalRateHz: 10,
  clock: 'host',
};

/** Acceleration in g. */
export class PinetimeDecoder extends Int16Decoder {
  constructor() {
    super(DESCRIPTION, [COUNT_G, COUNT_G, COUNT_G]);
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
