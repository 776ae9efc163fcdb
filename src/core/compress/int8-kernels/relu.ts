import type { Quantisation } from '../int8-graph';
import {
  activationRange,
  multiplyByQuantisedMultiplier,
  quantiseMultiplier,
} from '../quantised-multiplier';
import type { PointwiseFunction } from './kernel';

/** RELU, to the output's own scale. TFLM: `ReluQuantized`. */
export function relu(from: Quantisation, to: Quantisation): PointwiseFunction {
  const { multiplier, shift } = quantiseMultiplier(from.scale / to.scale);
  const [lowest, highest] = activationRange('relu', to);
  return (value) => {
    const real =
      multiplyByQuantisedMultiplier(value - from.zeroPoint, multiplier, shift) + to.zeroPoint;
    return Math.min(highest, Math.max(lowest, real));
  };
}
