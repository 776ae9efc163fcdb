import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom, deriveSeed } from './random';

const draw = (seed: number, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

test('a seed is one sequence, the same in every browser', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      expect(draw(seed, 20)).toEqual(draw(seed, 20));
    }),
  );
  // Written down once: a change here changes every demo, split and training run.
  expect(draw(1, 3).map((value) => Math.round(value * 2 ** 32))).toEqual([
    2420951833, 2513034076, 3847892949,
  ]);
});

test('numbers are spread evenly over [0, 1)', () => {
  const values = draw(3, 20_000);
  const bins = new Array(10).fill(0);
  for (const value of values) bins[Math.floor(value * 10)]++;
  expect(bins).toHaveLength(10);
  // Deviation of a bin is about 42.
  for (const count of bins) expect(Math.abs(count - 2000)).toBeLessThan(200);
});

test('near seeds are unrelated', () => {
  const one = draw(41, 5000);
  const other = draw(42, 5000);
  const covariance =
    one.reduce((sum, value, i) => sum + (value - 0.5) * (other[i]! - 0.5), 0) / one.length;
  // Deviation of the correlation of independent numbers is 0.014.
  expect(Math.abs(covariance * 12)).toBeLessThan(0.06);
});

test('normal numbers have mean 0, deviation 1 and thin tails', () => {
  const random = createRandom(9);
  const values = Array.from({ length: 20_000 }, () => random.normal());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(square - 1)).toBeLessThan(0.05);
  const beyondTwo = values.filter((value) => Math.abs(value) > 2).length / values.length;
  expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.006);
});

test('whole numbers stay below n and reach every one', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 12 }), (seed, n) => {
      const random = createRandom(seed);
      const seen = new Set(Array.from({ length: 300 }, () => random.integer(n)));
      expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    }),
  );
});

test('shuffling keeps every item, in place, and every order can come out', () => {
  const orders = new Map<string, number>();
  const random = createRandom(5);
  for (let i = 0; i < 6000; i++) {
    const items = ['a', 'b', 'c'];
    expect(random.shuffle(items)).toBe(items);
    orders.set(items.join(''), (orders.get(items.join('')) ?? 0) + 1);
  }
  expect([...orders.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test('derived seeds depend on seed and salt alone and hardly ever meet', () => {
  const seeds = new Set<number>();
  for (let seed = 0; seed < 60; seed++) {
    for (let salt = 0; salt < 60; salt++) seeds.add(deriveSeed(seed, salt));
  }
  expect(seeds.size).toBe(3600);
  expect(deriveSeed(12, 34)).toBe(deriveSeed(12, 34));
});
