import type { Activation, BatchNormLayer } from '../graph';

/** A fused activation on one real number. */
export function activate(activation: Activation, value: number): number {
  if (activation === 'none' || Number.isNaN(value)) return value;
  if (value < 0) return 0;
  return activation === 'relu6' && value > 6 ? 6 : value;
}

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

/** Softmax over the channels of every point. */
export function applySoftmax(channels: number, input: Float32Array, output: Float32Array): void {
  for (let start = 0; start < input.length; start += channels) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < channels; c++) highest = Math.max(highest, input[start + c]!);
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += Math.exp(input[start + c]! - highest);
    for (let c = 0; c < channels; c++) {
      output[start + c] = Math.exp(input[start + c]! - highest) / sum;
    }
  }
}
