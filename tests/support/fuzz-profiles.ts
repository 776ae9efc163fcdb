import type { FrameBatch } from '../../src/core/motion/frame';
import { encodePacket, PacketDecoder } from '../../src/core/motion/packet-codec';
import type { Random } from '../../src/core/random';
import type { FrameDecoder } from '../../src/device/gatt-link';
import { BluestDecoder } from '../../src/device/profiles/bluest';
import { EspruinoDecoder } from '../../src/device/profiles/espruino';
import { MicrobitDecoder } from '../../src/device/profiles/microbit';
import { MovesenseDecoder } from '../../src/device/profiles/movesense';
import { OpenEarableDecoder } from '../../src/device/profiles/openearable';
import type { PlannedSensor } from '../../src/device/profiles/openearable-plan';
import { PinetimeDecoder } from '../../src/device/profiles/pinetime';
import { PolarDecoder } from '../../src/device/profiles/polar';
import { readSensimlConfig, SensimlDecoder } from '../../src/device/profiles/sensiml-stream';
import { Tf4MicroDecoder, tf4microChannels } from '../../src/device/profiles/tf4micro';
import { Thingy52Decoder } from '../../src/device/profiles/thingy52';
import type { StreamEnd, StreamSubject } from './fuzz-streams';
import { joined, randomBytes } from './mutate-bytes';

const bytesOf = (array: ArrayBufferView<ArrayBuffer>) => new Uint8Array(array.buffer);
const u32 = (value: number) => bytesOf(Uint32Array.of(value));
const u64 = (value: bigint) => bytesOf(BigUint64Array.of(value));
/** Counts that differ from frame to frame. */
const int16 = (count: number, index: number) =>
  bytesOf(Int16Array.from({ length: count }, (_, at) => ((index + at) * 977) % 30_000));
const counts = (count: number, index: number) =>
  Array.from({ length: count }, (_, at) => ((index + at) * 977) % 9000).join(',');
const floats = (count: number, index: number) =>
  bytesOf(Float32Array.from({ length: count }, (_, at) => ((index + at) % 200) / 10 - 10));
const text = (value: string) => new TextEncoder().encode(value);
const each = (frames: number) => (goods: number) => goods * frames;

/** Any bytes, but of none of these lengths. */
function otherLength(random: Random, ...lengths: readonly number[]): Uint8Array {
  for (;;) {
    const bytes = randomBytes(random, 60);
    if (!lengths.includes(bytes.length)) return bytes;
  }
}

function ended(decoder: FrameDecoder): StreamEnd {
  return {
    push(value, arrivalMs) {
      const batch: FrameBatch | undefined = decoder.push(value, arrivalMs);
      return batch ? [batch] : [];
    },
    get skipped() {
      return decoder.skipped;
    },
  };
}

const WIRE = ['accX', 'accY', 'gyroZ'].map((name) => ({ name, unit: 'g', scale: 0.5 }) as const);

const imu = (id: number, first: 'acc' | 'gyro', count: number): PlannedSensor => ({
  id,
  readingBytes: 4 * count,
  rateIndex: 0,
  rateHz: 50,
  columns: Array.from({ length: count }, (_, at) => ({
    channel: { name: `${first}${at}`, unit: 'g' },
    type: 'f32',
    byteAt: 4 * at,
    factor: 1,
  })),
});
const earable = (version: 1 | 2, id: number, ms: number, payload: Uint8Array) => {
  const time = version === 1 ? u32(ms) : u64(BigInt(ms) * 1000n);
  return joined([Uint8Array.of(id, payload.length), time, payload]);
};

const PERIOD_NS = 19_230_769n;
const polarFrame = (sensor: number, end: number, type: number, content: Uint8Array) =>
  joined([
    Uint8Array.of(sensor),
    u64(599_616_000_000_000_000n + PERIOD_NS * BigInt(end)),
    Uint8Array.of(type),
    content,
  ]);
/** Two readings, the second by differences of five bits. */
const polarDelta = (index: number) =>
  joined([int16(3, index), Uint8Array.of(5, 1, (index * 7) % 256, (index * 3) % 128)]);

const movesenseReadings = (index: number) => joined([u32(40 * index), floats(12, index)]);

const SENSIML = { sample_rate: 50, samples_per_packet: 2, column_location: { accX: 0, b: 1 } };
const sensiml = (version: 1 | 2, whole: boolean) =>
  ended(new SensimlDecoder(readSensimlConfig(JSON.stringify({ ...SENSIML, version })), { whole }));
function sensimlPacket(index: number): Uint8Array {
  const summed = joined([Uint8Array.of(0, 0), u32(index), int16(4, index)]);
  const sum = summed.reduce((all, byte) => all ^ byte, 0);
  return joined([Uint8Array.of(0xff, summed.length, 0), summed, Uint8Array.of(sum)]);
}

