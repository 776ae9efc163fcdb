import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodePacket, framesPerPacket, PacketDecoder } from './packet-codec';

const CHANNELS = [
  { name: 'accX', unit: 'g', scale: 0.001 },
  { name: 'gyroX', unit: 'dps', scale: 0.5 },
] as const;
const STEP_US = 20_000;

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const packet = (number: number, clockUs: number, counts: number[], stepUs = STEP_US) =>
  view(encodePacket(number, stepUs, clockUs, Int16Array.from(counts)));

test('a packet’s bytes are those of the document', () => {
  const bytes = encodePacket(0x0102, 20_000, 0x01020304, Int16Array.of(1000, -2));
  expect([...bytes]).toEqual([0x02, 0x01, 0x20, 0x4e, 4, 3, 2, 1, 0xe8, 0x03, 0xfe, 0xff]);
});

test('as many frames as the length says come out, on the device’s clock and in units', () => {
  const batch = new PacketDecoder(CHANNELS).push(packet(0, 5_000_000, [1000, 2, -500, 4]), 77);
  expect(batch?.arrivalMs).toBe(77);
  expect(batch?.lostBefore).toBe(0);
  expect([...batch!.timestampMs]).toEqual([5000, 5020]);
  expect([...batch!.values]).toEqual([1, 1, -0.5, 2]);
});

test.each([
  [20, 9, 0],
  [20, 6, 1],
  [244, 9, 13],
  [244, 6, 19],
  [509, 9, 27],
])('a notification of %i bytes holds %i channels %i times', (bytes, channels, frames) => {
  expect(framesPerPacket(bytes, channels)).toBe(frames);
});

test('missing numbers are frames lost', () => {
  const decoder = new PacketDecoder(CHANNELS);
  decoder.push(packet(10, 0, [1, 1, 2, 2]), 0);
  expect(decoder.push(packet(17, 140_000, [3, 3]), 0)?.lostBefore).toBe(5);
});

test('a stream that is joined late has lost nothing', () => {
  expect(new PacketDecoder(CHANNELS).push(packet(4711, 0, [1, 1]), 0)?.lostBefore).toBe(0);
});

test('repeated and late packets are passed over and counted', () => {
  const decoder = new PacketDecoder(CHANNELS);
  decoder.push(packet(0, 0, [1, 1]), 0);
  decoder.push(packet(1, STEP_US, [2, 2]), 0);
  expect(decoder.push(packet(1, STEP_US, [2, 2]), 0)).toBeUndefined();
  expect(decoder.push(packet(0, 0, [1, 1]), 0)).toBeUndefined();
  expect(decoder.skipped).toBe(2);
  expect(decoder.push(packet(2, 2 * STEP_US, [3, 3]), 0)?.lostBefore).toBe(0);
});

test.each([[0], [7], [8], [10], [13]])('%i bytes are no packet', (length) => {
  const decoder = new PacketDecoder(CHANNELS);
  expect(decoder.push(new DataView(new ArrayBuffer(length)), 0)).toBeUndefined();
  expect(decoder.skipped).toBe(1);
});

test('number and clock go on past their ends', () => {
  const decoder = new PacketDecoder(CHANNELS);
  decoder.push(packet(65_535, 4_294_967_296 - 10_000, [1, 1]), 0);
  const batch = decoder.push(packet(0, 10_000, [2, 2]), 0);
  expect(batch?.lostBefore).toBe(0);
  expect(batch?.timestampMs[0]).toBeCloseTo((4_294_967_296 + 10_000) / 1000, 6);
});

test('a clock that slips back does not leap ahead by a lap', () => {
  const decoder = new PacketDecoder(CHANNELS);
  decoder.push(packet(0, 500_000, [1, 1]), 0);
  const slipped = decoder.push(packet(1, 499_000, [2, 2]), 0);
  expect(slipped?.timestampMs[0]).toBeCloseTo(500, 1);
  expect(decoder.push(packet(2, 519_000, [3, 3]), 0)?.timestampMs[0]).toBeCloseTo(519, 6);
});

test('over any losses, frames and frames lost add up, and time rises', () => {
  const stream = fc.record({
    startNumber: fc.nat(65_535),
    startUs: fc.nat(4_294_967_295),
    packets: fc.array(
      fc.record({ frames: fc.integer({ min: 1, max: 20 }), dropped: fc.boolean() }),
      { minLength: 1, maxLength: 100 },
    ),
  });
  fc.assert(
    fc.property(stream, ({ startNumber, startUs, packets }) => {
      const decoder = new PacketDecoder(CHANNELS);
      let sent = 0;
      let firstSeen = -1;
      let lastSeen = 0;
      let told = 0;
      let timeMs = Number.NEGATIVE_INFINITY;
      for (const { frames, dropped } of packets) {
        const number = (startNumber + sent) % 65_536;
        const clockUs = (startUs + sent * STEP_US) % 4_294_967_296;
        if (!dropped) {
          const batch = decoder.push(packet(number, clockUs, Array(frames * 2).fill(0)), 0)!;
          if (firstSeen < 0) firstSeen = sent;
          told += batch.lostBefore + frames;
          lastSeen = sent + frames;
          for (const time of batch.timestampMs) {
            expect(time).toBeGreaterThan(timeMs);
            timeMs = time;
          }
        }
        sent += frames;
      }
      if (firstSeen >= 0) expect(told).toBe(lastSeen - firstSeen);
    }),
    { numRuns: 500 },
  );
});

test('no bytes make it throw or let time go back', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (all) => {
      const decoder = new PacketDecoder(CHANNELS);
      let timeMs = Number.NEGATIVE_INFINITY;
      for (const bytes of all) {
        for (const time of decoder.push(view(bytes), 0)?.timestampMs ?? []) {
          expect(time).toBeGreaterThan(timeMs);
          timeMs = time;
        }
      }
    }),
    { numRuns: 2000 },
  );
});
