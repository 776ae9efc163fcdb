import type {
  Activation,
  Layer,
  ModelGraph,
  Padding,
  Pair,
  Shape,
} from '../../src/core/model/graph';
import { createRandom } from '../../src/core/random';

const random = createRandom(4);
/** Evenly spread about zero; each call goes on where the last one ended. */
export const signed = (length: number, size = 1) =>
  Float32Array.from({ length }, () => (random.next() * 2 - 1) * size);

/** A layer whose place in a graph is yet to be given. */
export type Unplaced = Layer extends infer L
  ? L extends Layer
    ? Omit<L, 'name' | 'inputs'>
    : never
  : never;

/** Layers one on the other. */
export function graphOf(input: Shape, ...layers: Unplaced[]): ModelGraph {
  return {
    input,
    layers: layers.map((layer, at) => ({ ...layer, name: `${at}`, inputs: [at] }) as Layer),
  };
}

function conv(
  inputs: number,
  filters: number,
  kernel: Pair,
  strides: Pair,
  padding: Padding,
  activation: Activation,
): Unplaced {
  const weights = signed(filters * kernel[0] * kernel[1] * inputs);
  return {
    kind: 'conv2d',
    filters,
    kernel,
    strides,
    padding,
    activation,
    weights,
    bias: signed(filters),
  };
}

function depthwise(
  channels: number,
  depthMultiplier: number,
  kernel: Pair,
  strides: Pair,
  padding: Padding,
  activation: Activation,
): Unplaced {
  const outputs = channels * depthMultiplier;
  const weights = signed(kernel[0] * kernel[1] * outputs);
  return {
    kind: 'depthwiseConv2d',
    depthMultiplier,
    kernel,
    strides,
    padding,
    activation,
    weights,
    bias: signed(outputs),
  };
}

/** With weights of both signs. */
export const dense = (inputs: number, units: number, activation: Activation): Unplaced => ({
  kind: 'dense',
  units,
  activation,
  weights: signed(inputs * units),
  bias: signed(units),
});

const batchNorm = (channels: number, activation: Activation): Unplaced => ({
  kind: 'batchNorm',
  gamma: signed(channels).map((value) => value + 1.5),
  beta: signed(channels),
  mean: signed(channels),
  variance: signed(channels).map((value) => value + 1.5),
  epsilon: 1e-3,
  activation,
});

/** With weights of both signs. */
export const lstm = (features: number, units: number): Unplaced => ({
  kind: 'lstm',
  units,
  weights: signed(4 * units * features),
  recurrentWeights: signed(4 * units * units),
  bias: signed(4 * units),
});

/** Gives layer `at` a second value to read. */
function joined(graph: ModelGraph, at: number, value: number): ModelGraph {
  const layers = graph.layers.map((layer, index) =>
    index === at ? { ...layer, inputs: [...layer.inputs, value] } : layer,
  );
  return { ...graph, layers };
}

/** Small graphs with every kind of layer that has gradients; six windows of three classes suit them. */
export const TRAINING_GRAPHS: Readonly<Record<string, ModelGraph>> = {
  'a recurrence behind a convolution, its last frame read': graphOf(
    [9, 1, 2],
    conv(2, 3, [2, 1], [2, 1], 'same', 'none'),
    lstm(3, 4),
    { kind: 'lastFrame' },
    dense(4, 3, 'none'),
    { kind: 'softmax' },
  ),
  'one recurrence on another, every frame read': graphOf(
    [5, 1, 3],
    lstm(3, 2),
    { kind: 'tanh' },
    lstm(2, 3),
    { kind: 'globalAveragePool' },
    dense(3, 3, 'none'),
    { kind: 'softmax' },
  ),
  'a residual connection around padding and a logistic function': joined(
    graphOf(
      [6, 1, 2],
      conv(2, 4, [3, 1], [1, 1], 'same', 'none'),
      { kind: 'relu6' },
      { kind: 'pad', before: [1, 0], after: [2, 0] },
      conv(4, 4, [4, 1], [1, 1], 'valid', 'none'),
      { kind: 'logistic' },
      { kind: 'add', activation: 'relu' },
      { kind: 'pad', before: [0, 1], after: [0, 2] },
      depthwise(4, 1, [2, 2], [2, 2], 'valid', 'none'),
      { kind: 'relu' },
      { kind: 'flatten' },
      dense(24, 3, 'none'),
      { kind: 'softmax' },
    ),
    5,
    2,
  ),
  'a value added to itself': joined(
    graphOf(
      [4, 1, 2],
      conv(2, 4, [2, 1], [1, 1], 'same', 'none'),
      { kind: 'add', activation: 'none' },
      { kind: 'flatten' },
      dense(16, 3, 'none'),
      { kind: 'softmax' },
    ),
    1,
    1,
  ),
  'convolution, max pooling, dense': graphOf(
    [9, 3, 1],
    conv(1, 5, [4, 3], [1, 1], 'same', 'relu'),
    { kind: 'maxPool2d', size: [3, 3], strides: [3, 3], padding: 'valid' },
    conv(5, 6, [2, 1], [1, 1], 'same', 'relu6'),
    { kind: 'flatten' },
    dense(18, 4, 'relu'),
    dense(4, 3, 'none'),
    { kind: 'softmax' },
  ),
  'max pooling behind a linear convolution': graphOf(
    [8, 2, 2],
    conv(2, 4, [3, 2], [2, 1], 'valid', 'none'),
    { kind: 'maxPool2d', size: [2, 1], strides: [1, 1], padding: 'same' },
    { kind: 'flatten' },
    dense(12, 3, 'none'),
    { kind: 'softmax' },
  ),
  'padded average pooling, a stride that passes its kernel': graphOf(
    [7, 4, 2],
    conv(2, 3, [2, 1], [1, 3], 'same', 'none'),
    { kind: 'averagePool2d', size: [3, 2], strides: [2, 1], padding: 'same' },
    depthwise(3, 1, [1, 2], [2, 1], 'same', 'relu'),
    { kind: 'flatten' },
    dense(12, 3, 'none'),
    { kind: 'softmax' },
  ),
  'separable with batch normalisation': graphOf(
    [12, 1, 3],
    conv(3, 4, [5, 1], [2, 1], 'same', 'none'),
    batchNorm(4, 'relu'),
    depthwise(4, 1, [3, 1], [2, 1], 'same', 'none'),
    batchNorm(4, 'relu6'),
    conv(4, 5, [1, 1], [1, 1], 'same', 'relu'),
    { kind: 'averagePool2d', size: [2, 1], strides: [1, 1], padding: 'valid' },
    depthwise(5, 1, [2, 1], [1, 1], 'valid', 'relu'),
    { kind: 'globalAveragePool' },
    dense(5, 3, 'none'),
    { kind: 'softmax' },
  ),
};
