/** Softmax over the channels of every point. */
export function applySoftmax(channels: number, input: Float32Array, output: Float32Array): void {
  for (let start = 0; start < input.length; start += channels) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < channels; c++) highest = Math.max(highest, input[start + c]!);
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += Math.exp(input[start + c]! - highest);
    for (let c = 0; c < channels; c++) {
      output[start + c] = Math.exp(input[start + c]! - highest) / sum;
    }
  }
}
