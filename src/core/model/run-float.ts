import { applyPointwise } from './float-kernels/activation';
import { applyAdd } from './float-kernels/add';
import { applyBatchNorm } from './float-kernels/batch-norm';
import { applyConv2d } from './float-kernels/conv2d';
import { applyDense } from './float-kernels/dense';
import { applyDepthwiseConv2d } from './float-kernels/depthwise-conv2d';
import { applyGlobalAveragePool } from './float-kernels/global-average-pool';
import { applyLastFrame } from './float-kernels/last-frame';
import { applyLstm } from './float-kernels/lstm';
import { applyPad } from './float-kernels/pad';
import { applyPool2d } from './float-kernels/pool2d';
import { applySoftmax } from './float-kernels/softmax';
import type { ModelGraph } from './graph';
import { inferShapes, valueCount } from './shapes';

/** Runs a graph in float32, one window a call. */
export interface FloatRunner {
  /** What every value of the graph held in the last run; `values[0]` is the input. */
  readonly values: readonly Float32Array[];
  /** `[values]`: the largest size of a cell state in the last run where an LSTM gives the value, else 0. */
  readonly largestCells: Float32Array;
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
  const largestCells = new Float32Array(values.length);
  const first = values[0]!;
  const last = values.at(-1)!;

  /** Gives the value of one layer from those before it. */
  const apply = (index: number) => {
    const layer = graph.layers[index]!;
    const id = layer.inputs[0]!;
    const from = shapes[id]!;
    const to = shapes[index + 1]!;
    const input = values[id]!;
    const output = values[index + 1]!;
    switch (layer.kind) {
      case 'dense':
        return applyDense(layer, input, output);
      case 'conv2d':
        return applyConv2d(layer, from, to, input, output);
      case 'depthwiseConv2d':
        return applyDepthwiseConv2d(layer, from, to, input, output);
      case 'batchNorm':
        return applyBatchNorm(layer, input, output);
      case 'maxPool2d':
      case 'averagePool2d':
        return applyPool2d(layer, from, input, output);
      case 'globalAveragePool':
        return applyGlobalAveragePool(from, input, output);
      case 'softmax':
        return applySoftmax(from[2], input, output);
      case 'add':
        return applyAdd(layer, input, values[layer.inputs[1]!]!, output);
      case 'pad':
        return applyPad(layer, from, to, input, output);
      case 'relu':
      case 'relu6':
      case 'logistic':
      case 'tanh':
        return applyPointwise(layer.kind, input, output);
      case 'lstm':
        largestCells[index + 1] = applyLstm(layer, input, output);
        return;
      case 'lastFrame':
        return applyLastFrame(input, output);
      case 'flatten':
      case 'dropout':
        output.set(input);
    }
  };

  return {
    values,
    largestCells,
    run(input) {
      if (input.length !== first.length) {
        throw new RangeError(`The input has ${input.length} values, not ${first.length}.`);
      }
      first.set(input);
      for (let index = 0; index < graph.layers.length; index++) apply(index);
      return last;
    },
  };
}
