import { afterEach, expect, test, vi } from 'vitest';
import { bytesView, FakeGattLink, FakeSink } from '../../../tests/support/fake-gatt-link';
import { PolarDecoder, polar } from './polar';
import { POLAR_ACC, POLAR_GYRO } from './polar-frames';

const SERVICE = 'fb005c80-02e7-f387-1cad-8acd2d8df0c8';
const CONTROL = 'fb005c81-02e7-f387-1cad-8acd2d8df0c8';
const READINGS = 'fb005c82-02e7-f387-1cad-8acd2d8df0c8';
const options = { signal: new AbortController().signal, nowMs: () => 0 };

afterEach(() => vi.useRealTimers());

const H10_ACC = [0, 4, 25, 0, 50, 0, 100, 0, 200, 0, 1, 1, 16, 0, 2, 3, 2, 0, 4, 0, 8, 0];
const VERITY_ACC = [0, 1, 52, 0, 1, 1, 16, 0, 2, 1, 8, 0, 4, 1, 3];
const VERITY_GYRO = [0, 1, 52, 0, 1, 1, 16, 0, 2, 4, 250, 0, 0xf4, 1, 0xe8, 3, 0xd0, 7, 4, 1, 3];
/** A factor of a quarter. */
const FACTOR = [5, 1, 0, 0, 0x80, 0x3e];
const FIRST_NS = 599_616_000_123_456_789n;

/** A device that answers as its maker's documents say. */
function device(
  features: number,
  settings: Readonly<Record<number, readonly number[]>>,
  statusOf: (command: number, sensor: number) => number = () => 0,
) {
  return new FakeGattLink({
    name: 'Polar',
    services: [SERVICE],
    values: { [CONTROL]: [0x0f, features] },
    onWrite(link, characteristic, [command = 0, sensor = 0]) {
      if (characteristic !== CONTROL) return;
      const status = statusOf(command, sensor);
      const told = command === 1 ? settings[sensor]! : command === 2 ? FACTOR : [];
      link.notify(CONTROL, [0xf0, command, sensor, status, ...(status === 0 ? [0, ...told] : [])]);
    },
  });
}

function frame(sensor: number, ms: number, type: number, content: readonly number[]): number[] {
  const ns = FIRST_NS + BigInt(Math.round(ms * 1e6));
  return [sensor, ...new Uint8Array(BigUint64Array.of(ns).buffer), type, ...content];
}
const int16 = (...values: number[]) => [...new Uint8Array(Int16Array.from(values).buffer)];

test('the H10 is asked what it offers, and told 50 Hz and 8 g', async () => {
  const link = device(0b0000_0101, { [POLAR_ACC]: H10_ACC });
  const sink = new FakeSink();
  const stream = await polar.start(link, sink, options);
  expect(link.log).toEqual([
    `subscribe ${CONTROL}`,
    `read ${CONTROL}`,
    `subscribe ${READINGS}`,
    `write ${CONTROL}`,
    `write ${CONTROL}`,
  ]);
  expect(stream.description).toEqual({
    channels: ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'g', fullScale: 8 })),
    nominalRateHz: 50,
    clock: 'device',
  });
  link.notify(READINGS, frame(POLAR_ACC, 0, 1, int16(1000, 0, -1000, 0, 500, 0)));
  link.notify(READINGS, [1, 2, 3]);
  expect(sink.values).toEqual([1, 0, -1, 0, 0.5, 0]);
  expect([...sink.batches[0]!.timestampMs]).toEqual([-20, 0]);
  expect(sink.skippedCount).toBe(1);
  await stream.stop!();
  expect(link.writes.map(({ bytes }) => [...bytes])).toEqual([
    [1, 2],
    [2, 2, 0, 1, 50, 0, 1, 1, 16, 0, 2, 1, 8, 0],
    [3, 2],
  ]);
});

