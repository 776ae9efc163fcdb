import { Failure } from '#core/failure';
import type { StreamDescription } from '#core/motion/frame';
import type { BluetoothProfile } from '../gatt-link';
import { axes } from './axes';
import { decodeInto } from './decode-into';
import { Int16Decoder } from './int16-decoder';

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

/** Acceleration in g, rotation in °/s, field in µT. */
export class Thingy52Decoder extends Int16Decoder {
  constructor() {
    super(
      DESCRIPTION,
      COUNTS.map((counts) => 1 / counts),
    );
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
