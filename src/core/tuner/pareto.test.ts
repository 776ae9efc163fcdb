import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paretoFront } from './pareto';

type Point = readonly [score: number, cost: number];
const front = (points: readonly Point[]) =>
  paretoFront(
    points,
    ([score]) => score,
    ([, cost]) => cost,
  );
const beats = (a: Point, b: Point) => a[0] >= b[0] && a[1] <= b[1] && (a[0] > b[0] || a[1] < b[1]);

test('the front holds what no other point beats, and nothing else', () => {
  const coordinate = fc.integer({ min: 0, max: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(coordinate, coordinate)), (points) => {
      const kept = front(points);
      for (const point of kept) expect(points.some((other) => beats(other, point))).toBe(false);
      for (const point of points) {
        if (kept.includes(point)) continue;
        const reason = (other: Point) =>
          beats(other, point) || (other[0] === point[0] && other[1] === point[1]);
        expect(kept.some(reason)).toBe(true);
      }
      for (const [at, point] of kept.slice(1).entries()) {
        expect(point[0]).toBeGreaterThan(kept[at]![0]);
        expect(point[1]).toBeGreaterThan(kept[at]![1]);
      }
    }),
  );
});

test('of equal points the first stands for all', () => {
  const first: Point = [1, 1];
  expect(front([first, [1, 1]])[0]).toBe(first);
  expect(front([first, [1, 1]])).toHaveLength(1);
  expect(front([])).toEqual([]);
});
