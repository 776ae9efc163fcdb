import { expect, test } from 'vitest';
import { LowerLine } from './lower-line';

const line = (points: readonly (readonly [number, number])[]) => {
  const lower = new LowerLine({ window: 30_000, slope: 20, leastSpan: 1000 });
  for (const [x, y] of points) lower.push(x, y);
  return lower;
};

test('the line lies below points that are late, along those that are not', () => {
  const points = Array.from({ length: 200 }, (_, x) => [x, 25 * x + (x % 5) * 3] as const);
  expect(line(points).slope).toBeCloseTo(25, 9);
  expect(line(points).at(100)).toBeCloseTo(2500, 9);
});

test.each([
  [
    'of one moment',
    [
      [1, 26],
      [2, 26],
      [3, 9639],
    ],
  ],
  [
    'of one number',
    [
      // The first is out of the window when the last comes.
      [1, 0],
      [2, 40_000],
      [2, 42_000],
    ],
  ],
] as const)('two points %s tell no slope of nothing, nor one without end', (_, points) => {
  const { slope } = line(points);
  expect(slope).toBeGreaterThan(0);
  expect(slope).toBeLessThan(Number.POSITIVE_INFINITY);
});
