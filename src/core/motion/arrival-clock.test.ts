import { expect, test } from 'vitest';
import { createRandom } from '../random';
import { ArrivalClock } from './arrival-clock';

/** Batches of 4 frames at 50 Hz that wait 8 to 60 ms; the device's clock began at `originMs`. */
function feed(clock: ArrivalClock, seconds: number, originMs: number, ppm: number, fromS = 0) {
  const random = createRandom(5);
  let hostMs = 0;
  for (let lastMs = fromS * 1000; lastMs < (fromS + seconds) * 1000; lastMs += 80) {
    hostMs = originMs + lastMs / (1 + ppm / 1e6);
    const timestampMs = Float64Array.of(lastMs - 60, lastMs - 40, lastMs - 20, lastMs);
    clock.push({ timestampMs, arrivalMs: hostMs + 8 + 52 * random.next() });
  }
  return hostMs;
}

test('tells the time of frames to within the shortest delay, however much they clump', () => {
  const clock = new ArrivalClock();
  const hostMs = feed(clock, 60, 7000, 0);
  const errorMs = hostMs - 7000 - clock.toFrameMs(hostMs)!;
  expect(errorMs).toBeGreaterThan(7);
  expect(errorMs).toBeLessThan(12);
});

test.each([-150, 150])('follows a clock that is off by %i parts per million for an hour', (ppm) => {
  const clock = new ArrivalClock();
  const hostMs = feed(clock, 3600, 0, ppm);
  const trueMs = hostMs * (1 + ppm / 1e6);
  expect(Math.abs(trueMs - clock.toFrameMs(hostMs)!)).toBeLessThan(14);
});

test('begins again when the device starts its clock again', () => {
  const clock = new ArrivalClock();
  feed(clock, 20, 0, 0, 100);
  const hostMs = feed(clock, 20, 5000, 0);
  expect(Math.abs(hostMs - 5000 - clock.toFrameMs(hostMs)!)).toBeLessThan(14);
});

test('knows nothing before the first frame', () => {
  const clock = new ArrivalClock();
  clock.push({ timestampMs: new Float64Array(0), arrivalMs: 5 });
  expect(clock.toFrameMs(9)).toBeUndefined();
});
