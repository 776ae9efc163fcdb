import { applyConv2d, applyDepthwiseConv2d } from './float-kernels/convolution';
import { applyDense } from './float-kernels/dense';
import { applyBatchNorm, applySoftmax } from './float-kernels/pointwise';
import { applyGlobalAveragePool, applyPool2d } from './float-kernels/pool';
import type { Layer, ModelGraph, Shape } from './graph';
import { inferShapes, valueCount } from './shapes';

/** Runs a graph in float32, one window a call. */
export interface FloatRunner {
  /** What every value of the graph held in the last run; `values[0]` is the input. */
  readonly values: readonly Float32Array[];
  /** The output for one input, row-major; valid until the next run. */
  run(input: Float32Array): Float32Array;
}

/**
 * The reference for what a float graph gives: sums in float64, every value rounded to float32.
 * Dropout does nothing. Throws `Failure` (`model-unsupported`) as `inferShapes` does.
 */
export function createFloatRunner(graph: ModelGraph): FloatRunner {
  const shapes = inferShapes(graph);
  const values = shapes.map((shape) => new Float32Array(valueCount(shape)));
  const first = values[0]!;
  const last = values.at(-1)!;
  return {
    values,
    run(input) {
      if (input.length !== first.length) {
        throw new RangeError(`The input has ${input.length} values, not ${first.length}.`);
      }
      first.set(input);
      for (const [index, layer] of graph.layers.entries()) {
        const id = layer.inputs[0]!;
        apply(layer, shapes[id]!, shapes[index + 1]!, values[id]!, values[index + 1]!);
      }
      return last;
    },
  };
}

function apply(
  layer: Layer,
  from: Shape,
  to: Shape,
  input: Float32Array,
  output: Float32Array,
): void {
  switch (layer.kind) {
    case 'dense':
      applyDense(layer, input, output);
      break;
    case 'conv2d':
      applyConv2d(layer, from, to, input, output);
      break;
    case 'depthwiseConv2d':
      applyDepthwiseConv2d(layer, from, to, input, output);
      break;
    case 'batchNorm':
      applyBatchNorm(layer, input, output);
      break;
    case 'maxPool2d':
    case 'averagePool2d':
      applyPool2d(layer, from, input, output);
      break;
    case 'globalAveragePool':
      applyGlobalAveragePool(from, input, output);
      break;
    case 'softmax':
      applySoftmax(from[2], input, output);
      break;
    case 'flatten':
    case 'dropout':
      output.set(input);
  }
}
