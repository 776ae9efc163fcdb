import { Failure } from '#core/failure';
import { ArrivalTimes } from '#core/motion/arrival-times';
import type { FrameBatch, StreamDescription } from '#core/motion/frame';
import type { BluetoothProfile, FrameDecoder } from '../gatt-link';
import { axes } from './axes';
import { decodeInto } from './decode-into';

const uuid = (part: string) => `ef68${part}-9b35-4933-9b10-52ffa9740042`;
/** Advertised. */
const CONFIGURATION_SERVICE = uuid('0100');
const SERVICE = uuid('0400');
/** Read and write, 9 bytes: steps, temperature and compass periods, motion rate, wake on motion. */
const CONFIG = uuid('0401');
const CONFIG_BYTES = 9;
/** u16, Hz, 5 to 200. */
const MOTION_RATE_AT = 6;
const RATE_HZ = 100;
/** Notify: int16 acceleration, rotation, compass. */
const RAW = uuid('0406');
const VALUE_BYTES = 18;
/**
 * Counts a unit, of the 10, 5 and 4 fraction bits of the firmware's fixed-point format. Nordic's own
 * page divides by the integer bits instead, which gravity contradicts.
 */
const COUNTS = [1024, 1024, 1024, 32, 32, 32, 16, 16, 16];

const DESCRIPTION: StreamDescription = {
  channels: [...axes('acc', 'g'), ...axes('gyro', 'dps'), ...axes('mag', 'uT')],
  nominalRateHz: RATE_HZ,
  clock: 'host',
};

/** One frame a value; nothing in it says when it was read. */
export class Thingy52Decoder implements FrameDecoder {
  skipped = 0;
  readonly #times = new ArrivalTimes(RATE_HZ);

  push(value: DataView, arrivalMs: number): FrameBatch | undefined {
    if (value.byteLength !== VALUE_BYTES) {
      this.skipped++;
      return undefined;
    }
    const values = Float32Array.from(COUNTS, (scale, at) => value.getInt16(2 * at, true) / scale);
    return { ...this.#times.times(1, arrivalMs), values, arrivalMs };
  }
}

/** Nordic's Thingy:52 with the firmware that it is sold with. */
export const thingy52: BluetoothProfile = {
  id: 'thingy52',
  filters: [{ services: [CONFIGURATION_SERVICE] }, { namePrefix: 'Thingy' }],
  services: [SERVICE, CONFIGURATION_SERVICE],
  matches: (link) => link.has(SERVICE),

  async start(link, sink) {
    const value = await link.read(SERVICE, CONFIG);
    if (value.byteLength !== CONFIG_BYTES) {
      const detail = `${link.name} has a motion configuration of ${value.byteLength} bytes.`;
      throw new Failure('device-protocol', detail);
    }
    const config = new Uint8Array(value.buffer, value.byteOffset, CONFIG_BYTES).slice();
    new DataView(config.buffer).setUint16(MOTION_RATE_AT, RATE_HZ, true);
    await link.write(SERVICE, CONFIG, config);
    await link.subscribe(SERVICE, RAW, decodeInto(sink, new Thingy52Decoder()));
    return { description: DESCRIPTION };
  },
};
