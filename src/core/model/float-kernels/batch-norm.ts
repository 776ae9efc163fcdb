import type { BatchNormLayer } from '../graph';
import { activate } from './activation';

/** Batch normalisation in inference. */
export function applyBatchNorm(
  layer: BatchNormLayer,
  input: Float32Array,
  output: Float32Array,
): void {
  const { gamma, beta, mean, variance, epsilon, activation } = layer;
  const channels = gamma.length;
  for (let i = 0; i < input.length; i++) {
    const c = i % channels;
    const normal = (input[i]! - mean[c]!) / Math.sqrt(variance[c]! + epsilon);
    output[i] = activate(activation, gamma[c]! * normal + beta[c]!);
  }
}
