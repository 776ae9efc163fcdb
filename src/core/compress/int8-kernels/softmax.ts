import type { Int8Value } from '../int8-graph';
import { clampInt8 } from '../quantise-values';
import {
  type QuantisedMultiplier,
  quantiseMultiplier,
  roundingDivideByPowerOfTwo,
  saturatingRoundingDoublingHighMul,
} from '../quantised-multiplier';
import { expOnNegative, reciprocalOfOnePlus } from './fixed-point-exp';
import type { Int8Kernel } from './kernel';

/** Whole bits of the scaled difference (Q5.26) and of the sum of exponentials (Q12.19). */
const DIFFERENCE_BITS = 5;
const SUM_BITS = 12;
/** Exponential of a difference too large to count. */
const LEFT_OUT = -1;

/**
 * SOFTMAX over the channels with beta 1; the output's scale is 1/256, its zero point −128. TFLM:
 * `reference_ops::Softmax` on int8.
 */
export function softmax(from: Int8Value, input: Int8Array, output: Int8Array): Int8Kernel {
  const channels = from.shape[2];
  const points = from.shape[0] * from.shape[1];
  const exponentials = exponentialTable(from.quantisation.scale);

  return () => {
    for (let point = 0; point < points; point++) {
      const start = point * channels;
      let highest = -128;
      for (let channel = 0; channel < channels; channel++) {
        const value = input[start + channel]!;
        if (value > highest) highest = value;
      }
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) {
        const exponential = exponentials[highest - input[start + channel]!]!;
        if (exponential !== LEFT_OUT) sum += roundingDivideByPowerOfTwo(exponential, SUM_BITS);
      }
      const headroom = Math.clz32(sum);
      const reciprocal = reciprocalOfOnePlus(((sum << headroom) >>> 0) - 2 ** 31);
      const exponent = SUM_BITS - headroom + 31 - 8;
      for (let channel = 0; channel < channels; channel++) {
        const exponential = exponentials[highest - input[start + channel]!]!;
        output[start + channel] =
          exponential === LEFT_OUT
            ? -128
            : clampInt8(
                roundingDivideByPowerOfTwo(
                  saturatingRoundingDoublingHighMul(reciprocal, exponential),
                  exponent,
                ) - 128,
              );
      }
    }
  };
}

/** exp(−d · scale) in Q0.31 for each int8 difference d, `LEFT_OUT` beyond the kernel's limit. */
export function exponentialTable(scale: number): Int32Array {
  const { multiplier, shift } = differenceFactor(scale);
  const limit = Math.floor(((2 ** DIFFERENCE_BITS - 1) * 2 ** (31 - DIFFERENCE_BITS)) / 2 ** shift);
  return Int32Array.from({ length: 256 }, (_, difference) =>
    difference > limit
      ? LEFT_OUT
      : expOnNegative(saturatingRoundingDoublingHighMul(-difference << shift, multiplier)),
  );
}

/** From a difference of int8 numbers to Q5.26. */
export function differenceFactor(scale: number): QuantisedMultiplier {
  return quantiseMultiplier(Math.min(scale * 2 ** (31 - DIFFERENCE_BITS), 2 ** 31 - 1));
}
