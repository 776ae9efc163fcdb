import { afterEach, expect, test, vi } from 'vitest';
import { bytesView, FakeGattLink, FakeSink } from '../../../tests/support/fake-gatt-link';
import { OpenEarableDecoder, openearable } from './openearable';
import { planSensors } from './openearable-plan';
import { readScheme, readSchemes } from './openearable-scheme';

const sensorUuid = (part: string) => `34c2e3${part}-34aa-11eb-adc1-0242ac120002`;
const schemeUuid = (part: string) => `caa25c${part}-7e1b-44f2-adc9-e8c06c9ced43`;
const SERVICES = [sensorUuid('bb'), schemeUuid('b7')];
const READINGS = sensorUuid('bc');
const options = { signal: new AbortController().signal, nowMs: () => 0 };

afterEach(() => vi.useRealTimers());

const text = (value: string) => {
  const bytes = new TextEncoder().encode(value);
  return [bytes.length, ...bytes];
};
const bytesOf = (array: ArrayBufferView<ArrayBuffer>) => [...new Uint8Array(array.buffer)];
const floats = (...values: number[]) => bytesOf(Float32Array.from(values));
/** Type, group, name, unit. */
type Component = readonly [number, string, string, string];
const component = ([type, ...texts]: Component) => [type, ...texts.flatMap(text)];
const sensor = (id: number, name: string, components: readonly Component[]) => [
  ...[id, ...text(name), components.length],
  ...components.flatMap(component),
];
const triple = (type: number, group: string, unit: string, prefix = ''): Component[] =>
  ['X', 'Y', 'Z'].map((axis) => [type, group, prefix + axis, unit]);

const F32 = 6;
const IMU_1 = [
  ...triple(F32, 'ACC', 'g', 'ACC_'),
  ...triple(F32, 'GYRO', 'dps', 'GYRO_'),
  ...triple(F32, 'MAG', 'uT', 'MAG_'),
];
const BARO: Component[] = [
  [F32, 'BARO', 'TEMPERATURE', '°C'],
  [F32, 'BARO', 'PRESSURE', 'hPa'],
];
const IMU_2 = [
  ...triple(F32, 'ACCELEROMETER', 'm/s^2'),
  ...triple(F32, 'GYROSCOPE', 'rad/s'),
  ...triple(F32, 'MAGNETOMETER', 'µT'),
];
const NAMES = ['acc', 'gyro', 'mag'].flatMap((one) => ['X', 'Y', 'Z'].map((axis) => one + axis));
const RATES = [0x11, 4, 1, 2, ...floats(25, 60, 100, 50)];
const G = 9.80665;

const plan1 = planSensors(
  readSchemes(bytesView([2, ...sensor(1, 'BARO', BARO), ...sensor(0, 'IMU', IMU_1)])),
);
const plan2 = planSensors([readScheme(bytesView([...sensor(3, 'IMU', IMU_2), ...RATES]))]);

const value1 = (id: number, ms: number, payload: readonly number[]) =>
  bytesView([id, payload.length, ...bytesOf(Uint32Array.of(ms)), ...payload]);
const value2 = (id: number, us: bigint, payload: readonly number[]) =>
  bytesView([id, payload.length, ...bytesOf(BigUint64Array.of(us)), ...payload]);

test('of all sensors the one with motion is planned, its channels named after it', () => {
  expect(plan1.map(({ id, rateHz }) => [id, rateHz])).toEqual([[0, 50]]);
  expect(plan1[0]!.columns.map(({ channel }) => channel.name)).toEqual(NAMES);
  expect(plan1[0]!.columns.map(({ channel }) => channel.unit)).toEqual([
    ...['g', 'g', 'g', 'dps', 'dps', 'dps', 'uT', 'uT', 'uT'],
  ]);
});

test('of the rates that can be streamed the one nearest to 50 Hz is planned', () => {
  // 50 Hz itself, the last, can only be stored.
  expect(plan2[0]).toMatchObject({ rateIndex: 1, rateHz: 60 });
});

