import { axisOf } from '#core/model/shapes';
import type { Int8PoolLayer, Int8Value } from '../int8-graph';
import type { Int8Kernel } from './kernel';

/**
 * AVERAGE_POOL_2D over the points inside, halves away from zero. Input and output have the same
 * scale and zero point. TFLM: `reference_integer_ops::AveragePool`.
 */
export function averagePool2d(
  layer: Int8PoolLayer,
  from: Int8Value,
  input: Int8Array,
  output: Int8Array,
): Int8Kernel {
  const [height, width, channels] = from.shape;
  const rows = axisOf(height, layer.size[0], layer.strides[0], layer.padding);
  const columns = axisOf(width, layer.size[1], layer.strides[1], layer.padding);

  return () => {
    let at = 0;
    for (let y = 0; y < rows.outputSize; y++) {
      const top = Math.max(0, y * rows.stride - rows.before);
      const bottom = Math.min(height, y * rows.stride - rows.before + rows.size);
      for (let x = 0; x < columns.outputSize; x++) {
        const left = Math.max(0, x * columns.stride - columns.before);
        const right = Math.min(width, x * columns.stride - columns.before + columns.size);
        const count = (bottom - top) * (right - left);
        const half = count >> 1;
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          for (let iy = top; iy < bottom; iy++) {
            for (let ix = left; ix < right; ix++) {
              sum += input[(iy * width + ix) * channels + channel]!;
            }
          }
          // C's integer division: towards zero.
          output[at++] = Math.trunc((sum > 0 ? sum + half : sum - half) / count);
        }
      }
    }
  };
}
