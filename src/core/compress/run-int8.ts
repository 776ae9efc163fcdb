import { valueCount } from '#core/model/shapes';
import type { Int8Graph, Int8Layer } from './int8-graph';
import { add } from './int8-kernels/add';
import { averagePool2d } from './int8-kernels/average-pool2d';
import { conv2d } from './int8-kernels/conv2d';
import { dense } from './int8-kernels/dense';
import { depthwiseConv2d } from './int8-kernels/depthwise-conv2d';
import type { Int8Kernel } from './int8-kernels/kernel';
import { lastFrame } from './int8-kernels/last-frame';
import { lstm } from './int8-kernels/lstm';
import { maxPool2d } from './int8-kernels/max-pool2d';
import { mean } from './int8-kernels/mean';
import { pad } from './int8-kernels/pad';
import { pointwise } from './int8-kernels/pointwise';
import { reshape } from './int8-kernels/reshape';
import { softmax } from './int8-kernels/softmax';

/** Runs an int8 graph, one window a call. */
export interface Int8Runner {
  /** What every value of the graph held in the last run; `values[0]` is the input. */
  readonly values: readonly Int8Array[];
  /** The output for one quantised input; valid until the next run. */
  run(input: Int8Array): Int8Array;
  /** One layer again, on what its inputs held in the last run: it gives the same. */
  runLayer(index: number): void;
}

/**
 * Prepares a graph to be run: the integers that it gives are those of TensorFlow Lite Micro's
 * reference kernels, the state of an LSTM fresh with each run. A run allocates nothing.
 */
export function createInt8Runner(graph: Int8Graph): Int8Runner {
  const values = graph.values.map(({ shape }) => new Int8Array(valueCount(shape)));
  const kernels = graph.layers.map((layer, index) => prepare(graph, layer, index, values));
  const first = values[0]!;
  const last = values.at(-1)!;
  return {
    values,
    run(input) {
      if (input.length !== first.length) {
        throw new RangeError(`The input has ${input.length} values, not ${first.length}.`);
      }
      first.set(input);
      for (let i = 0; i < kernels.length; i++) kernels[i]!();
      return last;
    },
    runLayer: (index) => kernels[index]!(),
  };
}

function prepare(
  graph: Int8Graph,
  layer: Int8Layer,
  index: number,
  values: readonly Int8Array[],
): Int8Kernel {
  const id = layer.inputs[0]!;
  const from = graph.values[id]!;
  const to = graph.values[index + 1]!;
  const input = values[id]!;
  const output = values[index + 1]!;
  switch (layer.kind) {
    case 'conv2d':
      return conv2d(layer, from, to, input, output);
    case 'depthwiseConv2d':
      return depthwiseConv2d(layer, from, to, input, output);
    case 'dense':
      return dense(layer, from, to, input, output);
    case 'maxPool2d':
      return maxPool2d(layer, from, input, output);
    case 'averagePool2d':
      return averagePool2d(layer, from, input, output);
    case 'mean':
      return mean(from, to, input, output);
    case 'reshape':
      return reshape(input, output);
    case 'softmax':
      return softmax(from, input, output);
    case 'add': {
      const other = layer.inputs[1]!;
      return add(layer, [from, graph.values[other]!], to, [input, values[other]!], output);
    }
    case 'pad':
      return pad(layer, from, to, input, output);
    case 'relu':
    case 'relu6':
    case 'logistic':
    case 'tanh':
    case 'requantise':
      return pointwise(layer.kind, from.quantisation, to.quantisation, input, output);
    case 'lstm':
      return lstm(layer, from, to, input, output);
    case 'lastFrame':
      return lastFrame(input, output);
  }
}
