import { expect, test } from 'vitest';
import { FrameClock, RunningMean } from './frame-clock';

const packet = (lastMs: number, arrivalMs: number) => ({
  timestampMs: Float64Array.of(lastMs - 20, lastMs),
  arrivalMs,
});

test('the packet that came soonest tells how the clocks lie', () => {
  const clock = new FrameClock();
  clock.push(packet(1000, 51_090));
  expect(clock.toHostMs(1000)).toBe(51_090);
  clock.push(packet(1040, 51_045));
  expect(clock.toHostMs(1040)).toBe(51_045);
  clock.push(packet(1080, 51_200));
  expect(clock.toHostMs(1080)).toBeCloseTo(51_085, 1);
});

test('a device whose clock runs slow is followed', () => {
  const clock = new FrameClock();
  for (let ms = 0; ms <= 600_000; ms += 40) clock.push(packet(ms, ms * 1.00005 + 7));
  expect(clock.toHostMs(600_000)).toBeCloseTo(600_000 * 1.00005 + 7, 1);
});

test('a clock that begins anew is taken as it comes', () => {
  const clock = new FrameClock();
  clock.push(packet(500_000, 600_000));
  clock.push(packet(20, 700_000));
  expect(clock.toHostMs(20)).toBe(700_000);
});

test('a mean covers the last numbers alone', () => {
  const mean = new RunningMean(3);
  expect(mean.mean).toBe(0);
  for (const value of [100, 1, 2, 3]) mean.push(value);
  expect(mean.mean).toBe(2);
});