test('the Verity Sense is told to stream both sensors, which are joined', async () => {
  const link = device(0b0110_1110, { [POLAR_ACC]: VERITY_ACC, [POLAR_GYRO]: VERITY_GYRO });
  const sink = new FakeSink();
  const stream = await polar.start(link, sink, options);
  expect(link.writes.map(({ bytes }) => [...bytes])).toEqual([
    [1, 2],
    [2, 2, 0, 1, 52, 0, 1, 1, 16, 0, 2, 1, 8, 0, 4, 1, 3],
    [1, 5],
    [2, 5, 0, 1, 52, 0, 1, 1, 16, 0, 2, 1, 0xd0, 7, 4, 1, 3],
  ]);
  expect(stream.description.channels.map(({ name, fullScale }) => [name, fullScale])).toEqual([
    ...['accX', 'accY', 'accZ'].map((name) => [name, 8]),
    ...['gyroX', 'gyroY', 'gyroZ'].map((name) => [name, 2000]),
  ]);
  const period = 1000 / 52;
  link.notify(READINGS, frame(POLAR_GYRO, 0, 0x80, [...int16(4, 8, 12), 4, 1, 0x44, 0x04]));
  // Half a period before the second rotation: half way between the two. The factor is a quarter.
  link.notify(READINGS, frame(POLAR_ACC, -period / 2, 0x80, int16(4, 0, -4)));
  expect(sink.values).toEqual([1, 0, -1, 1.5, 2.5, 3.5]);
});

test('a stream left over from a broken link is stopped and started again', async () => {
  let starts = 0;
  const link = device(0b100, { [POLAR_ACC]: H10_ACC }, (command) =>
    command === 2 && ++starts === 1 ? 6 : 0,
  );
  await polar.start(link, new FakeSink(), options);
  expect(link.writes.map(({ bytes }) => bytes[0])).toEqual([1, 2, 3, 2]);
});

test('where rotation is refused, acceleration goes on alone', async () => {
  const link = device(
    0b10_0100,
    { [POLAR_ACC]: VERITY_ACC, [POLAR_GYRO]: VERITY_GYRO },
    (command, sensor) => (command === 2 && sensor === POLAR_GYRO ? 12 : 0),
  );
  const stream = await polar.start(link, new FakeSink(), options);
  expect(stream.description.channels).toHaveLength(3);
});

test.each([
  [13, 'Polar does not start sensor 2: it is on its charger.'],
  [5, 'Polar does not start sensor 2: status 5.'],
])('status %i is told in words', async (status, message) => {
  const link = device(0b100, { [POLAR_ACC]: H10_ACC }, (command) => (command === 2 ? status : 0));
  await expect(polar.start(link, new FakeSink(), options)).rejects.toMatchObject({
    code: 'device-protocol',
    message,
  });
});

test('a device without acceleration, or that offers no rate, is refused', async () => {
  for (const link of [device(0b1, {}), device(0b100, { [POLAR_ACC]: [1, 1, 16, 0] })]) {
    await expect(polar.start(link, new FakeSink(), options)).rejects.toMatchObject({
      code: 'device-protocol',
    });
  }
});

test('a device that does not answer is silent after five seconds', async () => {
  vi.useFakeTimers();
  const link = new FakeGattLink({ services: [SERVICE], values: { [CONTROL]: [0x0f, 4] } });
  const outcome = polar.start(link, new FakeSink(), options).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(5001);
  expect(await outcome).toMatchObject({ code: 'device-silent' });
});

test('a notification that is missing shows as lost readings', () => {
  const decoder = new PolarDecoder([{ sensor: POLAR_ACC, rateHz: 50, factor: 1 }]);
  const push = (ms: number) =>
    decoder.push(bytesView(frame(POLAR_ACC, ms, 1, int16(0, 0, 0, 0, 0, 0))), ms);
  push(0);
  expect(push(40)?.lostBefore).toBe(0);
  expect(push(120)?.lostBefore).toBe(2);
});

test('another sensor’s frames and damaged ones are passed over and counted', () => {
  const decoder = new PolarDecoder([{ sensor: POLAR_ACC, rateHz: 50, factor: 1 }]);
  const nonsense = [
    [],
    frame(POLAR_GYRO, 0, 0x80, int16(1, 2, 3)),
    frame(POLAR_ACC, 0, 1, [1, 2, 3]),
    frame(0, 0, 0, [1, 2, 3]),
  ];
  for (const bytes of nonsense) expect(decoder.push(bytesView(bytes), 0)).toBeUndefined();
  expect(decoder.skipped).toBe(nonsense.length);
});
