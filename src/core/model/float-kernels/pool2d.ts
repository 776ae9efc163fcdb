import type { Pool2dLayer, Shape } from '../graph';
import { axisOf } from '../shapes';

/** A maximum or mean over the points inside. */
export function applyPool2d(
  layer: Pool2dLayer,
  [height, width, channels]: Shape,
  input: Float32Array,
  output: Float32Array,
): void {
  const rows = axisOf(height, layer.size[0], layer.strides[0], layer.padding);
  const columns = axisOf(width, layer.size[1], layer.strides[1], layer.padding);
  const isMaximum = layer.kind === 'maxPool2d';
  const pooled = new Float64Array(channels);
  let at = 0;
  for (let y = 0; y < rows.outputSize; y++) {
    const top = Math.max(0, y * rows.stride - rows.before);
    const bottom = Math.min(height, y * rows.stride - rows.before + rows.size);
    for (let x = 0; x < columns.outputSize; x++) {
      const left = Math.max(0, x * columns.stride - columns.before);
      const right = Math.min(width, x * columns.stride - columns.before + columns.size);
      pooled.fill(isMaximum ? Number.NEGATIVE_INFINITY : 0);
      for (let iy = top; iy < bottom; iy++) {
        let point = (iy * width + left) * channels;
        for (let ix = left; ix < right; ix++) {
          for (let c = 0; c < channels; c++) {
            const value = input[point++]!;
            pooled[c] = isMaximum ? Math.max(pooled[c]!, value) : pooled[c]! + value;
          }
        }
      }
      const count = isMaximum ? 1 : (bottom - top) * (right - left);
      for (let c = 0; c < channels; c++) output[at++] = pooled[c]! / count;
    }
  }
}
