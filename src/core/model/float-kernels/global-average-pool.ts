import type { Shape } from '../graph';

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
