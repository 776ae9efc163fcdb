import type { Padding, Pair } from '#core/model/graph';
import { axisOf } from '#core/model/shapes';

/** TF.js's padding in full: nothing, or for batch, height, width and channels before and after. */
export type TfPadding = 'valid' | [[0, 0], [number, number], [number, number], [0, 0]];

/**
 * Padding of a `[batch, height, width, channels]` as TF.js's convolutions are given it. 'same' goes
 * as numbers: told "same", the wasm back end works out other ones where a stride passes the kernel,
 * and is silently wrong (`finite-differences.test.ts` shows it).
 */
export function explicitPadding(
  [, height, width]: readonly [number, number, number, number],
  kernel: Pair,
  strides: Pair,
  padding: Padding,
): TfPadding {
  if (padding === 'valid') return 'valid';
  const rows = axisOf(height, kernel[0], strides[0], padding);
  const columns = axisOf(width, kernel[1], strides[1], padding);
  return [
    [0, 0],
    [rows.before, rows.after],
    [columns.before, columns.after],
    [0, 0],
  ];
}
