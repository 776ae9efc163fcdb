import type { Padding, Pair, Shape } from '#core/model/graph';
import { type Axis, axisOf } from '#core/model/shapes';

/**
 * The input minus its zero point with a border of zeros, so that convolutions need no bounds: a
 * point outside then adds nothing, as in the reference kernels, which skip it.
 */
export interface PaddedInput {
  /** `[height × width × channels]` with the border. */
  readonly values: Int16Array;
  /** Width with the border. */
  readonly width: number;
  readonly rows: Axis;
  readonly columns: Axis;
  /** Copies the input in. */
  fill(): void;
}

/** Lays out the border for one convolution's kernel, steps and padding. */
export function padInput(
  input: Int8Array,
  shape: Shape,
  zeroPoint: number,
  kernel: Pair,
  strides: Pair,
  padding: Padding,
): PaddedInput {
  const [height, inputWidth, channels] = shape;
  const rows = axisOf(height, kernel[0], strides[0], padding);
  const columns = axisOf(inputWidth, kernel[1], strides[1], padding);
  const width = columns.before + inputWidth + columns.after;
  const values = new Int16Array((rows.before + height + rows.after) * width * channels);
  const rowSize = inputWidth * channels;
  return {
    values,
    width,
    rows,
    columns,
    fill() {
      for (let y = 0; y < height; y++) {
        const from = y * rowSize;
        const to = ((y + rows.before) * width + columns.before) * channels;
        for (let i = 0; i < rowSize; i++) values[to + i] = input[from + i]! - zeroPoint;
      }
    },
  };
}
