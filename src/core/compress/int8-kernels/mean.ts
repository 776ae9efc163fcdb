import type { Int8Value } from '../int8-graph';
import { clampInt8 } from '../quantise-values';
import { multiplyByQuantisedMultiplier, quantiseMultiplier } from '../quantised-multiplier';
import type { Int8Kernel } from './kernel';

/**
 * MEAN over height and width. TFLM: `reference_ops::QuantizedMeanOrSum`, which divides the
 * fixed-point multiplier itself by the count and truncates.
 */
export function mean(
  from: Int8Value,
  to: Int8Value,
  input: Int8Array,
  output: Int8Array,
): Int8Kernel {
  const channels = from.shape[2];
  const count = from.shape[0] * from.shape[1];
  const { zeroPoint } = to.quantisation;
  const { multiplier, shift } = meanFactor(from.quantisation.scale / to.quantisation.scale, count);
  const start = -from.quantisation.zeroPoint * count;
  const sums = new Int32Array(channels);

  return () => {
    sums.fill(start);
    let at = 0;
    for (let point = 0; point < count; point++) {
      for (let channel = 0; channel < channels; channel++) sums[channel]! += input[at++]!;
    }
    for (let channel = 0; channel < channels; channel++) {
      output[channel] = clampInt8(
        multiplyByQuantisedMultiplier(sums[channel]!, multiplier, shift) + zeroPoint,
      );
    }
  };
}

/** The factor from a sum of `count` values to their mean at the output's scale. */
export function meanFactor(real: number, count: number): { multiplier: number; shift: number } {
  const whole = quantiseMultiplier(real);
  const spare = Math.min(31 - Math.clz32(count), 32, 31 + whole.shift);
  // 64-bit, once a layer: multiplier << spare passes 2^53.
  const multiplier = Number((BigInt(whole.multiplier) << BigInt(spare)) / BigInt(count));
  return { multiplier, shift: whole.shift - spare };
}
