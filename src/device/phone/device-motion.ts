import { ArrivalTimes } from '#core/motion/arrival-times';
import type { Channel } from '#core/motion/frame';
import { GRAVITY_MS2 } from '#core/motion/orientation';
import type { ProfileStream, StreamSink } from '../gatt-link';
import { type PhoneStart, SENSOR_RATE_HZ, SENSORS_WITHIN_MS } from './phone-scope';

const LOOK_MS = 20;

/**
 * `devicemotion` events: acceleration with gravity, and rotation where there is one, of which browsers
 * give x, y and z as alpha, beta and gamma. Unconfirmed: WebKit on iOS gives the acceleration with the
 * opposite sign; it is left as it comes. Times are fitted to arrivals. Undefined where nothing comes.
 */
export async function startDeviceMotion(
  { scope, signal, nowMs }: PhoneStart,
  sink: StreamSink,
): Promise<ProfileStream | undefined> {
  if (!scope.DeviceMotionEvent) return undefined;
  let first: readonly number[] | undefined;
  let isTold = false;
  const times = new ArrivalTimes(SENSOR_RATE_HZ);
  const take = (event: DeviceMotionEvent) => {
    const values = valuesOf(event);
    first ??= values;
    if (!isTold) return;
    if (values?.length !== first?.length) {
      sink.skipped(1);
      return;
    }
    const arrivalMs = nowMs();
    const frame = { values: Float32Array.from(values ?? []), arrivalMs };
    sink.frames({ ...frame, ...times.times(1, arrivalMs) });
  };
  const stop = async () => scope.removeEventListener('devicemotion', take);
  scope.addEventListener('devicemotion', take);
  const startMs = nowMs();
  while (!first && !signal.aborted && nowMs() - startMs <= SENSORS_WITHIN_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  if (!first || signal.aborted) {
    await stop();
    signal.throwIfAborted();
    return undefined;
  }
  isTold = true;
  const names = ['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ'].slice(0, first.length);
  const channels = names.map(
    (name): Channel => ({ name, unit: name.startsWith('acc') ? 'g' : 'dps' }),
  );
  return { description: { channels, nominalRateHz: SENSOR_RATE_HZ, clock: 'host' }, stop };
}

/** g, then degrees a second; computers without sensors send events of nulls. */
function valuesOf(event: DeviceMotionEvent): readonly number[] | undefined {
  const { accelerationIncludingGravity: acceleration, rotationRate: rotation } = event;
  const { x, y, z } = acceleration ?? {};
  if (!(isNumber(x) && isNumber(y) && isNumber(z))) return undefined;
  const g = [x, y, z].map((one) => one / GRAVITY_MS2);
  const { alpha, beta, gamma } = rotation ?? {};
  return isNumber(alpha) && isNumber(beta) && isNumber(gamma) ? [...g, alpha, beta, gamma] : g;
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
