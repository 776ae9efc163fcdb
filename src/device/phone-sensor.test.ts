import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FrameBatch } from '#core/motion/frame';
import type { ConnectionEvent } from './device';
import type { GenericSensor, PhoneScope } from './phone/phone-scope';
import { ReadingJoin } from './phone/reading-join';
import { createPhoneSensor } from './phone-sensor';

beforeEach(async () => {
  // What is fetched when it is first needed.
  await import('./phone/generic-sensors');
  await import('./phone/device-motion');
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

class FakeSensor extends EventTarget implements GenericSensor {
  static made: FakeSensor[] = [];
  x: number | null = null;
  y: number | null = null;
  z: number | null = null;
  timestamp: number | null = null;
  isRunning = false;
  readonly options: { frequency: number };
  constructor(options: { frequency: number }) {
    super();
    this.options = options;
    FakeSensor.made.push(this);
  }
  start() {
    this.isRunning = true;
  }
  stop() {
    this.isRunning = false;
  }
  read(x: number, y: number, z: number, timestamp = Date.now()) {
    if (!this.isRunning) return;
    Object.assign(this, { x, y, z, timestamp });
    this.dispatchEvent(new Event('reading'));
  }
  fail(name: string) {
    this.dispatchEvent(Object.assign(new Event('error'), { error: new DOMException('No.', name) }));
  }
}
class Accelerometer extends FakeSensor {}
class Gyroscope extends FakeSensor {}

type MotionListener = (event: DeviceMotionEvent) => void;

function setUp(parts: Partial<PhoneScope>) {
  FakeSensor.made = [];
  const motion = new Set<MotionListener>();
  const scope: PhoneScope = {
    ...parts,
    addEventListener: (_: string, listener: MotionListener) => motion.add(listener),
    removeEventListener: (_: string, listener: MotionListener) => motion.delete(listener),
  };
  const device = createPhoneSensor(scope, () => Date.now());
  const aborter = new AbortController();
  const { signal } = aborter;
  const open = async () => (await device.choose({ signal })).open({ signal });
  const move = (event: unknown) => {
    for (const listener of motion) listener(event as DeviceMotionEvent);
  };
  const sensor = (kind: typeof FakeSensor) => FakeSensor.made.find((one) => one instanceof kind);
  return { device, aborter, signal, open, move, motion, sensor };
}

/** What happens at 60 Hz meanwhile. */
async function meanwhile<T>(
  trying: Promise<T>,
  ms: number,
  tick: () => void,
): Promise<T | unknown> {
  const outcome = trying.catch((error: unknown) => error);
  for (let passed = 0; passed < ms; passed += 16) {
    tick();
    await vi.advanceTimersByTimeAsync(16);
  }
  return outcome;
}

function heard(connection: { listen(listener: (event: ConnectionEvent) => void): unknown }) {
  const events: ConnectionEvent[] = [];
  connection.listen((event) => events.push(event));
  return {
    events,
    batches: () =>
      events.flatMap((event): FrameBatch[] => (event.type === 'frames' ? [event.batch] : [])),
    skipped: () =>
      events.reduce((sum, event) => sum + (event.type === 'skipped' ? event.count : 0), 0),
  };
}

const BOTH = { Accelerometer, Gyroscope };
/** 1 g along Z, turning by half a radian a second about X. */
const MOTION_EVENT = {
  accelerationIncludingGravity: { x: 0, y: 0, z: 9.80665 },
  rotationRate: { alpha: 10, beta: 20, gamma: 30 },
};

async function withBoth() {
  const fake = setUp(BOTH);
  const both = () => {
    fake.sensor(Accelerometer)?.read(0, 0, 9.80665);
    fake.sensor(Gyroscope)?.read(0.5, 0, 0, Date.now() + 3);
  };
  const connection = (await meanwhile(fake.open(), 200, both)) as Awaited<
    ReturnType<typeof fake.open>
  >;
  return { ...fake, both, connection, ...heard(connection) };
}

test('accelerometer and gyroscope become frames in g and degrees, by their own clock', async () => {
  const { connection, sensor, batches } = await withBoth();
  expect(sensor(Accelerometer)?.options.frequency).toBe(60);
  expect(connection.description).toMatchObject({ clock: 'device', nominalRateHz: 60 });
  expect(connection.description.channels.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
    ...['accX g', 'accY g', 'accZ g'],
    ...['gyroX dps', 'gyroY dps', 'gyroZ dps'],
  ]);
  const at = Date.now() + 1000;
  sensor(Accelerometer)?.read(0, -9.80665, 0, at);
  sensor(Gyroscope)?.read(Math.PI, 0, -Math.PI / 2, at + 4);
  expect([...batches().at(-1)!.values].map((one) => Math.round(one * 1000) / 1000)).toEqual([
    0, -1, 0, 180, 0, -90,
  ]);
  expect([...batches().at(-1)!.timestampMs]).toEqual([at]);
});

test('a reading without a partner makes no frame, and is counted', async () => {
  const { sensor, batches, skipped } = await withBoth();
  const at = Date.now() + 1000;
  sensor(Accelerometer)?.read(0, 0, 9.8, at);
  sensor(Accelerometer)?.read(0, 0, 9.8, at + 17);
  sensor(Accelerometer)?.read(0, 0, 9.8, at + 33);
  expect(batches()).toHaveLength(0);
  sensor(Gyroscope)?.read(0, 0, 0, at + 36);
  expect(batches().map(({ timestampMs }) => timestampMs[0])).toEqual([at + 33]);
  expect(skipped()).toBe(2);
});

test('a reading that is told twice is one reading', async () => {
  const { sensor, batches, skipped } = await withBoth();
  const at = Date.now() + 1000;
  for (let i = 0; i < 2; i++) {
    sensor(Accelerometer)?.read(0, 0, 9.8, at);
    sensor(Gyroscope)?.read(0, 0, 0, at);
  }
  expect(batches()).toHaveLength(1);
  expect(skipped()).toBe(0);
});

test('disconnecting stops the sensors', async () => {
  const { connection, sensor, events } = await withBoth();
  await connection.disconnect();
  expect(sensor(Accelerometer)?.isRunning).toBe(false);
  expect(sensor(Gyroscope)?.isRunning).toBe(false);
  expect(events.at(-1)).toEqual({ type: 'closed' });
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  ['is not there', { Accelerometer }, () => undefined],
  ['fails', BOTH, (gyroscope?: FakeSensor) => gyroscope?.fail('NotReadableError')],
  ['says nothing', BOTH, () => undefined],
])('where the gyroscope %s, there is acceleration alone', async (_, parts, act) => {
  const { open, sensor } = setUp(parts);
  const connection = (await meanwhile(open(), 1200, () => {
    sensor(Accelerometer)?.read(0, 0, 9.80665);
    act(sensor(Gyroscope));
  })) as Awaited<ReturnType<typeof open>>;
  expect(connection.description.channels).toHaveLength(3);
  const { batches } = heard(connection);
  sensor(Accelerometer)?.read(0, 0, 9.80665, Date.now() + 20);
  expect(batches().map(({ values }) => values.length)).toEqual([3]);
});

test('sensors that are kept back say so', async () => {
  const { open, sensor } = setUp(BOTH);
  const error = await meanwhile(open(), 500, () => sensor(Accelerometer)?.fail('NotAllowedError'));
  expect(error).toMatchObject({ code: 'permission-denied' });
  expect(sensor(Gyroscope)?.isRunning).toBe(false);
});

test('without that interface, motion events do', async () => {
  const { open, move, motion } = setUp({ DeviceMotionEvent: {} });
  const connection = (await meanwhile(open(), 500, () => move(MOTION_EVENT))) as Awaited<
    ReturnType<typeof open>
  >;
  expect(connection.description.clock).toBe('host');
  const { batches } = heard(connection);
  for (let i = 0; i < 10; i++) {
    await vi.advanceTimersByTimeAsync(16);
    move(MOTION_EVENT);
  }
  expect(batches()).toHaveLength(10);
  expect([...batches()[0]!.values]).toEqual([0, 0, 1, 10, 20, 30]);
  const times = batches().flatMap(({ timestampMs }) => [...timestampMs]);
  expect(times.every((time, index) => index === 0 || time > times[index - 1]!)).toBe(true);
  await connection.disconnect();
  expect(motion.size).toBe(0);
});

test('a broken sensor gives way to motion events', async () => {
  const { open, move, sensor } = setUp({ Accelerometer, DeviceMotionEvent: {} });
  const connection = (await meanwhile(open(), 500, () => {
    sensor(Accelerometer)?.fail('NotReadableError');
    move(MOTION_EVENT);
  })) as Awaited<ReturnType<typeof open>>;
  expect(connection.description.channels).toHaveLength(6);
});

test('a machine whose sensors bring nothing has none', async () => {
  const { open, move, motion } = setUp({ ...BOTH, DeviceMotionEvent: {} });
  const nothing = { accelerationIncludingGravity: { x: null, y: null, z: null } };
  expect(await meanwhile(open(), 6000, () => move(nothing))).toMatchObject({
    code: 'sensors-missing',
  });
  expect(motion.size).toBe(0);
  expect(FakeSensor.made.some(({ isRunning }) => isRunning)).toBe(false);
});

test.each([
  ['granted', undefined],
  ['denied', 'permission-denied'],
] as const)('where motion must be asked for and is %s', async (answer, code) => {
  const requestPermission = vi.fn(async () => answer);
  const { device, signal } = setUp({ DeviceMotionEvent: { requestPermission } });
  const chosen = await device.choose({ signal }).catch((error: unknown) => error);
  expect(requestPermission).toHaveBeenCalledOnce();
  expect((chosen as { code?: string }).code).toBe(code);
});

test('given up while it waits for sensors, they are stopped', async () => {
  const { open, aborter, sensor } = setUp(BOTH);
  const trying = open().catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(200);
  aborter.abort();
  await vi.advanceTimersByTimeAsync(100);
  expect(await trying).toMatchObject({ name: 'AbortError' });
  expect(sensor(Accelerometer)?.isRunning).toBe(false);
});

test('a browser without motion says so', () => {
  const { device } = setUp({ isSecureContext: true });
  expect(device.availability()).toEqual({ state: 'missing', reason: 'no-sensors' });
  expect(setUp({ isSecureContext: false }).device.availability()).toMatchObject({
    reason: 'insecure-page',
  });
});

test('when one sensor falls silent, memory is bounded and joining goes on after it', () => {
  const join = new ReadingJoin();
  const reading = (timestampMs: number) => ({ timestampMs, values: [0, 0, 0] as const });
  for (let at = 0; at < 100_000; at += 16) join.push(0, reading(at));
  expect(join.push(1, reading(100_000 - 16))).toHaveLength(1);
  expect(join.skipped).toBe(100_000 / 16 - 1);
});