/** The decoder of every kind of wearable, with values as its devices send them. */
export const PROFILE_SUBJECTS: readonly StreamSubject[] = [
  {
    name: 'nodlab',
    channels: 3,
    open: () => ended(new PacketDecoder(WIRE)),
    good: (index) => encodePacket(2 * index, 10_000, 20_000 * index, new Int16Array(6).fill(index)),
    frames: each(2),
    bad: (random) => randomBytes(random, 12).subarray(0, 11),
  },
  {
    name: 'microbit',
    channels: 3,
    open: () => ended(new MicrobitDecoder()),
    good: (index) => int16(3, index),
    frames: each(1),
    bad: (random) => otherLength(random, 6),
  },
  ...[6, 9].map(
    (channels): StreamSubject => ({
      name: `tf4micro of ${channels}`,
      channels,
      open: () => ended(new Tf4MicroDecoder(tf4microChannels(4 * channels)!)),
      good: (index) => floats(channels, index),
      frames: each(1),
      bad: (random) => otherLength(random, 4 * channels),
    }),
  ),
  ...(['bangle', 'puck'] as const).map((board): StreamSubject => {
    const channels = board === 'bangle' ? 3 : 6;
    return {
      name: `espruino ${board}`,
      channels,
      open: () => ended(new EspruinoDecoder(board)),
      good: (index) => text(`N${index},${20 * index},${counts(channels, index)}\r\n`),
      frames: each(1),
      bad: (random) =>
        text(['>echo\n', 'N,1,2\n', 'Uncaught ReferenceError\n'][random.integer(3)]!),
      cut: true,
    };
  }),
  ...([1, 2] as const).map(
    (version): StreamSubject => ({
      name: `openearable ${version}`,
      channels: 9,
      open: () => ended(new OpenEarableDecoder(version, [imu(0, 'acc', 9)])),
      good: (index) => earable(version, 0, 20 * index, floats(9, index)),
      frames: each(1),
      bad: (random) =>
        earable(version, 0, random.integer(2 ** 31), otherLength(random, 36)).map((byte, at) =>
          at === 0 && random.integer(2) === 0 ? 1 + random.integer(255) : byte,
        ),
    }),
  ),
  {
    name: 'openearable 2, several readings a value',
    channels: 3,
    open: () => ended(new OpenEarableDecoder(2, [imu(0, 'acc', 3)])),
    good: (index) =>
      earable(2, 0, 60 * index, joined([floats(9, index), bytesOf(Uint16Array.of(20_000))])),
    frames: each(3),
    bad: (random) => earable(2, 1 + random.integer(255), random.integer(2 ** 31), floats(3, 0)),
  },
  {
    name: 'openearable 1, two sensors',
    channels: 6,
    open: () => ended(new OpenEarableDecoder(1, [imu(0, 'acc', 3), imu(1, 'gyro', 3)])),
    good: (index) => earable(1, (index + 1) % 2, 20 * (index >> 1), floats(3, index)),
    frames: (goods) => goods >> 1,
    bad: (random) =>
      earable(1, random.integer(2), random.integer(2 ** 31), otherLength(random, 12)),
  },
  {
    name: 'pinetime',
    channels: 3,
    open: () => ended(new PinetimeDecoder()),
    good: (index) => int16(3, index),
    frames: each(1),
    bad: (random) => otherLength(random, 6),
  },
  {
    name: 'thingy52',
    channels: 9,
    open: () => ended(new Thingy52Decoder()),
    good: (index) => int16(9, index),
    frames: each(1),
    bad: (random) => otherLength(random, 18),
  },
  {
    name: 'bluest',
    channels: 9,
    open: () => ended(new BluestDecoder()),
    good: (index) => joined([bytesOf(Uint16Array.of(5 * index)), int16(9, index)]),
    frames: each(1),
    bad: (random) => otherLength(random, 20),
  },
  {
    name: 'movesense',
    channels: 6,
    open: () => ended(new MovesenseDecoder()),
    good: (index) => joined([Uint8Array.of(2, 99), movesenseReadings(index)]),
    // The first is kept until the second shows that it was whole.
    frames: (goods) => (goods < 2 ? 0 : 2 * goods),
    bad: (random) => joined([Uint8Array.of(2, random.integer(99)), randomBytes(random, 60)]),
  },
  {
    name: 'movesense in two parts',
    channels: 6,
    open: () => ended(new MovesenseDecoder()),
    good(index) {
      const whole = movesenseReadings(index >> 1);
      const part = index % 2 === 0 ? whole.subarray(0, 23) : whole.subarray(23);
      return joined([Uint8Array.of(2 + (index % 2), 99), part]);
    },
    frames: (goods) => 2 * (goods >> 1),
    bad: (random) => joined([Uint8Array.of(4 + random.integer(250), 99), randomBytes(random, 60)]),
  },
  {
    name: 'polar acceleration',
    channels: 3,
    open: () => ended(new PolarDecoder([{ sensor: 2, rateHz: 52, factor: 1 }])),
    good: (index) => polarFrame(2, 2 * index, 1, int16(6, index)),
    frames: each(2),
    bad: (random) =>
      polarFrame(
        random.integer(2),
        random.integer(9),
        random.integer(256),
        randomBytes(random, 60),
      ),
  },
  {
    name: 'polar acceleration and rotation, compressed',
    channels: 6,
    open: () =>
      ended(
        new PolarDecoder([
          { sensor: 2, rateHz: 52, factor: 0.25 },
          { sensor: 5, rateHz: 52, factor: 0.5 },
        ]),
      ),
    good: (index) => polarFrame(index % 2 === 0 ? 5 : 2, 2 * (index >> 1), 0x80, polarDelta(index)),
    frames: (goods) => 2 * (goods >> 1),
    bad: (random) =>
      polarFrame(2, random.integer(9), 0x82 + random.integer(120), randomBytes(random, 60)),
  },
  {
    name: 'sensiml 1',
    channels: 2,
    open: () => sensiml(1, true),
    good: (index) => int16(4, index),
    frames: each(2),
    bad: (random) =>
      randomBytes(random, 9)
        .slice(0, 4 * random.integer(2) + 3)
        .slice(0, 3),
  },
  {
    name: 'sensiml 1 on a cable',
    channels: 2,
    open: () => sensiml(1, false),
    good: (index) => int16(4, index),
    frames: each(2),
    cut: true,
  },
  {
    name: 'sensiml 2',
    channels: 2,
    open: () => sensiml(2, false),
    good: sensimlPacket,
    frames: each(2),
    bad: (random) => Uint8Array.from({ length: 1 + random.integer(30) }, () => random.integer(255)),
    badInRuns: true,
    cut: true,
  },
];
