import { afterEach, expect, test, vi } from 'vitest';
import { bytesView, FakeGattLink, FakeSink } from '../../../tests/support/fake-gatt-link';
import { MovesenseDecoder, movesense } from './movesense';

const SERVICE = '34802252-7185-4d5d-b431-630e7050e8f0';
const COMMAND = '34800001-7185-4d5d-b431-630e7050e8f0';
const NOTIFY = '34800002-7185-4d5d-b431-630e7050e8f0';
const options = { signal: new AbortController().signal, nowMs: () => 0 };
const SUBSCRIBE = [1, 99, ...new TextEncoder().encode('/Meas/IMU6/52')];
const G = 9.80665;

afterEach(() => vi.useRealTimers());

/** Two readings at `ms`: all accelerations, then all rotations. */
function payload(ms: number, acceleration = [0, 0, G, G, 0, -G], rotation = [1, 2, 3, 4, 5, 6]) {
  const floats = Float32Array.from([...acceleration, ...rotation]);
  return [...new Uint8Array(Uint32Array.of(ms).buffer), ...new Uint8Array(floats.buffer)];
}
const readings = (ms: number) => bytesView([2, 99, ...payload(ms)]);

test('all accelerations come first, then all rotations; the clock is that of the first', () => {
  const decoder = new MovesenseDecoder();
  expect(decoder.push(readings(1000), 0)).toBeUndefined();
  // The second whole value shows that there are no second parts.
  const batch = decoder.push(readings(1038), 38)!;
  expect([...batch.values]).toEqual([
    ...[0, 0, 1, 1, 2, 3, 1, 0, -1, 4, 5, 6],
    ...[0, 0, 1, 1, 2, 3, 1, 0, -1, 4, 5, 6],
  ]);
  const [first, second, third, fourth] = batch.timestampMs;
  expect([first, third]).toEqual([1000, 1038]);
  expect(second).toBeCloseTo(1019.23, 2);
  expect(fourth).toBeCloseTo(1057.23, 2);
  expect(decoder.push(readings(1077), 77)?.timestampMs[0]).toBe(1077);
  expect(decoder.skipped).toBe(0);
});

test('readings in two parts are put together wherever they were cut', () => {
  for (const cut of [1, 4, 5, 28, 29, 51]) {
    const decoder = new MovesenseDecoder();
    const whole = payload(500);
    const send = (ms: number) => {
      const bytes = ms === 500 ? whole : payload(ms);
      expect(decoder.push(bytesView([2, 99, ...bytes.slice(0, cut)]), ms)).toBeUndefined();
      return decoder.push(bytesView([3, 99, ...bytes.slice(cut)]), ms);
    };
    expect([...send(500)!.values]).toEqual([0, 0, 1, 1, 2, 3, 1, 0, -1, 4, 5, 6]);
    expect(send(538)!.timestampMs[0]).toBe(538);
    expect(decoder.skipped).toBe(0);
  }
});

test('a lost part loses its readings alone, and the hole shows', () => {
  const decoder = new MovesenseDecoder();
  const part = (kind: number, ms: number) => {
    const bytes = payload(ms);
    return bytesView([kind, 99, ...(kind === 2 ? bytes.slice(0, 28) : bytes.slice(28))]);
  };
  decoder.push(part(2, 0), 0);
  decoder.push(part(3, 0), 0);
  decoder.push(part(2, 38), 38);
  decoder.push(part(2, 77), 77);
  expect(decoder.skipped).toBe(1);
  expect(decoder.push(part(3, 77), 77)?.lostBefore).toBe(2);
  expect(decoder.push(part(3, 77), 77)).toBeUndefined();
  expect(decoder.skipped).toBe(2);
});

