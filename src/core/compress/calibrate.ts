import type { ModelGraph } from '#core/model/graph';
import { createFloatRunner } from '#core/model/run-float';
import { inferShapes, valueCount } from '#core/model/shapes';

/** Lowest and highest real number that each value of a graph took. */
export interface Ranges {
  /** `[values]`; index 0 is the input. */
  readonly lowest: Float32Array;
  readonly highest: Float32Array;
  /** `[values]`: the largest size of a cell state where an LSTM gives the value, else 0. */
  readonly largestCells: Float32Array;
}

/**
 * Runs the float graph on `count` normalised windows (`inputs` row-major `[count × values]`) and
 * records the range of every value and of every cell state. Windows must come from the training part alone.
 */
export function calibrate(graph: ModelGraph, inputs: Float32Array, count: number): Ranges {
  const runner = createFloatRunner(graph);
  const size = valueCount(inferShapes(graph)[0]!);
  if (inputs.length < count * size) {
    throw new RangeError(`${inputs.length} numbers are too few for ${count} windows of ${size}.`);
  }
  const lowest = new Float32Array(runner.values.length).fill(Number.POSITIVE_INFINITY);
  const highest = new Float32Array(runner.values.length).fill(Number.NEGATIVE_INFINITY);
  const largestCells = new Float32Array(runner.values.length);
  for (let window = 0; window < count; window++) {
    runner.run(inputs.subarray(window * size, (window + 1) * size));
    for (const [id, values] of runner.values.entries()) {
      let low = lowest[id]!;
      let high = highest[id]!;
      for (let i = 0; i < values.length; i++) {
        const value = values[i]!;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      lowest[id] = low;
      highest[id] = high;
      largestCells[id] = Math.max(largestCells[id]!, runner.largestCells[id]!);
    }
  }
  return { lowest, highest, largestCells };
}
