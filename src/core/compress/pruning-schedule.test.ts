import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sparsityAt } from './pruning-schedule';

test('four epochs to 80 % go up as the cubic of Zhu and Gupta does', () => {
  const seen = [1, 2, 3, 4].map((epoch) => sparsityAt(0.8, epoch, 4));
  const expected = [0.8 * (1 - 27 / 64), 0.8 * (1 - 1 / 8), 0.8 * (1 - 1 / 64), 0.8];
  for (const [at, value] of expected.entries()) expect(seen[at]).toBeCloseTo(value, 12);
});

test('an exponent of one is a straight line', () => {
  expect(sparsityAt(0.6, 1, 3, 1)).toBeCloseTo(0.2, 12);
});

test('without epochs the last sparsity holds at once', () => {
  expect(sparsityAt(0.5, 0, 0)).toBe(0.5);
});

test('sparsity never falls, stays below its end and reaches it exactly', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, fc.integer({ min: 1, max: 60 }), (final, epochs) => {
      let before = 0;
      for (let epoch = 1; epoch <= epochs; epoch++) {
        const now = sparsityAt(final, epoch, epochs);
        expect(now).toBeGreaterThanOrEqual(before);
        expect(now).toBeLessThanOrEqual(final);
        before = now;
      }
      expect(before).toBe(final);
    }),
  );
});
