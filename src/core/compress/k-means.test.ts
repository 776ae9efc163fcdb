import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '#core/random';
import { kMeans } from './k-means';

const distance = (values: Float64Array, centres: ArrayLike<number>) =>
  values.reduce(
    (sum, value) => sum + Math.min(...Array.from(centres, (centre) => (value - centre) ** 2)),
    0,
  );

/** The least over every way to cut the sorted values into `k` runs. */
function leastByTrial(values: readonly number[], k: number): number {
  if (values.length === 0) return 0;
  if (k === 0) return Number.POSITIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  for (let cut = 1; cut <= values.length; cut++) {
    const run = Float64Array.from(values.slice(0, cut));
    const mean = run.reduce((sum, value) => sum + value, 0) / cut;
    least = Math.min(least, distance(run, [mean]) + leastByTrial(values.slice(cut), k - 1));
  }
  return least;
}

test('k-means in one dimension finds the least distance there is', () => {
  const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 4 }), (numbers, k) => {
      const sorted = Float64Array.from(numbers).sort();
      const centres = kMeans(Float64Array.from(numbers), k);
      expect(centres.length).toBe(Math.min(k, new Set(numbers).size));
      expect([...centres]).toEqual([...centres].sort((a, b) => a - b));
      expect(distance(sorted, centres)).toBeCloseTo(leastByTrial([...sorted], k), 6);
    }),
  );
});

test('k-means of many numbers is next to the best for their density', () => {
  const random = createRandom(5);
  const values = Float64Array.from({ length: 20_000 }, () => random.normal());
  const centres = kMeans(values, 16);
  // Of a normal density, 16 levels (Max 1960): a mean squared error of 0.0095.
  expect(distance(values, centres) / values.length).toBeGreaterThan(0.0088);
  expect(distance(values, centres) / values.length).toBeLessThan(0.01);
});

test('k-means of nothing has no centres', () => {
  expect(kMeans(new Float64Array(), 3)).toHaveLength(0);
});
