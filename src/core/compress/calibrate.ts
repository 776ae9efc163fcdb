import type { ModelGraph } from '#core/model/graph';
import { createFloatRunner } from '#core/model/run-float';
import { inferShapes, valueCount } from '#core/model/shapes';
import { leastSquaredErrorRange, percentileRange, type Range } from './clipped-range';
import type { Calibration } from './compression-recipe';
import { type Histogram, ValueHistogram } from './value-histogram';

/** Lowest and highest real number that each value of a graph is to hold. */
export interface Ranges {
  /** `[values]`; index 0 is the input. */
  readonly lowest: Float32Array;
  readonly highest: Float32Array;
  /** `[values]`: the largest size of a cell state where an LSTM gives the value, else 0. */
  readonly largestCells: Float32Array;
}

/**
 * Runs the float graph on `count` normalised windows (`inputs` row-major `[count × values]`) and
 * takes the range of every value by `calibration`, and the largest of every cell state. Windows must
 * come from the training part alone.
 */
export function calibrate(
  graph: ModelGraph,
  inputs: Float32Array,
  count: number,
  calibration: Calibration = { method: 'min-max' },
): Ranges {
  const runner = createFloatRunner(graph);
  const size = valueCount(inferShapes(graph)[0]!);
  if (inputs.length < count * size) {
    throw new RangeError(`${inputs.length} numbers are too few for ${count} windows of ${size}.`);
  }
  const lowest = new Float32Array(runner.values.length).fill(Number.POSITIVE_INFINITY);
  const highest = new Float32Array(runner.values.length).fill(Number.NEGATIVE_INFINITY);
  const largestCells = new Float32Array(runner.values.length);
  const histograms =
    calibration.method === 'min-max' ? [] : runner.values.map(() => new ValueHistogram());
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
      histograms[id]?.add(values);
    }
  }
  for (const [id, histogram] of histograms.entries()) {
    const seen = { lowest: lowest[id]!, highest: highest[id]! };
    // What is no number at all is for the quantiser to refuse.
    if (!Number.isFinite(seen.lowest) || !Number.isFinite(seen.highest)) continue;
    const chosen = chosenRange(histogram.read(), seen, calibration);
    lowest[id] = chosen.lowest;
    highest[id] = chosen.highest;
  }
  return { lowest, highest, largestCells };
}

function chosenRange(histogram: Histogram, seen: Range, calibration: Calibration): Range {
  switch (calibration.method) {
    case 'min-max':
      return seen;
    case 'percentile':
      return percentileRange(histogram, seen, calibration.percentile);
    case 'mean-squared-error':
      return leastSquaredErrorRange(histogram, seen);
  }
}
