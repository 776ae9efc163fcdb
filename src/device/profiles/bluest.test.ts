import { expect, test } from 'vitest';
import { bytesView, FakeGattLink, FakeSink } from '../../../tests/support/fake-gatt-link';
import { BluestDecoder, bluest } from './bluest';

const SERVICE = '00000000-0001-11e1-9ab4-0002a5d5c51b';
const MOTION = '00e00000-0001-11e1-ac36-0002a5d5c51b';
const options = { signal: new AbortController().signal, nowMs: () => 0 };
const NOTHING = new Array(18).fill(0);

test.each([
  [
    'thousandths of g, tenths of a degree a second, thousandths of a gauss',
    [
      0xe8, 0x03, 0x18, 0xfc, 0xf4, 0x01, 0x0a, 0, 0xf6, 0xff, 0x10, 0x27, 0xf4, 0x01, 0x0c, 0xfe,
      1, 0,
    ],
    [1, -1, 0.5, 1, -1, 1000, 50, -50, 0.1],
  ],
  [
    'the least and the most',
    [0, 0x80, 0xff, 0x7f, 0, 0, 0, 0x80, 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0],
    [-32.768, 32.767, 0, -3276.8, 3276.7, 0, 0, 0, 0],
  ],
])('%s', (_, counts, physical) => {
  const batch = new BluestDecoder().push(bytesView([0x02, 0x01, ...counts]), 5);
  expect([...batch!.values]).toEqual(physical.map(Math.fround));
  expect([...batch!.timestampMs]).toEqual([0x0102 * 8]);
});

test.each([[0], [8], [19], [21]])('a value of %i bytes is passed over and counted', (length) => {
  const decoder = new BluestDecoder();
  expect(decoder.push(bytesView(new Uint8Array(length)), 0)).toBeUndefined();
  expect(decoder.skipped).toBe(1);
});

test('the clock’s laps are followed, and holes in it are lost frames', () => {
  const decoder = new BluestDecoder();
  // 40 ms a frame; the lap comes after the third.
  const ticks = [65_521, 65_526, 65_531, 0, 5, 10, 15, 20, 25, 30, 35, 50];
  const batches = ticks.map((tick, index) =>
    decoder.push(bytesView([tick & 0xff, tick >> 8, ...NOTHING]), 40 * index),
  );
  const times = batches.map((batch) => batch!.timestampMs[0]! - 65_521 * 8);
  expect(times.slice(0, 11)).toEqual(Array.from({ length: 11 }, (_, index) => 40 * index));
  expect(batches.at(-1)!.lostBefore).toBe(2);
});

test('it is listened to, and that is all', async () => {
  const link = new FakeGattLink({ services: [SERVICE] });
  const sink = new FakeSink();
  expect(await bluest.matches(link)).toBe(true);
  const stream = await bluest.start(link, sink, options);
  expect(link.log).toEqual([`subscribe ${MOTION}`]);
  expect(stream.description.channels.map(({ name }) => name)).toEqual(
    ['acc', 'gyro', 'mag'].flatMap((one) => ['X', 'Y', 'Z'].map((axis) => one + axis)),
  );
  link.notify(MOTION, [0, 0, 0xe8, 0x03, ...new Array(16).fill(0)]);
  link.notify(MOTION, [0]);
  expect(sink.values[0]).toBe(1);
  expect(sink.skippedCount).toBe(1);
});

test('a board that has the sensors only apart is refused', async () => {
  const link = new FakeGattLink({ services: [SERVICE], refused: [MOTION] });
  await expect(bluest.start(link, new FakeSink(), options)).rejects.toMatchObject({
    code: 'device-protocol',
  });
});
