import { createRandom } from '../../src/core/random';
import { WearableScript } from './wearable-c';

/** A sensor with a clock of its own, and the loop that reads it. */
export interface Sensor {
  readonly rateHz: number;
  /** From one look at the sensor to the next, on average, µs. */
  readonly pollUs: number;
  /** Frames that wait in the sensor; the oldest make way. */
  readonly memory: number;
  readonly seconds: number;
  /** The loop stands still for up to so long, µs, now and then. */
  readonly stallUs: number;
  readonly stallEveryUs?: number;
}

/**
 * Such a sensor's frames on one channel of counts (a frame's place, unscaled by 1/8192), read by a
 * loop; times in ms, by place. `lost`: frames that made way, after the rate was measured.
 */
export function sensorRun(sensor: Sensor, seed: number) {
  const random = createRandom(seed);
  const { rateHz, pollUs, memory, seconds, stallUs, stallEveryUs = 10e6 } = sensor;
  const count = Math.floor(seconds * rateHz);
  const begin = random.next() * 10_000;
  // Warms up: slower by a tenth of a per mille in the end.
  const frames = Array.from(
    { length: count },
    (_, i) => (begin + (i * 1e6 * (1 + (0.0001 * i) / count)) / rateHz) / 1000,
  );
  const script = new WearableScript()
    .init({ nominalRateHz: 0, channels: [{ name: 'place', unit: 'raw', scale: 1 / 8192 }] })
    .radio(247);
  let lost = 0;
  let next = 0;
  // Not while the rate is measured: the clock can't know it by then.
  let stallAt = 5e6;
  for (let nowUs = 0; ; nowUs += pollUs * (0.4 + 1.2 * random.next())) {
    if (stallUs > 0 && nowUs > stallAt) {
      nowUs += stallUs * (0.1 + 0.9 * random.next());
      stallAt = nowUs + stallEveryUs;
    }
    const from = next;
    while (next < count && frames[next]! * 1000 <= nowUs) next++;
    if (next === count) break;
    if (next === from) continue;
    const kept = Math.max(from, next - memory);
    lost += kept - from;
    const foundUs = Math.round(nowUs + 300 * random.next());
    script.read(foundUs, next - kept);
    for (let place = kept; place < next; place++) script.push([place % 32_768]);
    script.poll(foundUs);
  }
  return { script: script.totals(), frames, lost };
}
