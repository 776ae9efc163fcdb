import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { logDomain, logTicks, shareDomain, shareTicks } from './trade-off-scale';

const sizes = fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 40 });
const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 });

test('every size stands inside its axis, not on the edge', () => {
  fc.assert(
    fc.property(sizes, (values) => {
      const [low, high] = logDomain(values);
      for (const value of values) {
        expect(value).toBeGreaterThan(low);
        expect(value).toBeLessThan(high);
      }
    }),
  );
});

test('ticks rise, are few, and at least two', () => {
  fc.assert(
    fc.property(sizes, (values) => {
      const ticks = logTicks(logDomain(values));
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
      expect(new Set(ticks).size).toBe(ticks.length);
    }),
  );
});

test('ticks are round numbers', () => {
  expect(logTicks([900, 60_000])).toEqual([1000, 2000, 5000, 10_000, 20_000, 50_000]);
  expect(logTicks([2900, 7500])).toEqual([3000, 5000, 7000]);
});

test('zero has no place on a logarithmic axis and is left out', () => {
  const [low] = logDomain([0, 100, 1000]);
  expect(low).toBeGreaterThan(50);
});

test('shares stand inside an axis that ends on round numbers within 0 to 1', () => {
  fc.assert(
    fc.property(shares, (values) => {
      const [low, high] = shareDomain(values);
      expect(low).toBeLessThan(high);
      expect(low).toBeLessThanOrEqual(Math.min(...values));
      expect(high).toBeGreaterThanOrEqual(Math.max(...values));
      for (const end of [low, high])
        expect(Math.abs(end * 20 - Math.round(end * 20))).toBeLessThan(1e-6);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
    }),
  );
  expect(shareDomain([0.93, 0.97])).toEqual([0.9, 1]);
});

test('ticks of shares are round, within the axis, and three to seven', () => {
  fc.assert(
    fc.property(shares, (values) => {
      const [low, high] = shareDomain(values);
      const ticks = shareTicks([low, high]);
      expect(ticks.length).toBeGreaterThanOrEqual(3);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(ticks[0]).toBeGreaterThanOrEqual(low);
      expect(ticks.at(-1)).toBeLessThanOrEqual(high);
      for (const tick of ticks)
        expect(
          Math.abs(tick * 50 - Math.round(tick * 50)) < 1e-6 ||
            Math.abs(tick * 20 - Math.round(tick * 20)) < 1e-6,
        ).toBe(true);
    }),
  );
  expect(shareTicks([0.85, 1])).toEqual([0.85, 0.9, 0.95, 1]);
  expect(shareTicks([0, 1])).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
});
