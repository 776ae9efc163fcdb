import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../random';
import { ClockFit } from './clock-fit';

interface Stretch {
  readonly seconds: number;
  /** Both clocks as the stretch begins, ms. */
  readonly frameMs?: number;
  readonly hostMs?: number;
  readonly skewPpm?: number;
  /** A batch waits up to so long for its turn. */
  readonly waitMs?: number;
  /** Part of the batches that come 100 to 500 ms late. */
  readonly retries?: number;
  readonly leastMs?: number;
  readonly seed?: number;
}

/** Batches of 4 frames every 80 ms of the device's clock, which arrive in turn; how it ended. */
function feed(clock: ClockFit, stretch: Stretch) {
  const { seconds, frameMs = 0, hostMs = 5000, skewPpm = 0, waitMs = 45, retries = 0 } = stretch;
  const random = createRandom(stretch.seed ?? 1);
  const hostOf = (ms: number) => hostMs + (ms - frameMs) / (1 + skewPpm / 1e6);
  const leastMs = stretch.leastMs ?? 0;
  let lastMs = frameMs;
  let latestMs = 0;
  while (lastMs < frameMs + seconds * 1000) {
    lastMs += 80;
    const turnMs = hostOf(lastMs) + leastMs + waitMs * random.next();
    const lateMs = random.next() < retries ? 100 + 400 * random.next() : 0;
    latestMs = Math.max(latestMs, turnMs + lateMs);
    const timestampMs = Float64Array.of(lastMs - 60, lastMs - 40, lastMs - 20, lastMs);
    clock.push({ timestampMs, arrivalMs: latestMs });
  }
  return { lastMs, hostMs: hostOf(lastMs) };
}

function errorMs(clock: ClockFit, end: { lastMs: number; hostMs: number }): number {
  return clock.toHostMs(end.lastMs) - end.hostMs;
}

test('knows nothing before the first frame, and takes the first batch as it comes', () => {
  const clock = new ClockFit();
  clock.push({ timestampMs: new Float64Array(0), arrivalMs: 5 });
  expect(clock.toFrameMs(9)).toBeUndefined();
  expect(clock.toHostMs(9)).toBeNaN();
  expect(clock.skewPpm).toBeUndefined();
  clock.push({ timestampMs: Float64Array.of(980, 1000), arrivalMs: 51_090 });
  expect(clock.toHostMs(1000)).toBe(51_090);
  expect(clock.toFrameMs(51_100)).toBe(1010);
});

test('clumps and retries don’t move it: the batch that waited least tells', () => {
  const clock = new ClockFit();
  const end = feed(clock, { seconds: 60, retries: 0.05 });
  expect(Math.abs(errorMs(clock, end))).toBeLessThan(2);
});

test('what every batch waits can’t be seen, and is all that remains', () => {
  const clock = new ClockFit();
  const end = feed(clock, { seconds: 60, leastMs: 12 });
  expect(errorMs(clock, end)).toBeGreaterThan(10);
  expect(errorMs(clock, end)).toBeLessThan(14);
});

test('offset and skew whatever the link: to 4 ms and 50 ppm after half a minute', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.double({ min: -500, max: 500, noNaN: true }),
      fc.double({ min: 1, max: 60, noNaN: true }),
      fc.double({ min: 0, max: 0.1, noNaN: true }),
      (seed, skewPpm, waitMs, retries) => {
        const clock = new ClockFit();
        const end = feed(clock, { seconds: 40, seed, skewPpm, waitMs, retries });
        expect(Math.abs(errorMs(clock, end))).toBeLessThan(4);
        const told = clock.skewPpm;
        if (told !== undefined) expect(Math.abs(told - skewPpm)).toBeLessThan(120);
      },
    ),
  );
});

test.each([-300, 35, 5000])('an hour of a clock %i ppm fast, to a few ppm', (skewPpm) => {
  const clock = new ClockFit();
  const end = feed(clock, { seconds: 3600, skewPpm, retries: 0.02 });
  expect(Math.abs(errorMs(clock, end))).toBeLessThan(1);
  expect(Math.abs(clock.skewPpm! - skewPpm)).toBeLessThan(8);
});

test('a crystal that warms up is followed', () => {
  const clock = new ClockFit();
  let end = { lastMs: 0, hostMs: 5000 };
  for (let minute = 0; minute < 60; minute++) {
    const { lastMs: frameMs, hostMs } = end;
    end = feed(clock, { seconds: 60, frameMs, hostMs, skewPpm: minute, seed: minute });
    if (minute > 0) expect(Math.abs(errorMs(clock, end))).toBeLessThan(3);
  }
  expect(clock.skewPpm).toBeGreaterThan(50);
});

test('begins again when the device starts its clock again', () => {
  const clock = new ClockFit();
  const { hostMs } = feed(clock, { seconds: 100, frameMs: 500_000 });
  const end = feed(clock, { seconds: 5, frameMs: 0, hostMs: hostMs + 3000 });
  expect(Math.abs(errorMs(clock, end))).toBeLessThan(10);
});

test('begins again when this machine slept and its clock stood still', () => {
  const clock = new ClockFit();
  const { lastMs, hostMs } = feed(clock, { seconds: 100 });
  const end = feed(clock, { seconds: 5, frameMs: lastMs + 60_000, hostMs });
  expect(Math.abs(errorMs(clock, end))).toBeLessThan(10);
});

test('a device whose clock stood still is found again within 12 s', () => {
  const clock = new ClockFit();
  const { lastMs, hostMs } = feed(clock, { seconds: 100 });
  const end = feed(clock, { seconds: 12, frameMs: lastMs, hostMs: hostMs + 700 });
  expect(Math.abs(errorMs(clock, end))).toBeLessThan(10);
});

test('the skew is not told before it can be', () => {
  const clock = new ClockFit();
  feed(clock, { seconds: 15, skewPpm: 100 });
  expect(clock.skewPpm).toBeUndefined();
});

test('there and back is the same time', () => {
  const clock = new ClockFit();
  const { hostMs } = feed(clock, { seconds: 60, skewPpm: 300 });
  expect(clock.toHostMs(clock.toFrameMs(hostMs)!)).toBeCloseTo(hostMs, 6);
});
