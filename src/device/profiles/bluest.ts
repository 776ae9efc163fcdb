import type { FrameBatch, StreamDescription } from '#core/motion/frame';
import type { BluetoothProfile, FrameDecoder } from '../gatt-link';
import { axes } from './axes';
import { decodeInto } from './decode-into';
import { DeviceClock } from './device-clock';

const SERVICE = '00000000-0001-11e1-9ab4-0002a5d5c51b';
/** Notify: u16 time, then acceleration, rotation and compass as int16. */
const MOTION = '00e00000-0001-11e1-ac36-0002a5d5c51b';
const TIME_BYTES = 2;
const VALUE_BYTES = 20;
/** ST's firmware writes its milliseconds shifted right by three. Others may count otherwise. */
const TICK_MS = 8;
const LAP_MS = 0x10000 * TICK_MS;
/** Thousandths of g, tenths of a degree a second, thousandths of a gauss, which is 100 uT. */
const SCALES = [0.001, 0.001, 0.001, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
/** What the bytes that say protocol and board look like where a browser expects a maker's number. */
const MAKERS = [0x0030, 0x0001, ...[1, 2, 3, 4, 5, 6, 7, 8, 0x80].map((id) => (id << 8) | 0x01)];

const DESCRIPTION: StreamDescription = {
  channels: [...axes('acc', 'g'), ...axes('gyro', 'dps'), ...axes('mag', 'uT')],
  nominalRateHz: 0,
  clock: 'device',
};

/** One frame a value. A hole in its clock is lost frames, once the time between frames has shown. */
export class BluestDecoder implements FrameDecoder {
  skipped = 0;
  readonly #clock = new DeviceClock({ lapMs: LAP_MS, roundedMs: TICK_MS });

  push(value: DataView, arrivalMs: number): FrameBatch | undefined {
    const whole = value.byteLength === VALUE_BYTES;
    const times = whole
      ? this.#clock.times(value.getUint16(0, true) * TICK_MS, 1, arrivalMs)
      : undefined;
    if (!times) {
      this.skipped++;
      return undefined;
    }
    const values = Float32Array.from(
      SCALES,
      (scale, at) => value.getInt16(TIME_BYTES + 2 * at, true) * scale,
    );
    return { ...times, values, arrivalMs };
  }
}

/** Boards with ST's BlueST firmware that offer all three motion sensors in one value. */
export const bluest: BluetoothProfile = {
  id: 'bluest',
  filters: [
    { services: [SERVICE] },
    ...MAKERS.map((companyIdentifier) => ({ manufacturerData: [{ companyIdentifier }] })),
  ],
  services: [SERVICE],
  matches: (link) => link.has(SERVICE),

  async start(link, sink) {
    await link.subscribe(SERVICE, MOTION, decodeInto(sink, new BluestDecoder()));
    return { description: DESCRIPTION };
  },
};
