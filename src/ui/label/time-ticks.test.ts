import { expect, test } from 'vitest';
import { tickStepMs, timeText } from './time-ticks';

test('ticks stand apart by the least round step that leaves room for their text', () => {
  expect(tickStepMs(0.1, 72)).toBe(1000);
  expect(tickStepMs(1, 72)).toBe(100);
  expect(tickStepMs(0.0001, 72)).toBe(1_800_000);
  expect(tickStepMs(1e-9, 72)).toBe(3_600_000);
});

test('times are seconds at first and minutes later, as exact as the ticks are', () => {
  expect(timeText(12_000, 1000)).toBe('12 s');
  expect(timeText(12_500, 500)).toBe('12.5 s');
  expect(timeText(12_540, 20)).toBe('12.54 s');
  expect(timeText(62_500, 500)).toBe('1:02.5');
  expect(timeText(59_960, 100)).toBe('1:00.0');
  expect(timeText(600_000, 60_000)).toBe('10:00');
});
