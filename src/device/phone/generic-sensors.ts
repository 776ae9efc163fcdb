import { Failure } from '#core/failure';
import type { Channel } from '#core/motion/frame';
import { GRAVITY_MS2 } from '#core/motion/orientation';
import type { ProfileStream, StreamSink } from '../gatt-link';
import {
  type GenericSensor,
  type PhoneStart,
  SENSOR_RATE_HZ,
  SENSORS_WITHIN_MS,
} from './phone-scope';
import { type Reading, ReadingJoin } from './reading-join';

/** A gyroscope that has said nothing for so long after the accelerometer began is not there, ms. */
const GYROSCOPE_WITHIN_MS = 700;
const LOOK_MS = 20;
const TO_DPS = 180 / Math.PI;

/**
 * The Generic Sensor API: accelerometer with gravity, gyroscope where there is one. Chromium caps
 * both at 60 Hz and rounds to 0.1 m/s² and 0.1 °/s or so. Times are the readings' own. Undefined
 * where this browser has no such sensor; rejects with `Failure` (`permission-denied`).
 */
export async function startGenericSensors(
  { scope, signal, nowMs }: PhoneStart,
  sink: StreamSink,
): Promise<ProfileStream | undefined> {
  const accelerometer = opened(scope.Accelerometer, 1 / GRAVITY_MS2);
  if (!accelerometer) return undefined;
  const gyroscope = opened(scope.Gyroscope, TO_DPS);
  const stop = async () => {
    accelerometer.sensor.stop();
    gyroscope?.sensor.stop();
  };
  try {
    const startMs = nowMs();
    accelerometer.sensor.start();
    gyroscope?.sensor.start();
    for (;;) {
      signal.throwIfAborted();
      const { error } = accelerometer;
      if (error === 'NotAllowedError' || error === 'SecurityError') {
        throw new Failure('permission-denied', 'The browser keeps its motion sensors back.');
      }
      const waitedMs = nowMs() - startMs;
      if (error || (accelerometer.firstMs === undefined && waitedMs > SENSORS_WITHIN_MS)) {
        await stop();
        return undefined;
      }
      const turns = gyroscope?.firstMs !== undefined;
      const alone = !gyroscope || gyroscope.error || waitedMs > SENSORS_WITHIN_MS;
      const sinceMs = nowMs() - (accelerometer.firstMs ?? Number.POSITIVE_INFINITY);
      if (
        accelerometer.firstMs !== undefined &&
        (turns || alone || sinceMs > GYROSCOPE_WITHIN_MS)
      ) {
        if (!turns) gyroscope?.sensor.stop();
        const { tell, channels } = teller(turns, sink, nowMs);
        accelerometer.listener = (reading) => tell(0, reading);
        if (turns && gyroscope) gyroscope.listener = (reading) => tell(1, reading);
        const description = { channels, nominalRateHz: SENSOR_RATE_HZ, clock: 'device' as const };
        return { description, stop };
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  } catch (error) {
    await stop();
    throw error;
  }
}

interface OpenedSensor {
  readonly sensor: GenericSensor;
  /** When the first reading came. */
  firstMs: number | undefined;
  /** Name of the error that ended it. */
  error: string | undefined;
  listener: ((reading: Reading) => void) | undefined;
}

/** `factor` turns the sensor's unit into Nodlab's. Undefined where there is none or it is forbidden. */
function opened(
  Sensor: (new (options: { frequency: number }) => GenericSensor) | undefined,
  factor: number,
): OpenedSensor | undefined {
  if (!Sensor) return undefined;
  let sensor: GenericSensor;
  try {
    sensor = new Sensor({ frequency: SENSOR_RATE_HZ });
  } catch {
    // The page's permission policy forbids it.
    return undefined;
  }
  const state: OpenedSensor = {
    ...{ sensor, firstMs: undefined, error: undefined, listener: undefined },
  };
  sensor.addEventListener('reading', () => {
    const { x, y, z, timestamp } = sensor;
    if (x === null || y === null || z === null || timestamp === null) return;
    state.firstMs ??= timestamp;
    state.listener?.({
      timestampMs: timestamp,
      values: [x * factor, y * factor, z * factor],
    });
  });
  sensor.addEventListener('error', (event) => {
    state.error = (event as Event & { error?: Error }).error?.name ?? 'Error';
  });
  return state;
}

/** Joins readings into frames; without a gyroscope, each reading of the accelerometer is one. */
function teller(turns: boolean, sink: StreamSink, nowMs: () => number) {
  const join = new ReadingJoin();
  const channels = [
    ...['accX', 'accY', 'accZ'].map((name): Channel => ({ name, unit: 'g' })),
    ...(turns ? ['gyroX', 'gyroY', 'gyroZ'] : []).map((name): Channel => ({ name, unit: 'dps' })),
  ];
  const send = ({ timestampMs }: Reading, values: readonly number[]) =>
    sink.frames({
      timestampMs: Float64Array.of(timestampMs),
      values: Float32Array.from(values),
      arrivalMs: nowMs(),
      lostBefore: 0,
    });
  let newestMs = Number.NEGATIVE_INFINITY;
  const tell = (which: 0 | 1, reading: Reading) => {
    if (!turns) {
      if (reading.timestampMs > newestMs) send(reading, reading.values);
      newestMs = Math.max(newestMs, reading.timestampMs);
      return;
    }
    const before = join.skipped;
    for (const [one, other] of join.push(which, reading)) {
      send(one, [...one.values, ...other.values]);
    }
    if (join.skipped > before) sink.skipped(join.skipped - before);
  };
  return { tell, channels };
}
