import { expect, test } from 'vitest';
import { createRandom } from '#core/random';
import { leastSquaredErrorRange, percentileRange } from './clipped-range';
import { type Histogram, ValueHistogram } from './value-histogram';

/** 201 numbers evenly between −1 and 1, `count` of each, and one far out. */
function withOneFarOut(count: number, farOut: number): Histogram {
  const centres = [...Array.from({ length: 201 }, (_, at) => at / 100 - 1), farOut];
  const counts = [...Array.from({ length: 201 }, () => count), 1];
  return {
    centres: Float64Array.from(centres),
    counts: Float64Array.from(counts),
    total: 201 * count + 1,
  };
}

test('the squared error gives up one number for millions, but not for thousands', () => {
  const range = { lowest: -1, highest: 30 };
  // A clipped number costs its distance squared, a rounded one a twelfth of a step's square at most.
  const forMillions = leastSquaredErrorRange(withOneFarOut(100_000, 30), range);
  expect(forMillions.highest).toBeLessThan(3);
  const forThousands = leastSquaredErrorRange(withOneFarOut(50, 30), range);
  expect(forThousands.highest).toBeGreaterThan(25);
  expect(percentileRange(withOneFarOut(50, 30), range, 99.9).highest).toBeLessThan(1.1);
});

test('the squared error finds the same on the other side', () => {
  const { centres, counts, total } = withOneFarOut(100_000, 30);
  const mirrored = {
    centres: centres.map((centre) => -centre).reverse(),
    counts: counts.toReversed(),
    total,
  };
  const { lowest, highest } = leastSquaredErrorRange(mirrored, { lowest: -30, highest: 1 });
  expect(lowest).toBeGreaterThan(-3);
  expect(highest).toBeCloseTo(1, 1);
});

test('the range found is as good as the best of a fine search over both ends', () => {
  const random = createRandom(4);
  const numbers = Float32Array.from({ length: 300_000 }, () => random.normal());
  const histogram = new ValueHistogram();
  histogram.add(numbers);
  const seen = { lowest: Math.min(...slices(numbers)), highest: -Math.min(...slices(numbers, -1)) };
  const found = leastSquaredErrorRange(histogram.read(), seen);
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at <= 40; at++) {
    const limit = 3 + at / 20;
    least = Math.min(least, roundingError(numbers, -limit, limit));
  }
  expect(roundingError(numbers, found.lowest, found.highest)).toBeLessThan(1.03 * least);
  expect(roundingError(numbers, seen.lowest, seen.highest)).toBeGreaterThan(1.1 * least);
});

test('numbers all above zero keep zero as their low end', () => {
  const histogram = new ValueHistogram();
  histogram.add(Float32Array.from({ length: 100 }, (_, at) => 5 + at / 100));
  const { lowest, highest } = leastSquaredErrorRange(histogram.read(), {
    lowest: 5,
    highest: 5.99,
  });
  expect(lowest).toBe(5);
  expect(highest).toBeCloseTo(5.99, 1);
});

test('a value of nothing but zeros stays as it is', () => {
  const histogram = new ValueHistogram();
  histogram.add(new Float32Array(9));
  const zero = { lowest: 0, highest: 0 };
  expect(leastSquaredErrorRange(histogram.read(), zero)).toEqual(zero);
  expect(percentileRange(histogram.read(), zero, 90)).toEqual(zero);
});

test('a histogram lists numbers ascending, within half a 256th of each, and zeros as one', () => {
  const numbers = Float32Array.of(3.7, -0.001, 0, -0, -1e9, 1e-9, 3.7, Number.NaN, -Infinity);
  const histogram = new ValueHistogram();
  histogram.add(numbers);
  const { centres, counts, total } = histogram.read();
  const expected = [-1e9, -0.001, 0, 1e-9, 3.7];
  expect([...counts]).toEqual([1, 1, 2, 1, 2]);
  expect(total).toBe(7);
  for (const [at, centre] of centres.entries()) {
    expect(Math.abs(centre - expected[at]!)).toBeLessThanOrEqual(Math.abs(expected[at]!) / 512);
  }
});

/** The lowest of each thousand, times `sign`: `Math.min` takes no 300,000 arguments. */
function slices(numbers: Float32Array, sign = 1): number[] {
  const lows: number[] = [];
  for (let at = 0; at < numbers.length; at += 1000) {
    lows.push(Math.min(...numbers.slice(at, at + 1000).map((one) => sign * one)));
  }
  return lows;
}

/** Sum of squares, by the definition. */
function roundingError(numbers: Float32Array, lowest: number, highest: number): number {
  const scale = (highest - lowest) / 255;
  const zeroPoint = Math.round(-128 - lowest / scale);
  let sum = 0;
  for (const number of numbers) {
    const quantised = Math.max(-128, Math.min(127, Math.round(number / scale) + zeroPoint));
    sum += (number - scale * (quantised - zeroPoint)) ** 2;
  }
  return sum;
}
