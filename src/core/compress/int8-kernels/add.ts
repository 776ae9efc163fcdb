import type { Int8AddLayer, Int8Value } from '../int8-graph';
import {
  activationRange,
  multiplyByQuantisedMultiplier,
  quantiseMultiplier,
} from '../quantised-multiplier';
import type { Int8Kernel } from './kernel';

/** Bits that both terms are shifted up by before they are brought to one scale. */
const LEFT_SHIFT = 20;

/**
 * ADD of two values of one shape, each of its own scale: both are brought to twice the larger of the
 * two scales. TFLM: `reference_integer_ops::Add`.
 */
export function add(
  layer: Int8AddLayer,
  [first, second]: readonly [Int8Value, Int8Value],
  to: Int8Value,
  [left, right]: readonly [Int8Array, Int8Array],
  output: Int8Array,
): Int8Kernel {
  const common = 2 * Math.max(first.quantisation.scale, second.quantisation.scale);
  const leftTerms = terms(first, common);
  const rightTerms = terms(second, common);
  const { scale, zeroPoint } = to.quantisation;
  const { multiplier, shift } = quantiseMultiplier(common / (2 ** LEFT_SHIFT * scale));
  const [lowest, highest] = activationRange(layer.activation, to.quantisation);

  return () => {
    for (let i = 0; i < output.length; i++) {
      const sum = leftTerms[left[i]! + 128]! + rightTerms[right[i]! + 128]!;
      const real = multiplyByQuantisedMultiplier(sum, multiplier, shift) + zeroPoint;
      output[i] = real < lowest ? lowest : real > highest ? highest : real;
    }
  };
}

/** What each of the 256 numbers of a value adds to the sum, at the common scale. */
function terms({ quantisation: { scale, zeroPoint } }: Int8Value, common: number): Int32Array {
  const { multiplier, shift } = quantiseMultiplier(scale / common);
  return Int32Array.from({ length: 256 }, (_, at) =>
    multiplyByQuantisedMultiplier((at - 128 - zeroPoint) << LEFT_SHIFT, multiplier, shift),
  );
}
