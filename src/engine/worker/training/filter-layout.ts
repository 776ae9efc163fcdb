/**
 * Filters from our graph's `[outputs, height, width, inputs]` to TF.js's
 * `[height, width, inputs, outputs]`. Depthwise filters need no reordering: `[1, H, W, C·m]` and
 * `[H, W, C, m]` are the same memory.
 */
export function ohwiToHwio(weights: Float32Array, outputs: number): Float32Array {
  const inner = weights.length / outputs;
  const reordered = new Float32Array(weights.length);
  for (let output = 0; output < outputs; output++) {
    for (let at = 0; at < inner; at++) {
      reordered[at * outputs + output] = weights[output * inner + at]!;
    }
  }
  return reordered;
}

/** The inverse of `ohwiToHwio`. */
export function hwioToOhwi(weights: Float32Array, outputs: number): Float32Array {
  const inner = weights.length / outputs;
  const reordered = new Float32Array(weights.length);
  for (let at = 0; at < inner; at++) {
    for (let output = 0; output < outputs; output++) {
      reordered[output * inner + at] = weights[at * outputs + output]!;
    }
  }
  return reordered;
}
