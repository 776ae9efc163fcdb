import type { DenseLayer } from '../graph';
import { activate } from './pointwise';

/** A dense layer on a flat value. */
export function applyDense(layer: DenseLayer, input: Float32Array, output: Float32Array): void {
  const { weights, bias, units, activation } = layer;
  let at = 0;
  for (let unit = 0; unit < units; unit++) {
    let sum = bias[unit]!;
    for (let i = 0; i < input.length; i++) sum += input[i]! * weights[at++]!;
    output[unit] = activate(activation, sum);
  }
}
