import type { DenseLayer } from '../graph';
import { activate } from './activation';

/** A dense layer on a flat value. Four units share each number read; each sums in order. */
export function applyDense(layer: DenseLayer, input: Float32Array, output: Float32Array): void {
  const { weights, bias, units, activation } = layer;
  const size = input.length;
  const last = units - 1;
  for (let unit = 0; unit < units; unit += 4) {
    // Beyond the last unit the last is taken again.
    const second = Math.min(unit + 1, last);
    const third = Math.min(unit + 2, last);
    const fourth = Math.min(unit + 3, last);
    let a = bias[unit]!;
    let b = bias[second]!;
    let c = bias[third]!;
    let d = bias[fourth]!;
    for (let i = 0; i < size; i++) {
      const value = input[i]!;
      a += value * weights[unit * size + i]!;
      b += value * weights[second * size + i]!;
      c += value * weights[third * size + i]!;
      d += value * weights[fourth * size + i]!;
    }
    output[unit] = activate(activation, a);
    output[second] = activate(activation, b);
    output[third] = activate(activation, c);
    output[fourth] = activate(activation, d);
  }
}