test('version 1: u32 ms and floats in the scheme’s order', () => {
  const decoder = new OpenEarableDecoder(1, plan1);
  const batch = decoder.push(value1(0, 4_294_967_290, floats(1, 2, 3, 4, 5, 6, 7, 8, 9)), 0)!;
  expect([...batch.values]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect([...batch.timestampMs]).toEqual([4_294_967_290]);
  // The clock's lap.
  const next = decoder.push(value1(0, 14, floats(0, 0, 0, 0, 0, 0, 0, 0, 0)), 20)!;
  expect([...next.timestampMs]).toEqual([4_294_967_310]);
  expect(next.lostBefore).toBe(0);
});

test('version 2: u64 µs, and units made g, degrees a second and uT', () => {
  const decoder = new OpenEarableDecoder(2, plan2);
  const payload = floats(G, 0, -G, Math.PI, 0, -Math.PI, 7, 8, 9);
  const batch = decoder.push(value2(3, 2n ** 60n, payload), 0)!;
  expect([...batch.values].map((value) => Math.round(value * 1e4) / 1e4)).toEqual([
    ...[1, 0, -1, 180, 0, -180, 7, 8, 9],
  ]);
  const next = decoder.push(value2(3, 2n ** 60n + 16_667n, payload), 17)!;
  expect(next.timestampMs[0]! - batch.timestampMs[0]!).toBeCloseTo(16.667, 6);
});

test('version 2: several readings in one value, their period after them', () => {
  const decoder = new OpenEarableDecoder(2, plan2);
  const reading = (g: number) => floats(g * G, 0, 0, 0, 0, 0, 0, 0, 0);
  const payload = [...reading(1), ...reading(2), ...reading(3), ...bytesOf(Uint16Array.of(5000))];
  const batch = decoder.push(value2(3, 1000n, payload), 0)!;
  expect([...batch.timestampMs]).toEqual([0, 5, 10]);
  expect([0, 9, 18].map((at) => batch.values[at])).toEqual([1, 2, 3]);
  const late = decoder.push(value2(3, 26_000n, payload), 25)!;
  expect(late.lostBefore).toBe(2);
});

test.each([
  [0, 'i8', [0x80], -128],
  [1, 'u8', [0x80], 128],
  [2, 'i16', [0x00, 0x80], -32768],
  [3, 'u16', [0x00, 0x80], 32768],
  [4, 'i32', [0, 0, 0, 0x80], -(2 ** 31)],
  [5, 'u32', [0, 0, 0, 0x80], 2 ** 31],
  [6, 'f32', floats(1.5), 1.5],
  [7, 'f64', bytesOf(Float64Array.of(-0.25)), -0.25],
])('type %i is %s', (type, _, bytes, physical) => {
  const plan = planSensors(
    readSchemes(bytesView([1, ...sensor(9, 'A', triple(type, 'ACC', 'counts'))])),
  );
  const batch = new OpenEarableDecoder(1, plan).push(
    value1(9, 0, [...bytes, ...bytes, ...bytes]),
    0,
  );
  expect([...batch!.values]).toEqual([physical, physical, physical]);
  expect(plan[0]!.columns[0]!.channel.unit).toBe('raw');
});

test('sensors that are read apart are joined by time', () => {
  const plan = planSensors(
    readSchemes(
      bytesView([
        2,
        ...sensor(1, 'GYR', triple(F32, 'GYR', 'dps')),
        ...sensor(0, 'ACC', triple(F32, 'ACC', 'mg')),
      ]),
    ),
  );
  const decoder = new OpenEarableDecoder(1, plan);
  expect(plan.flatMap(({ columns }) => columns.map(({ channel }) => channel.name))).toEqual([
    ...['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ'],
  ]);
  decoder.push(value1(1, 0, floats(0, 0, 10)), 0);
  expect(decoder.push(value1(0, 10, floats(1000, 0, 500)), 0)).toBeUndefined();
  const batch = decoder.push(value1(1, 20, floats(5, 0, 10)), 5)!;
  expect([...batch.timestampMs]).toEqual([10]);
  expect([...batch.values]).toEqual([1, 0, 0.5, 2.5, 0, 10]);
});

test('other sensors, wrong lengths and what is no number are passed over and counted', () => {
  const nine = floats(1, 2, 3, 4, 5, 6, 7, 8, 9);
  const one = new OpenEarableDecoder(1, plan1);
  const two = new OpenEarableDecoder(2, plan2);
  const nonsense1 = [
    bytesView([]),
    bytesView([0, 36, 0, 0, 0, 0]),
    value1(1, 0, floats(1, 2)),
    value1(0, 0, nine.slice(1)),
    value1(0, 0, [...nine, 0]),
    value1(0, 0, [...nine, ...nine, 1, 1]),
    value1(0, 0, floats(1, 2, 3, 4, Number.NaN, 6, 7, 8, 9)),
  ];
  for (const value of nonsense1) expect(one.push(value, 0)).toBeUndefined();
  expect(one.skipped).toBe(nonsense1.length);
  const wrongSize = value2(3, 0n, nine);
  wrongSize.setUint8(1, 35);
  const nonsense2 = [
    wrongSize,
    value2(3, 0n, [...nine, ...nine]),
    value2(3, 0n, [...nine, 1, 1]),
    value2(0, 0n, nine),
  ];
  for (const value of nonsense2) expect(two.push(value, 0)).toBeUndefined();
  expect(two.skipped).toBe(nonsense2.length);
});

test('version 1 is read in one value, and its sensor told 50 Hz, then none', async () => {
  const link = new FakeGattLink({
    services: SERVICES,
    values: { [schemeUuid('b8')]: [1, ...sensor(0, 'IMU', IMU_1)] },
  });
  const sink = new FakeSink();
  expect(await openearable.matches(link)).toBe(true);
  const stream = await openearable.start(link, sink, options);
  expect(stream.description).toMatchObject({ nominalRateHz: 50, clock: 'device' });
  link.notify(READINGS, new Uint8Array(value1(0, 5, floats(0, 0, 1, 0, 0, 0, 0, 0, 0)).buffer));
  link.notify(READINGS, [9, 9, 9]);
  expect(sink.values).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0]);
  expect(sink.skippedCount).toBe(1);
  await stream.stop!();
  expect(link.log).toEqual([
    `read ${schemeUuid('b9')}`,
    `read ${schemeUuid('b8')}`,
    `subscribe ${READINGS}`,
    `write ${sensorUuid('bd')}`,
    `write ${sensorUuid('bd')}`,
  ]);
  expect(link.writes.map(({ bytes }) => [...bytes])).toEqual([
    [0, 0, 0, 0x48, 0x42, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0, 0],
  ]);
});