test('a stray second part, or none any more, does not end the stream', () => {
  const decoder = new MovesenseDecoder();
  decoder.push(bytesView([3, 99, 1, 2]), 0);
  decoder.push(bytesView([2, 99, ...payload(0).slice(0, 28)]), 0);
  decoder.push(bytesView([3, 99, ...payload(0).slice(28)]), 0);
  const batches = [1, 2, 3, 4, 5, 6, 7].map((at) => decoder.push(readings(38 * at), 38 * at));
  expect(batches.map((batch) => batch?.timestampMs.length ?? 0)).toEqual([0, 0, 0, 0, 0, 4, 2]);
  expect(decoder.skipped).toBe(1 + 4);
});

test('answers are no readings; what can’t be used is passed over and counted', () => {
  const decoder = new MovesenseDecoder();
  expect(decoder.push(bytesView([1, 99, 200, 0]), 0)).toBeUndefined();
  expect(decoder.skipped).toBe(0);
  const nonsense = [
    [],
    [2],
    [2, 98, ...payload(0)],
    [7, 99, ...payload(0)],
    [3, 99, ...payload(0)],
    [2, 99, ...new Uint8Array(2000)],
  ];
  for (const bytes of nonsense) expect(decoder.push(bytesView(bytes), 0)).toBeUndefined();
  expect(decoder.skipped).toBe(nonsense.length);
});

test.each([
  ['cut', payload(0).slice(0, 27)],
  ['only its time', payload(0).slice(0, 4)],
  ['no numbers', payload(0, [Number.NaN, 0, 0, 0, 0, 0])],
])('a whole value that is %s is passed over and counted', (_, bytes) => {
  const decoder = new MovesenseDecoder();
  decoder.push(readings(0), 0);
  decoder.push(readings(38), 38);
  expect(decoder.push(bytesView([2, 99, ...bytes]), 77)).toBeUndefined();
  expect(decoder.skipped).toBe(1);
});

test('it is asked for motion, its answer is waited for, and it is told to stop', async () => {
  const link = new FakeGattLink({
    services: [SERVICE],
    onWrite: (device, _, [command]) => command === 1 && device.notify(NOTIFY, [1, 99, 200, 0]),
  });
  const sink = new FakeSink();
  const stream = await movesense.start(link, sink, options);
  link.notify(NOTIFY, [2, 99, ...payload(0)]);
  link.notify(NOTIFY, [2, 99, ...payload(38)]);
  expect(sink.values).toHaveLength(24);
  await stream.stop!();
  expect(link.log).toEqual([`subscribe ${NOTIFY}`, `write ${COMMAND}`, `write ${COMMAND}`]);
  expect(link.writes.map(({ bytes }) => [...bytes])).toEqual([SUBSCRIBE, [2, 99]]);
});

test('readings say yes where the answer was lost', async () => {
  const link = new FakeGattLink({
    services: [SERVICE],
    onWrite: (device) => device.notify(NOTIFY, [2, 99, ...payload(0)]),
  });
  await expect(movesense.start(link, new FakeSink(), options)).resolves.toBeDefined();
});

test('a refusal is told with its status', async () => {
  const link = new FakeGattLink({
    services: [SERVICE],
    onWrite: (device) => device.notify(NOTIFY, [1, 99, 0x94, 0x01]),
  });
  await expect(movesense.start(link, new FakeSink(), options)).rejects.toMatchObject({
    code: 'device-protocol',
    message: 'Fake refuses /Meas/IMU6/52: status 404.',
  });
});

test('a refused write is told', async () => {
  const link = new FakeGattLink({ services: [SERVICE], refused: [COMMAND] });
  await expect(movesense.start(link, new FakeSink(), options)).rejects.toMatchObject({
    code: 'device-protocol',
  });
});

test('a sensor that does not answer is silent after five seconds', async () => {
  vi.useFakeTimers();
  const link = new FakeGattLink({ services: [SERVICE] });
  const outcome = movesense.start(link, new FakeSink(), options).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(5001);
  expect(await outcome).toMatchObject({ code: 'device-silent' });
});
