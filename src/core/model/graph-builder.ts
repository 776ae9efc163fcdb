import type { Random } from '#core/random';
import type { Activation, Layer, ModelGraph, Padding, Pair, Shape } from './graph';
import { layerShape } from './shapes';

/** Sizes of one convolution. */
export interface ConvolutionOptions {
  readonly kernel: Pair;
  readonly strides?: Pair;
  readonly padding?: Padding;
  readonly activation?: Activation;
}

/** Stacks layers one on the other, with their first weights. */
export interface GraphBuilder {
  /** Shape of the last value. */
  readonly shape: Shape;
  conv2d(filters: number, options: ConvolutionOptions): GraphBuilder;
  depthwiseConv2d(options: ConvolutionOptions): GraphBuilder;
  batchNorm(activation: Activation): GraphBuilder;
  /** A pool whose steps are its size, which is clamped to the value's. */
  maxPool2d(size: Pair, padding: Padding): GraphBuilder;
  globalAveragePool(): GraphBuilder;
  flatten(): GraphBuilder;
  dropout(rate: number): GraphBuilder;
  dense(units: number, activation: Activation): GraphBuilder;
  softmax(): GraphBuilder;
  graph(): ModelGraph;
}

/** Keras' default; the variance that it guards is of normalised values, about 1. */
const BATCH_NORM_EPSILON = 1e-3;

/** Starts a stack on an input of this shape. */
export function createGraphBuilder(input: Shape, random: Random): GraphBuilder {
  const layers: Layer[] = [];
  const counts = new Map<string, number>();
  let shape = input;

  const base = (name: string) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { name: `${name}_${count}`, inputs: [layers.length] };
  };
  const add = (layer: Layer): GraphBuilder => {
    shape = layerShape(layer, shape);
    layers.push(layer);
    return builder;
  };

  const builder: GraphBuilder = {
    get shape() {
      return shape;
    },
    conv2d(filters, { kernel, strides = [1, 1], padding = 'same', activation = 'none' }) {
      const fanIn = kernel[0] * kernel[1] * shape[2];
      return add({
        ...base('conv'),
        kind: 'conv2d',
        filters,
        kernel,
        strides,
        padding,
        activation,
        weights: heNormal(filters * fanIn, fanIn, random),
        bias: new Float32Array(filters),
      });
    },
    depthwiseConv2d({ kernel, strides = [1, 1], padding = 'same', activation = 'none' }) {
      const area = kernel[0] * kernel[1];
      return add({
        ...base('depthwise'),
        kind: 'depthwiseConv2d',
        depthMultiplier: 1,
        kernel,
        strides,
        padding,
        activation,
        weights: heNormal(area * shape[2], area, random),
        bias: new Float32Array(shape[2]),
      });
    },
    batchNorm(activation) {
      const channels = shape[2];
      return add({
        ...base('norm'),
        kind: 'batchNorm',
        gamma: new Float32Array(channels).fill(1),
        beta: new Float32Array(channels),
        mean: new Float32Array(channels),
        variance: new Float32Array(channels).fill(1),
        epsilon: BATCH_NORM_EPSILON,
        activation,
      });
    },
    maxPool2d(size, padding) {
      const clamped: Pair = [Math.min(size[0], shape[0]), Math.min(size[1], shape[1])];
      return add({ ...base('pool'), kind: 'maxPool2d', size: clamped, strides: clamped, padding });
    },
    globalAveragePool: () => add({ ...base('mean'), kind: 'globalAveragePool' }),
    flatten: () => add({ ...base('flatten'), kind: 'flatten' }),
    dropout: (rate) => add({ ...base('dropout'), kind: 'dropout', rate }),
    dense(units, activation) {
      const fanIn = shape[2];
      const weights =
        activation === 'none'
          ? glorotUniform(units * fanIn, fanIn, units, random)
          : heNormal(units * fanIn, fanIn, random);
      const bias = new Float32Array(units);
      return add({ ...base('dense'), kind: 'dense', units, activation, weights, bias });
    },
    softmax: () => add({ ...base('softmax'), kind: 'softmax' }),
    graph: () => ({ input, layers: [...layers] }),
  };
  return builder;
}

/** He et al. 2015, for what a relu follows: variance 2 / fan-in. */
function heNormal(count: number, fanIn: number, random: Random): Float32Array {
  const deviation = Math.sqrt(2 / fanIn);
  return Float32Array.from({ length: count }, () => random.normal() * deviation);
}

/** Glorot and Bengio 2010, for linear layers: uniform, variance 2 / (fan-in + fan-out). */
function glorotUniform(count: number, fanIn: number, fanOut: number, random: Random): Float32Array {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  return Float32Array.from({ length: count }, () => (2 * random.next() - 1) * limit);
}
