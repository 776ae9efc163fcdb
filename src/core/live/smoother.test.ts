import { expect, test } from 'vitest';
import { Smoother } from './smoother';

const scores = (...values: number[]) => Float32Array.from(values);

test('the mean covers what came within the time, ends included', () => {
  const smoother = new Smoother(2, 200, 100);
  expect([...smoother.push(0, scores(1, 0))]).toEqual([1, 0]);
  expect([...smoother.push(100, scores(0, 1))]).toEqual([0.5, 0.5]);
  expect(smoother.push(200, scores(0, 1))[1]).toBeCloseTo(2 / 3);
  expect([...smoother.push(300, scores(0, 1))]).toEqual([0, 1]);
});

test('what lies before a hole in time does not count', () => {
  const smoother = new Smoother(1, 200, 100);
  smoother.push(0, scores(1));
  expect(smoother.push(500, scores(0))[0]).toBe(0);
});

test('after clear the next scores stand alone', () => {
  const smoother = new Smoother(1, 200, 100);
  smoother.push(0, scores(1));
  smoother.clear();
  expect(smoother.push(100, scores(0.25))[0]).toBe(0.25);
});

test('times that are sums of fractions are not pushed out of the mean', () => {
  const hopMs = 1000 / 15;
  const smoother = new Smoother(1, 3 * hopMs, hopMs);
  for (let i = 0; i < 100; i++) smoother.push(1e7 + i * hopMs, scores(i % 4));
  expect(smoother.push(1e7 + 100 * hopMs, scores(0))[0]).toBeCloseTo((1 + 2 + 3 + 0) / 4);
});
