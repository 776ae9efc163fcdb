import type { StreamDescription } from '#core/motion/frame';
import type { BluetoothProfile } from '../gatt-link';
import { decodeInto } from './decode-into';
import { Int16Decoder } from './int16-decoder';

const SERVICE = 'e95d0753-251d-470a-a062-fa1922dfa9a8';
/** Notify: x, y, z as int16 in thousandths of g. */
const DATA = 'e95dca4b-251d-470a-a062-fa1922dfa9a8';
/** Write: u16, ms from value to value. 0 crashes the micro:bit. */
const PERIOD = 'e95dfb24-251d-470a-a062-fa1922dfa9a8';
const PERIOD_MS = 20;
const MILLI_G = 0.001;

const DESCRIPTION: StreamDescription = {
  // Values a little beyond, up to 2.04 g, are seen.
  channels: ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'g', fullScale: 2 })),
  nominalRateHz: 1000 / PERIOD_MS,
  clock: 'host',
};

/** Acceleration in g. */
export class MicrobitDecoder extends Int16Decoder {
  constructor() {
    super(DESCRIPTION, [MILLI_G, MILLI_G, MILLI_G]);
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
