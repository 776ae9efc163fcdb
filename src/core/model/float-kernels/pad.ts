import type { PadLayer, Shape } from '../graph';

/** Zeros around height and width. */
export function applyPad(
  layer: PadLayer,
  from: Shape,
  to: Shape,
  input: Float32Array,
  output: Float32Array,
): void {
  const rowSize = from[1] * from[2];
  output.fill(0);
  for (let y = 0; y < from[0]; y++) {
    const row = input.subarray(y * rowSize, (y + 1) * rowSize);
    output.set(row, ((y + layer.before[0]) * to[1] + layer.before[1]) * to[2]);
  }
}
