import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  divideByDefinition,
  factorByDefinition,
  highMulByDefinition,
  multiplyByDefinition,
} from '../../../tests/support/fixed-point-definition';
import {
  activationRange,
  multiplyByQuantisedMultiplier,
  quantiseMultiplier,
  roundingDivideByPowerOfTwo,
  saturatingRoundingDoublingHighMul,
} from './quantised-multiplier';

const INT32_MIN = -(2 ** 31);
const INT32_MAX = 2 ** 31 - 1;

/** int32, the edges often. */
const int32 = fc.oneof(
  fc.integer({ min: INT32_MIN, max: INT32_MAX }),
  fc.integer({ min: -300, max: 300 }),
  fc.constantFrom(INT32_MIN, INT32_MIN + 1, -(2 ** 30), 2 ** 30, INT32_MAX - 1, INT32_MAX),
);

describe('the rounding doubling high product', () => {
  test("is gemmlowp's on any two int32", () => {
    fc.assert(
      fc.property(int32, int32, (a, b) => {
        expect(saturatingRoundingDoublingHighMul(a, b)).toBe(highMulByDefinition(a, b));
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    [INT32_MIN, INT32_MIN, INT32_MAX],
    [INT32_MIN, INT32_MAX, -INT32_MAX],
    [2 ** 30, 1, 1],
    // Half of a step below zero goes up: the nudge is one short of a half.
    [-(2 ** 30), 1, 0],
    [2 ** 30 - 1, 1, 0],
  ])('of %i and %i is %i', (a, b, product) => {
    expect(saturatingRoundingDoublingHighMul(a, b) + 0).toBe(product);
  });
});

describe('the rounding division by a power of two', () => {
  test('takes the nearest, halves away from zero, on any int32', () => {
    fc.assert(
      fc.property(int32, fc.integer({ min: 0, max: 31 }), (x, exponent) => {
        expect(roundingDivideByPowerOfTwo(x, exponent)).toBe(divideByDefinition(x, exponent) + 0);
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    [5, 1, 3],
    [-5, 1, -3],
    [-6, 2, -2],
    [6, 2, 2],
    [-1, 1, -1],
    [-1, 2, 0],
    [INT32_MIN, 31, -1],
    [INT32_MAX, 31, 1],
    [7, 0, 7],
  ])('of %i by 2^%i is %i', (x, exponent, quotient) => {
    expect(roundingDivideByPowerOfTwo(x, exponent) + 0).toBe(quotient);
  });
});

describe('a quantised multiplier', () => {
  test('is within half a step of 31 bits, its multiplier in [2^30, 2^31)', () => {
    const real = fc.double({ min: 2 ** -30, max: 2 ** 20, noNaN: true });
    fc.assert(
      fc.property(real, (value) => {
        const { multiplier, shift } = quantiseMultiplier(value);
        expect(multiplier).toBeGreaterThanOrEqual(2 ** 30);
        expect(multiplier).toBeLessThan(2 ** 31);
        const step = 2 ** (shift - 31);
        expect(Math.abs(multiplier * step - value)).toBeLessThanOrEqual(step / 2);
        expect(factorByDefinition(value)).toEqual({ multiplier, shift });
      }),
    );
  });

  test.each([
    [0, 0, 0],
    [1, 2 ** 30, 1],
    [0.5, 2 ** 30, 0],
    [0.75, 3 * 2 ** 29, 0],
    // Rounds up to 2^31, which is one half with a shift more.
    [1 - 2 ** -40, 2 ** 30, 1],
    // Exactly half a step: away from zero.
    [0.5 + 2 ** -32, 2 ** 30 + 1, 0],
    [2 ** -32, 2 ** 30, -31],
    [2 ** -33, 0, 0],
    [2 ** 30 - 1, 2 ** 31 - 2, 30],
    // Beyond what a shift of 30 holds.
    [2 ** 30, INT32_MAX, 30],
    [2 ** 40, INT32_MAX, 30],
  ])('of %d is %i with shift %i', (real, multiplier, shift) => {
    expect(quantiseMultiplier(real)).toEqual({ multiplier, shift });
  });

  test('is applied in two roundings, as the default build does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(2 ** 24), max: 2 ** 24 }),
        fc.integer({ min: 2 ** 30, max: INT32_MAX }),
        fc.integer({ min: -20, max: 6 }),
        (x, multiplier, shift) => {
          const twice = multiplyByDefinition(x, { multiplier, shift });
          expect(multiplyByQuantisedMultiplier(x, multiplier, shift)).toBe(twice);
        },
      ),
      { numRuns: 2_000 },
    );
    // 1.499…: 1 in one rounding; the first of two makes it 1.5, the second 2.
    expect(multiplyByQuantisedMultiplier(3, INT32_MAX, -1)).toBe(2);
  });
});

describe('the range of a fused activation', () => {
  test.each([
    ['none', 0.1, 10, [-128, 127]],
    ['relu', 0.1, 10, [10, 127]],
    ['relu', 0.1, -128, [-128, 127]],
    ['relu6', 0.1, 10, [10, 70]],
    ['relu6', 0.1, 100, [100, 127]],
    // 6 / scale is a half in float32, a little less in float64: away from zero.
    ['relu6', Math.fround(6 / 8.5), -128, [-128, -119]],
    ['relu6', Math.fround(6 / 13.5), 0, [0, 14]],
  ] as const)('%s at scale %d and zero point %i', (activation, scale, zeroPoint, range) => {
    expect(activationRange(activation, { scale, zeroPoint })).toEqual(range);
  });
});
