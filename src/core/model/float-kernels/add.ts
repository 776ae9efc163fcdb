import type { AddLayer } from '../graph';
import { activate } from './activation';

/** The sum of two values, number by number. */
export function applyAdd(
  layer: AddLayer,
  left: Float32Array,
  right: Float32Array,
  output: Float32Array,
): void {
  for (let i = 0; i < output.length; i++) {
    output[i] = activate(layer.activation, left[i]! + right[i]!);
  }
}
