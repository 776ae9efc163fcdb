import { expect, test, vi } from 'vitest';
import { bytesView, FakeGattLink, FakeSink } from '../../../tests/support/fake-gatt-link';
import { Tf4MicroDecoder, tf4micro, tf4microChannels } from './tf4micro';

const uuid = (part: string) => `81c30e5c-${part}-4f7d-a886-de3e90749161`;
const SERVICE = uuid('0000');
const MOTION = uuid('1001');
const options = { signal: new AbortController().signal, nowMs: () => 0 };
const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

// 0x3e800000 is 0.25, 0xbf000000 is -0.5, 0x3f800000 is 1.
const QUARTER = [0x00, 0x00, 0x80, 0x3e];
const MINUS_HALF = [0x00, 0x00, 0x00, 0xbf];
const ONE = [0x00, 0x00, 0x80, 0x3f];
const ZERO = [0, 0, 0, 0];

test.each([
  [
    'six floats',
    [ZERO, ZERO, QUARTER, MINUS_HALF, ONE, ZERO],
    [0, 0, 1, -1000, 2000, 0],
    ['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ'],
  ],
  [
    'nine floats',
    [QUARTER, MINUS_HALF, ONE, ONE, QUARTER, ZERO, MINUS_HALF, ONE, QUARTER],
    [1, -2, 4, 2000, 500, 0, -25, 50, 12.5],
    ['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ', 'magX', 'magY', 'magZ'],
  ],
])('%s are multiplied by their full scales', (_, parts, physical, names) => {
  const value = bytesView(parts.flat());
  const channels = tf4microChannels(value.byteLength)!;
  const batch = new Tf4MicroDecoder(channels).push(value, 10);
  expect(channels.map(({ name }) => name)).toEqual(names);
  expect([...batch!.values]).toEqual(physical);
  expect(batch!.timestampMs).toHaveLength(1);
});

test('what is cut, of another length or no number is passed over and counted', () => {
  const decoder = new Tf4MicroDecoder(tf4microChannels(24)!);
  for (const bytes of [
    new Uint8Array(0),
    new Uint8Array(20),
    new Uint8Array(36),
    floats(0, 0, Number.NaN, 0, 0, 0),
    floats(0, Number.POSITIVE_INFINITY, 0, 0, 0, 0),
  ]) {
    expect(decoder.push(bytesView(bytes), 0)).toBeUndefined();
  }
  expect(decoder.push(bytesView(new Uint8Array(24)), 0)).toBeDefined();
  expect(decoder.skipped).toBe(5);
});

test('it is told to provide motion, and what comes first says how many channels', async () => {
  const link = new FakeGattLink({
    services: [SERVICE],
    refused: [uuid('2005')],
    onWrite(device, characteristic, bytes) {
      if (characteristic === uuid('3001') && bytes[0] === 4) {
        device.notify(MOTION, new Uint8Array(20));
        device.notify(MOTION, floats(0.25, 0, 0, 0, 0, 0));
      }
    },
  });
  const sink = new FakeSink();
  expect(await tf4micro.matches(link)).toBe(true);
  const stream = await tf4micro.start(link, sink, options);
  expect(stream.description.channels).toHaveLength(6);
  expect(stream.description.channels[3]).toEqual({ name: 'gyroX', unit: 'dps', fullScale: 2000 });
  link.notify(MOTION, floats(0, 0, 0.5, 0, 0, 0));
  expect(sink.values).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0]);
  link.notify(MOTION, new Uint8Array(36));
  expect(sink.skippedCount).toBe(1);
  await stream.stop!();
  expect(link.writes.map(({ characteristic, bytes }) => [characteristic, ...bytes])).toEqual([
    [uuid('3001'), 4],
    [uuid('3001'), 1],
  ]);
});

test('the magnetometer is asked for where there is one', async () => {
  const link = new FakeGattLink({
    services: [SERVICE],
    onWrite: (device, characteristic) =>
      characteristic === uuid('3001') && device.notify(MOTION, new Uint8Array(36)),
  });
  const stream = await tf4micro.start(link, new FakeSink(), options);
  expect(link.writes[0]).toEqual({ characteristic: uuid('2005'), bytes: Uint8Array.of(0) });
  expect(stream.description.channels).toHaveLength(9);
});

test('a kit that sends nothing is silent after five seconds', async () => {
  vi.useFakeTimers();
  const link = new FakeGattLink({ services: [SERVICE] });
  const outcome = tf4micro.start(link, new FakeSink(), options).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(5001);
  expect(await outcome).toMatchObject({ code: 'device-silent' });
  vi.useRealTimers();
});
