import {
  DESCRIPTION_CHARACTERISTIC,
  encodeDescription,
  MOTION_CHARACTERISTIC,
  MOTION_SERVICE,
  type WireChannel,
} from '../../src/core/motion/gatt-profile';
import { encodePacket } from '../../src/core/motion/packet-codec';
import { encodeSerialPacket, SERIAL_PACKET } from '../../src/core/motion/serial-framing';
import type { FakeService } from './fake-wearable';
import { NUMBER_CHANNELS, numberValues } from './numbered-frames';

/** int16 counts of one g. */
const COUNTS_PER_G = 8192;

const CHANNELS: readonly WireChannel[] = [
  ...NUMBER_CHANNELS.map((name) => ({ name, unit: 'raw' as const, scale: 1 })),
  ...['accX', 'accY', 'accZ'].map((name) => ({
    name,
    unit: 'g' as const,
    scale: 1 / COUNTS_PER_G,
  })),
  ...['gyroX', 'gyroY', 'gyroZ'].map((name) => ({ name, unit: 'dps' as const, scale: 1 / 16 })),
];

/** A moving, never repeating reading: gravity along z, and a slow sway. */
function sway(number: number): readonly number[] {
  const swing = Math.sin(number / 30);
  const acceleration = [0.1 * swing, 0.05 * Math.cos(number / 17), 1];
  const rotation = [20 * swing, 5, -3 * swing];
  return [
    ...acceleration.map((g) => Math.round(g * COUNTS_PER_G)),
    ...rotation.map((dps) => Math.round(dps * 16)),
  ];
}

/** A packet of Nodlab's profile with frames `first` and on; its clock is the frames' own. */
export function motionPacket(rateHz: number, first: number, count = 1): Uint8Array {
  const counts = Array.from({ length: count }, (_, index) => {
    const number = first + index;
    return [...numberValues(number), ...sway(number)];
  });
  const stepUs = Math.round(1_000_000 / rateHz);
  return encodePacket(first, stepUs, first * stepUs, Int16Array.from(counts.flat()));
}

/** Descriptions of more are refused (`docs/formats/gatt-profile.md`). */
const MOST_HZ = 10_000;

/** What a Nodlab wearable says of itself. */
export function motionDescription(rateHz: number): Uint8Array {
  return encodeDescription({ nominalRateHz: Math.min(rateHz, MOST_HZ), channels: CHANNELS });
}

/** A Nodlab wearable's service; send `motionPacket`s on `MOTION_CHARACTERISTIC`. */
export function nodlabService(rateHz: number): FakeService {
  return {
    uuid: MOTION_SERVICE,
    characteristics: [
      { uuid: DESCRIPTION_CHARACTERISTIC, read: () => motionDescription(rateHz) },
      { uuid: MOTION_CHARACTERISTIC, notifies: true },
    ],
  };
}

/** Nodlab's packets as a cable carries them. */
export function serialMotion(rateHz: number, first: number, count = 1): Uint8Array {
  return encodeSerialPacket(SERIAL_PACKET.motion, motionPacket(rateHz, first, count));
}

/** The description as a cable carries it, after the zero that ends whatever came before. */
export function serialDescription(rateHz: number): Uint8Array {
  const packet = encodeSerialPacket(SERIAL_PACKET.description, motionDescription(rateHz));
  return Uint8Array.of(0, ...packet);
}

/** What a sketch prints before its lines. */
export const LINE_HEADER = `seq,${NUMBER_CHANNELS.join()},accX,accY,accZ\n`;

/** A line of text: the frame's number as a counter and as two values, then acceleration in g. */
export function motionLine(number: number): string {
  const [x, y, z] = sway(number).map((counts) => (counts / COUNTS_PER_G).toFixed(4));
  return `${number},${numberValues(number).join()},${x},${y},${z}\n`;
}
