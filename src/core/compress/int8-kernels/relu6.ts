import type { Quantisation } from '../int8-graph';
import { activationRange } from '../quantised-multiplier';
import type { PointwiseFunction } from './kernel';

/**
 * RELU6: the input's own numbers, clamped. TFLM's `Relu6Quantized` looks at the input's scale alone,
 * so that the output must have the same.
 */
export function relu6(from: Quantisation): PointwiseFunction {
  const [lowest, highest] = activationRange('relu6', from);
  return (value) => Math.min(highest, Math.max(lowest, value));
}
