import type { Activation } from '#core/model/graph';
import type { Quantisation } from './int8-graph';
import { roundHalfAway } from './quantise-values';

/**
 * Fixed-point arithmetic of TensorFlow Lite's and gemmlowp's reference kernels (both Apache-2.0),
 * written anew, in the double-rounding build that TensorFlow Lite Micro makes by default. All
 * arguments and results are int32.
 */

const INT32_MIN = -2147483648;
const INT32_MAX = 2147483647;

/** A real factor as `multiplier · 2^(shift − 31)`; the multiplier is 0 or in [2^30, 2^31). */
export interface QuantisedMultiplier {
  readonly multiplier: number;
  readonly shift: number;
}

/** The nearest fixed-point factor to a real one ≥ 0. TensorFlow Lite: `QuantizeMultiplier`. */
export function quantiseMultiplier(real: number): QuantisedMultiplier {
  if (real === 0) return { multiplier: 0, shift: 0 };
  // frexp: real = fraction · 2^shift with the fraction in [0.5, 1). Halving is exact.
  let fraction = real;
  let shift = 0;
  for (; fraction >= 1; fraction /= 2) shift += 1;
  for (; fraction < 0.5; fraction *= 2) shift -= 1;

  let multiplier = roundHalfAway(fraction * 2 ** 31);
  if (multiplier === 2 ** 31) {
    multiplier = 2 ** 30;
    shift += 1;
  }
  if (shift < -31) return { multiplier: 0, shift: 0 };
  if (shift > 30) return { multiplier: INT32_MAX, shift: 30 };
  return { multiplier, shift };
}

/** `a · b / 2^31`, rounded, saturating. gemmlowp: `SaturatingRoundingDoublingHighMul`. */
export function saturatingRoundingDoublingHighMul(a: number, b: number): number {
  if (a === INT32_MIN && b === INT32_MIN) return INT32_MAX;
  // floor((a·b + 2^30) / 2^31) with b split in 16-bit halves, so that every term is exact in a
  // float64: the low half of the sum, below 2^16, cannot change the quotient.
  const high = a * (b >> 16);
  const low = Math.floor((a * (b & 0xffff) + 0x40000000) / 0x10000);
  return Math.floor((high + low) / 0x8000);
}

/** `x / 2^exponent`, halves away from zero. gemmlowp: `RoundingDivideByPOT`, exponent 0…31. */
export function roundingDivideByPowerOfTwo(x: number, exponent: number): number {
  const mask = ((1 << exponent) - 1) | 0;
  const remainder = x & mask;
  const threshold = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> exponent) + (remainder > threshold ? 1 : 0);
}

/** `x` times the factor, rounded twice. TensorFlow Lite: `MultiplyByQuantizedMultiplier`. */
export function multiplyByQuantisedMultiplier(
  x: number,
  multiplier: number,
  shift: number,
): number {
  const shifted = shift > 0 ? x << shift : x;
  const product = saturatingRoundingDoublingHighMul(shifted, multiplier);
  return shift < 0 ? roundingDivideByPowerOfTwo(product, -shift) : product;
}

/** The int8 range that a fused activation leaves, `[lowest, highest]`; float32 division as TFLM. */
export function activationRange(
  activation: Activation,
  { scale, zeroPoint }: Quantisation,
): readonly [number, number] {
  if (activation === 'none') return [-128, 127];
  const lowest = Math.max(-128, zeroPoint);
  if (activation === 'relu') return [lowest, 127];
  return [lowest, Math.min(127, zeroPoint + roundHalfAway(Math.fround(6 / scale)))];
}
