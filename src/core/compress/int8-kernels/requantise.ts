import type { Quantisation } from '../int8-graph';
import { clampInt8 } from '../quantise-values';
import { multiplyByQuantisedMultiplier, quantiseMultiplier } from '../quantised-multiplier';
import type { PointwiseFunction } from './kernel';

/** QUANTIZE from one int8 scale to another. TFLM: `reference_ops::Requantize`. */
export function requantise(from: Quantisation, to: Quantisation): PointwiseFunction {
  const { multiplier, shift } = quantiseMultiplier(from.scale / to.scale);
  return (value) =>
    clampInt8(
      multiplyByQuantisedMultiplier(value - from.zeroPoint, multiplier, shift) + to.zeroPoint,
    );
}
