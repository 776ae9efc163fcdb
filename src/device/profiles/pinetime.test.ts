import { expect, test } from 'vitest';
import { bytesView, FakeGattLink, FakeSink } from '../../../tests/support/fake-gatt-link';
import { PinetimeDecoder, pinetime } from './pinetime';

const SERVICE = '00030000-78fc-48fe-8e23-433b3a1942d0';
const RAW = '00030002-78fc-48fe-8e23-433b3a1942d0';
const options = { signal: new AbortController().signal, nowMs: () => 0 };

test.each([
  [
    [0, 4, 0, 0xfc, 0, 0],
    [1, -1, 0],
  ],
  [
    [1, 0, 0xff, 0xff, 0, 2],
    [1 / 1024, -1 / 1024, 0.5],
  ],
  [
    [0xff, 0x7f, 0, 0x80, 0, 8],
    [32767 / 1024, -32, 2],
  ],
])('%j are %j g', (bytes, physical) => {
  const batch = new PinetimeDecoder().push(bytesView(bytes), 3);
  expect([...batch!.values]).toEqual(physical);
  expect(batch!.timestampMs).toHaveLength(1);
  expect(batch!.arrivalMs).toBe(3);
});

test.each([[0], [4], [5], [7], [12]])(
  'a value of %i bytes is passed over and counted',
  (length) => {
    const decoder = new PinetimeDecoder();
    expect(decoder.push(bytesView(new Uint8Array(length)), 0)).toBeUndefined();
    expect(decoder.skipped).toBe(1);
  },
);

test('it is listened to, and that is all', async () => {
  const link = new FakeGattLink({ services: [SERVICE] });
  const sink = new FakeSink();
  expect(await pinetime.matches(link)).toBe(true);
  const stream = await pinetime.start(link, sink, options);
  expect(stream.description.channels).toEqual(
    ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'g' })),
  );
  link.notify(RAW, [0, 4, 0, 0, 0, 0]);
  link.notify(RAW, [1]);
  expect(link.log).toEqual([`subscribe ${RAW}`]);
  expect(sink.values).toEqual([1, 0, 0]);
  expect(sink.skippedCount).toBe(1);
});

test('firmware without the value is refused', async () => {
  const link = new FakeGattLink({ services: [SERVICE], refused: [RAW] });
  await expect(pinetime.start(link, new FakeSink(), options)).rejects.toMatchObject({
    code: 'device-protocol',
  });
});
