import { expect, test } from 'vitest';
import { bytesView, FakeGattLink, FakeSink } from '../../../tests/support/fake-gatt-link';
import { MicrobitDecoder, microbit } from './microbit';

const SERVICE = 'e95d0753-251d-470a-a062-fa1922dfa9a8';
const DATA = 'e95dca4b-251d-470a-a062-fa1922dfa9a8';
const PERIOD = 'e95dfb24-251d-470a-a062-fa1922dfa9a8';
const options = { signal: new AbortController().signal, nowMs: () => 0 };

test.each([
  ['flat on the table', [0x10, 0x00, 0xf0, 0xff, 0x00, 0xfc], [0.016, -0.016, -1.024]],
  ['on its edge', [0xe8, 0x03, 0x00, 0x00, 0x01, 0x00], [1, 0, 0.001]],
  ['as far as it goes', [0xf8, 0x07, 0x08, 0xf8, 0x00, 0x00], [2.04, -2.04, 0]],
])('%s: thousandths of g, little-endian', (_, bytes, g) => {
  const batch = new MicrobitDecoder().push(bytesView(bytes), 100);
  expect([...batch!.values]).toEqual(g.map(Math.fround));
  expect(batch).toMatchObject({ arrivalMs: 100, lostBefore: 0 });
  expect(batch!.timestampMs).toHaveLength(1);
});

test.each([0, 1, 5, 7, 12])('a value of %i bytes is passed over and counted', (length) => {
  const decoder = new MicrobitDecoder();
  expect(decoder.push(bytesView(new Uint8Array(length)), 0)).toBeUndefined();
  expect(decoder.push(bytesView(new Uint8Array(6)), 20)).toBeDefined();
  expect(decoder.skipped).toBe(1);
});

test('the period is set to 20 ms, in the characteristic that is for it', async () => {
  const link = new FakeGattLink({ services: [SERVICE] });
  const sink = new FakeSink();
  expect(await microbit.matches(link)).toBe(true);
  const stream = await microbit.start(link, sink, options);
  expect(link.writes).toEqual([{ characteristic: PERIOD, bytes: Uint8Array.of(20, 0) }]);
  expect(stream.description).toMatchObject({ nominalRateHz: 50, clock: 'host' });
  expect(stream.description.channels.map(({ name, unit }) => name + unit)).toEqual([
    'accXg',
    'accYg',
    'accZg',
  ]);
  link.notify(DATA, [0xe8, 0x03, 0, 0, 0, 0], 20);
  link.notify(DATA, [1], 40);
  expect(sink.values).toEqual([1, 0, 0]);
  expect(sink.skippedCount).toBe(1);
});

test('one that refuses a period streams all the same', async () => {
  const link = new FakeGattLink({ services: [SERVICE], refused: [PERIOD] });
  const sink = new FakeSink();
  await microbit.start(link, sink, options);
  link.notify(DATA, [0, 0, 0xe8, 0x03, 0, 0]);
  expect(sink.values).toEqual([0, 1, 0]);
});

test('another device is none', async () => {
  expect(await microbit.matches(new FakeGattLink({ services: [DATA] }))).toBe(false);
});
