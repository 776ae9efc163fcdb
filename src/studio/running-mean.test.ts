import { expect, test } from 'vitest';
import { RunningMean } from './running-mean';

test('a mean covers the last numbers alone', () => {
  const mean = new RunningMean(3);
  expect(mean.mean).toBe(0);
  for (const value of [100, 1, 2, 3]) mean.push(value);
  expect(mean.mean).toBe(2);
});
