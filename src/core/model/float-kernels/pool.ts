import type { Pool2dLayer, Shape } from '../graph';
import { axisOf } from '../shapes';

/** A maximum or mean over the points inside. */
export function applyPool2d(
  layer: Pool2dLayer,
  from: Shape,
  input: Float32Array,
  output: Float32Array,
): void {
  const [height, width, channels] = from;
  const rows = axisOf(height, layer.size[0], layer.strides[0], layer.padding);
  const columns = axisOf(width, layer.size[1], layer.strides[1], layer.padding);
  let at = 0;
  for (let y = 0; y < rows.outputSize; y++) {
    const top = y * rows.stride - rows.before;
    for (let x = 0; x < columns.outputSize; x++) {
      const left = x * columns.stride - columns.before;
      for (let c = 0; c < channels; c++) {
        let highest = Number.NEGATIVE_INFINITY;
        let sum = 0;
        let count = 0;
        for (let iy = Math.max(0, top); iy < Math.min(height, top + rows.size); iy++) {
          for (let ix = Math.max(0, left); ix < Math.min(width, left + columns.size); ix++) {
            const value = input[(iy * width + ix) * channels + c]!;
            if (value > highest) highest = value;
            sum += value;
            count += 1;
          }
        }
        output[at++] = layer.kind === 'maxPool2d' ? highest : sum / count;
      }
    }
  }
}

/** The mean of every channel over height and width. */
export function applyGlobalAveragePool(
  from: Shape,
  input: Float32Array,
  output: Float32Array,
): void {
  const channels = from[2];
  const count = from[0] * from[1];
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let point = 0; point < count; point++) sum += input[point * channels + c]!;
    output[c] = sum / count;
  }
}
