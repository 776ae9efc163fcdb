/** The last row of a value. */
export function applyLastFrame(input: Float32Array, output: Float32Array): void {
  output.set(input.subarray(input.length - output.length));
}
