import {
  DESCRIPTION_CHARACTERISTIC,
  decodeDescription,
  MOTION_CHARACTERISTIC,
  MOTION_SERVICE,
  streamDescription,
} from '#core/motion/gatt-profile';
import { PacketDecoder } from '#core/motion/packet-codec';
import type { BluetoothProfile } from '../gatt-link';
import { decodeInto } from './decode-into';

/** Nodlab's own wearable (`docs/formats/gatt-profile.md`). */
export const nodlab: BluetoothProfile = {
  id: 'nodlab',
  filters: [{ services: [MOTION_SERVICE] }],
  services: [MOTION_SERVICE],
  matches: (link) => link.has(MOTION_SERVICE),

  async start(link, sink) {
    const wire = decodeDescription(await link.read(MOTION_SERVICE, DESCRIPTION_CHARACTERISTIC));
    const take = decodeInto(sink, new PacketDecoder(wire.channels));
    await link.subscribe(MOTION_SERVICE, MOTION_CHARACTERISTIC, take);
    return { description: streamDescription(wire) };
  },
};
