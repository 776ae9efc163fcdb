import type { FrameBatch } from '../../src/core/motion/frame';
import { encodeDescription } from '../../src/core/motion/gatt-profile';
import { encodePacket } from '../../src/core/motion/packet-codec';
import {
  encodeSerialPacket,
  SERIAL_PACKET,
  SerialPacketDecoder,
} from '../../src/core/motion/serial-framing';
import { nodlabPackets } from '../../src/device/serial/nodlab-packets';
import { FakeSink } from './fake-gatt-link';
import type { StreamSubject } from './fuzz-streams';
import { joined } from './mutate-bytes';

const DESCRIPTION = encodeSerialPacket(
  SERIAL_PACKET.description,
  encodeDescription({
    nominalRateHz: 100,
    channels: ['accX', 'accY'].map((name) => ({ name, unit: 'g', scale: 0.5 })),
  }),
);
const motion = (index: number) =>
  encodeSerialPacket(
    SERIAL_PACKET.motion,
    encodePacket(2 * index, 10_000, 20_000 * index, new Int16Array(4).fill(index % 3)),
  );
/** A packet whose checksum is wrong, with the zero that ends it. */
function damaged(): Uint8Array {
  const packet = motion(1);
  packet[4] = packet[4] === 1 ? 2 : 1;
  return packet;
}

/** What comes down a cable: the framing alone, and Nodlab's own packets in it. */
export const SERIAL_SUBJECTS: readonly StreamSubject[] = [
  {
    name: 'serial framing',
    channels: 1,
    open() {
      const decoder = new SerialPacketDecoder();
      let packets = 0;
      const push = (value: DataView, arrivalMs: number) => {
        const batches: FrameBatch[] = [];
        decoder.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), () => {
          // A packet for a frame.
          const timestampMs = Float64Array.of(packets++);
          batches.push({ timestampMs, values: Float32Array.of(0), arrivalMs, lostBefore: 0 });
        });
        return batches;
      };
      // A packet may be joined in its midst before the first one has ended.
      push(new DataView(DESCRIPTION.slice().buffer), 0);
      return {
        push,
        get skipped() {
          return decoder.skipped;
        },
      };
    },
    good: motion,
    frames: (goods) => goods,
    bad: damaged,
    cut: true,
  },
  {
    name: 'nodlab packets on a cable',
    channels: 2,
    open() {
      const sink = new FakeSink();
      const reader = nodlabPackets.start(sink, {
        signal: new AbortController().signal,
        nowMs: () => 0,
        write: async () => undefined,
        lost: () => undefined,
      });
      reader.push(DESCRIPTION, 0);
      return {
        push(value, arrivalMs) {
          reader.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), arrivalMs);
          return sink.batches.splice(0);
        },
        get skipped() {
          return sink.skippedCount;
        },
      };
    },
    good: motion,
    frames: (goods) => 2 * goods,
    bad: (random) =>
      random.integer(2) === 0
        ? damaged()
        : // Whole, but no motion.
          encodeSerialPacket(SERIAL_PACKET.motion, joined([new Uint8Array(7)])),
    cut: true,
  },
];