/** Version 2: a pressure sensor of number 1, motion of number 3. */
function version2(cutAt?: number) {
  const schemes: Readonly<Record<number, readonly number[]>> = {
    1: [...sensor(1, 'BARO', BARO), 0x03],
    3: [...sensor(3, 'IMU', IMU_2), ...RATES],
  };
  return new FakeGattLink({
    services: SERVICES,
    values: { [schemeUuid('b9')]: [2, 1, 3], [schemeUuid('bb')]: schemes[3]! },
    onWrite(link, characteristic, [id = 0]) {
      if (characteristic !== schemeUuid('ba')) return;
      link.notify(schemeUuid('bb'), schemes[id]!.slice(0, id === 3 ? cutAt : undefined));
    },
  });
}

test('version 2 is asked sensor by sensor, and told the index of the rate', async () => {
  const link = version2();
  const stream = await openearable.start(link, new FakeSink(), options);
  expect(stream.description.nominalRateHz).toBe(60);
  await stream.stop!();
  expect(link.log).toEqual([
    `read ${schemeUuid('b9')}`,
    `subscribe ${schemeUuid('bb')}`,
    `write ${schemeUuid('ba')}`,
    `write ${schemeUuid('ba')}`,
    `subscribe ${READINGS}`,
    `write ${sensorUuid('be')}`,
    `write ${sensorUuid('be')}`,
  ]);
  expect(link.writes.map(({ bytes }) => [...bytes])).toEqual([[1], [3], [3, 1, 1], [3, 1, 0]]);
});

test('a scheme that is too long for a notification is read', async () => {
  const link = version2(60);
  const stream = await openearable.start(link, new FakeSink(), options);
  expect(link.log).toContain(`read ${schemeUuid('bb')}`);
  expect(stream.description.channels).toHaveLength(9);
});

test('a device without acceleration is refused with what it has', async () => {
  const link = new FakeGattLink({
    services: SERVICES,
    values: { [schemeUuid('b8')]: [1, ...sensor(1, 'BARO', BARO)] },
  });
  await expect(openearable.start(link, new FakeSink(), options)).rejects.toMatchObject({
    code: 'device-protocol',
    message: 'Fake has no acceleration, only: BARO.',
  });
});

test.each([
  ['a refused configuration', [sensorUuid('bd')], [1, ...sensor(0, 'IMU', IMU_1)]],
  ['a cut scheme', [], [1, ...sensor(0, 'IMU', IMU_1)].slice(0, 40)],
  ['a number of no known type', [], [1, ...sensor(0, 'IMU', triple(8, 'ACC', 'g'))]],
])('%s is told', async (_, refused, scheme) => {
  const values = { [schemeUuid('b8')]: scheme };
  const link = new FakeGattLink({ services: SERVICES, refused, values });
  await expect(openearable.start(link, new FakeSink(), options)).rejects.toMatchObject({
    code: 'device-protocol',
  });
});

test('a sensor that is not described is told after five seconds', async () => {
  vi.useFakeTimers();
  const link = new FakeGattLink({ services: SERVICES, values: { [schemeUuid('b9')]: [1, 7] } });
  const outcome = openearable.start(link, new FakeSink(), options).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(5001);
  expect(await outcome).toMatchObject({ code: 'device-silent' });
});
