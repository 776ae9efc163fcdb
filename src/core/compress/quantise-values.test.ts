import { expect, test } from 'vitest';
import { dequantise, quantiseInto, roundHalfAway } from './quantise-values';

test.each([
  [0.5, 1],
  [-0.5, -1],
  [1.4999, 1],
  [-2.5, -3],
  [2.5, 3],
  [-0.4999, 0],
])('%d rounds to %i, halves away from zero', (real, whole) => {
  expect(roundHalfAway(real) + 0).toBe(whole);
});

test('a value is divided in float32, not multiplied by a reciprocal, and clamped', () => {
  const quantised = (value: number, scale: number, zeroPoint = 0) => {
    const out = new Int8Array(1);
    quantiseInto(Float32Array.of(value), { scale, zeroPoint }, out);
    return out[0];
  };
  // Halves of a step, where a quotient in float64 or times a reciprocal falls on the other side.
  expect(quantised(1.5 * Math.fround(0.001), Math.fround(0.001))).toBe(2);
  expect(quantised(2.5 * Math.fround(0.007), Math.fround(0.007))).toBe(3);
  expect(quantised(-49.5 * Math.fround(0.003), Math.fround(0.003))).toBe(-49);
  expect(quantised(0.25, Math.fround(0.1), 3)).toBe(6);
  expect([100, -100].map((value) => quantised(value, 0.1, 3))).toEqual([127, -128]);
});

test('a value stands for a float32', () => {
  const scale = Math.fround(0.1);
  expect(dequantise({ scale, zeroPoint: 3 }, 6)).toBe(Math.fround(scale * 3));
});
