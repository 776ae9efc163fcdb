import type { BluetoothProfile } from '../gatt-link';
import { decodeInto } from './decode-into';
import { readSensimlConfig, SensimlDecoder } from './sensiml-stream';

const uuid = (part: string) => `1648${part}-0525-4ad5-b4fb-6dd83f49546b`;
const SERVICE = uuid('0000');
/** Read: JSON, filled up with zeros. */
const CONFIG = uuid('0001');
/** Notify: rows; it streams while it is listened to. */
const ROWS = uuid('0002');

/** Any board that speaks SensiML's Simple Stream over Bluetooth. */
export const sensiml: BluetoothProfile = {
  id: 'sensiml',
  filters: [{ services: [SERVICE] }],
  services: [SERVICE],
  matches: (link) => link.has(SERVICE),

  async start(link, sink) {
    const text = new TextDecoder().decode(await link.read(SERVICE, CONFIG));
    const config = readSensimlConfig(text.replace(/\0+$/, ''));
    const decoder = new SensimlDecoder(config, { whole: true });
    await link.subscribe(SERVICE, ROWS, decodeInto(sink, decoder));
    return { description: config.description };
  },
};
