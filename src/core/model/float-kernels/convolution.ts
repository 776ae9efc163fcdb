import type { Conv2dLayer, DepthwiseConv2dLayer, Shape } from '../graph';
import { axisOf } from '../shapes';
import { activate } from './pointwise';

/** A convolution; points outside add nothing. */
export function applyConv2d(
  layer: Conv2dLayer,
  from: Shape,
  to: Shape,
  input: Float32Array,
  output: Float32Array,
): void {
  const { kernel, strides, padding, weights, bias, filters, activation } = layer;
  const [height, width, channels] = from;
  const rows = axisOf(height, kernel[0], strides[0], padding);
  const columns = axisOf(width, kernel[1], strides[1], padding);
  let at = 0;
  for (let y = 0; y < to[0]; y++) {
    for (let x = 0; x < to[1]; x++) {
      const top = y * rows.stride - rows.before;
      const left = x * columns.stride - columns.before;
      for (let filter = 0; filter < filters; filter++) {
        let sum = bias[filter]!;
        for (let ky = Math.max(0, -top); ky < kernel[0] && top + ky < height; ky++) {
          for (let kx = Math.max(0, -left); kx < kernel[1] && left + kx < width; kx++) {
            const point = ((top + ky) * width + left + kx) * channels;
            const weightAt = ((filter * kernel[0] + ky) * kernel[1] + kx) * channels;
            for (let c = 0; c < channels; c++) sum += input[point + c]! * weights[weightAt + c]!;
          }
        }
        output[at++] = activate(activation, sum);
      }
    }
  }
}

/** A depthwise convolution; output channel c·m + k reads input channel c. */
export function applyDepthwiseConv2d(
  layer: DepthwiseConv2dLayer,
  from: Shape,
  to: Shape,
  input: Float32Array,
  output: Float32Array,
): void {
  const { kernel, strides, padding, weights, bias, depthMultiplier, activation } = layer;
  const [height, width, channels] = from;
  const outputs = to[2];
  const rows = axisOf(height, kernel[0], strides[0], padding);
  const columns = axisOf(width, kernel[1], strides[1], padding);
  let at = 0;
  for (let y = 0; y < to[0]; y++) {
    for (let x = 0; x < to[1]; x++) {
      const top = y * rows.stride - rows.before;
      const left = x * columns.stride - columns.before;
      for (let channel = 0; channel < outputs; channel++) {
        const source = Math.floor(channel / depthMultiplier);
        let sum = bias[channel]!;
        for (let ky = Math.max(0, -top); ky < kernel[0] && top + ky < height; ky++) {
          for (let kx = Math.max(0, -left); kx < kernel[1] && left + kx < width; kx++) {
            const point = ((top + ky) * width + left + kx) * channels + source;
            sum += input[point]! * weights[(ky * kernel[1] + kx) * outputs + channel]!;
          }
        }
        output[at++] = activate(activation, sum);
      }
    }
  }
}
