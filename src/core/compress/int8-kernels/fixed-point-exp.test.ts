import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  expByDefinition,
  logisticByDefinition,
  reciprocalByDefinition,
  tanhByDefinition,
} from '../../../../tests/support/fixed-point-definition';
import { expOnNegative, logisticOf, reciprocalOfOnePlus, tanhOf } from './fixed-point-exp';

const INT32_MAX = 2 ** 31 - 1;

test("exp and 1/(1 + a) are gemmlowp's to the last bit", () => {
  // Up to −32, but mostly where the exponential is not nothing yet.
  const negative = fc.oneof(
    fc.integer({ min: -(2 ** 31), max: 0 }),
    fc.integer({ min: -(2 ** 29), max: 0 }),
    fc.integer({ min: -(2 ** 25), max: 0 }),
    // Each of the barrel's bits alone.
    fc.integer({ min: 24, max: 30 }).map((bit) => -(2 ** bit)),
  );
  fc.assert(
    fc.property(negative, (a) => {
      expect(expOnNegative(a)).toBe(expByDefinition(a));
    }),
    { numRuns: 3_000 },
  );
  // The series alone; its smallest terms decide once in thousands.
  for (let a = -(2 ** 24); a < 0; a += 509) {
    if (expOnNegative(a) !== expByDefinition(a)) expect.fail(`exp of ${a}`);
  }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: INT32_MAX }), (a) => {
      expect(reciprocalOfOnePlus(a)).toBe(reciprocalByDefinition(a));
    }),
    { numRuns: 2_000 },
  );
});

test('exp in fixed point is within 2^−21 of the real one, as its series of four terms allows', () => {
  const reached = fc.integer({ min: -(2 ** 31), max: 0 });
  fc.assert(
    fc.property(reached, (a) => {
      const real = Math.exp(a / 2 ** 26);
      expect(Math.abs(expOnNegative(a) / 2 ** 31 - real)).toBeLessThan(2 ** -21);
    }),
    { numRuns: 2_000 },
  );
});

test('exp of 0 is the highest number below 1', () => {
  expect(expOnNegative(0)).toBe(INT32_MAX);
});

// Each constant of the barrel is used alone, right after the quarter's series.
test.each([0.25, 0.5, 1, 2, 4, 8, 16])('exp of −%d is right to a millionth', (size) => {
  const got = expOnNegative(-size * 2 ** 26) / 2 ** 31;
  expect(Math.abs(got - Math.exp(-size))).toBeLessThan(1e-6 * Math.max(Math.exp(-size), 1e-2));
});

test('exp falls as its argument does', () => {
  let before = INT32_MAX;
  for (let a = 0; a >= -8 * 2 ** 26; a -= 99_991) {
    const value = expOnNegative(a);
    expect(value).toBeLessThanOrEqual(before);
    before = value;
  }
});

test('1/(1 + a) is within 2^−28 of the real one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: INT32_MAX }), (a) => {
      const real = 1 / (1 + a / 2 ** 31);
      expect(Math.abs(reciprocalOfOnePlus(a) / 2 ** 31 - real)).toBeLessThan(2 ** -28);
    }),
    { numRuns: 2_000 },
  );
  expect(reciprocalOfOnePlus(0)).toBeGreaterThan(INT32_MAX - 16);
});

/** Q4.27, near 0 often. */
const q4 = fc.oneof(
  fc.integer({ min: -INT32_MAX, max: INT32_MAX }),
  fc.integer({ min: -(2 ** 28), max: 2 ** 28 }),
  fc.integer({ min: -300, max: 300 }),
);

test.each([
  ['logistic', logisticOf, logisticByDefinition, (x: number) => 1 / (1 + Math.exp(-x))],
  ['tanh', tanhOf, tanhByDefinition, Math.tanh],
] as const)("%s is gemmlowp's to the last bit, and within 2^−20 of the real one", (...given) => {
  const [, ours, theirs, real] = given;
  fc.assert(
    fc.property(q4, (a) => {
      expect(ours(a)).toBe(theirs(a));
      expect(Math.abs(ours(a) / 2 ** 31 - real(a / 2 ** 27))).toBeLessThan(2 ** -20);
    }),
    { numRuns: 3_000 },
  );
  expect(ours(0)).toBe(real(0) * 2 ** 31);
});
