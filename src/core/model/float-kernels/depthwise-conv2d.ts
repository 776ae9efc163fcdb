import type { DepthwiseConv2dLayer, Shape } from '../graph';
import { axisOf } from '../shapes';
import { activate } from './activation';

/**
 * A depthwise convolution; output channel c·m + k reads input channel c. Points outside add
 * nothing. The channels of a point are summed side by side, as they lie in memory.
 */
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
  const sums = new Float64Array(outputs);
  let at = 0;
  for (let y = 0; y < to[0]; y++) {
    const top = y * rows.stride - rows.before;
    for (let x = 0; x < to[1]; x++) {
      const left = x * columns.stride - columns.before;
      sums.set(bias);
      for (let ky = Math.max(0, -top); ky < kernel[0] && top + ky < height; ky++) {
        for (let kx = Math.max(0, -left); kx < kernel[1] && left + kx < width; kx++) {
          const point = ((top + ky) * width + left + kx) * channels;
          let weightAt = (ky * kernel[1] + kx) * outputs;
          let channel = 0;
          for (let c = 0; c < channels; c++) {
            const value = input[point + c]!;
            for (let k = 0; k < depthMultiplier; k++)
              sums[channel++]! += value * weights[weightAt++]!;
          }
        }
      }
      for (let channel = 0; channel < outputs; channel++) {
        output[at++] = activate(activation, sums[channel]!);
      }
    }
  }
}
