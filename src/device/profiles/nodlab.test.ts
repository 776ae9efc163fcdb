import { expect, test } from 'vitest';
import { FakeGattLink, FakeSink } from '../../../tests/support/fake-gatt-link';
import { nodlab } from './nodlab';

const SERVICE = '6e6f6400-6c61-4b2d-8f2d-5a1c0d9e7b31';
const DESCRIPTION = '6e6f6401-6c61-4b2d-8f2d-5a1c0d9e7b31';
const MOTION = '6e6f6402-6c61-4b2d-8f2d-5a1c0d9e7b31';
/** Two channels at 50 Hz: `accX` in g at 1/8192, `gyroX` in °/s at 1/16. */
const DESCRIBED = [
  [0x01, 0x02, 0x00, 0x00, 0x00, 0x00, 0x48, 0x42],
  [0x01, 0x04, 0x00, 0x00, 0x00, 0x39, 0x61, 0x63, 0x63, 0x58],
  [0x02, 0x05, 0x00, 0x00, 0x80, 0x3d, 0x67, 0x79, 0x72, 0x6f, 0x58],
].flat();
/** Two frames from number 7 on, 20 ms apart, at 1 s of the device's clock. */
const PACKET = [
  [0x07, 0x00, 0x20, 0x4e, 0x40, 0x42, 0x0f, 0x00],
  [0x00, 0x20, 0xf0, 0xff],
  [0x00, 0xe0, 0x10, 0x00],
].flat();
const options = { signal: new AbortController().signal, nowMs: () => 0 };

test('the description says what the counts of a packet are', async () => {
  const link = new FakeGattLink({ services: [SERVICE], values: { [DESCRIPTION]: DESCRIBED } });
  const sink = new FakeSink();
  expect(await nodlab.matches(link)).toBe(true);
  const { description } = await nodlab.start(link, sink, options);
  expect(description).toEqual({
    nominalRateHz: 50,
    clock: 'device',
    channels: [
      { name: 'accX', unit: 'g', fullScale: 4 },
      { name: 'gyroX', unit: 'dps', fullScale: 2048 },
    ],
  });
  link.notify(MOTION, PACKET, 3);
  expect([...sink.batches[0]!.timestampMs]).toEqual([1000, 1020]);
  expect(sink.values).toEqual([1, -1, -1, 1]);
  expect(sink.batches[0]).toMatchObject({ arrivalMs: 3, lostBefore: 0 });
});

test('a packet that is cut or comes twice is passed over and counted', async () => {
  const link = new FakeGattLink({ services: [SERVICE], values: { [DESCRIPTION]: DESCRIBED } });
  const sink = new FakeSink();
  await nodlab.start(link, sink, options);
  link.notify(MOTION, PACKET);
  link.notify(MOTION, PACKET);
  link.notify(MOTION, PACKET.slice(0, -1));
  expect(sink.batches).toHaveLength(1);
  expect(sink.skippedCount).toBe(2);
});
