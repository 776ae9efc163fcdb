import type { Random } from '#core/random';
import type { Activation, Layer, ModelGraph, Padding, Pair, Pool2dLayer, Shape } from './graph';
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
  /** Likewise, of means; what `same` adds around does not count. */
  averagePool2d(size: Pair, padding: Padding): GraphBuilder;
  globalAveragePool(): GraphBuilder;
  /** Zeros around height and width: rows above and columns left, rows below and columns right. */
  pad(before: Pair, after: Pair): GraphBuilder;
  relu(): GraphBuilder;
  relu6(): GraphBuilder;
  logistic(): GraphBuilder;
  tanh(): GraphBuilder;
  /** Reads `[frames, 1, features]`. */
  lstm(units: number): GraphBuilder;
  lastFrame(): GraphBuilder;
  /** What `stack` adds on top of the last value, plus that value; both of one shape. */
  residual(activation: Activation, stack: (builder: GraphBuilder) => GraphBuilder): GraphBuilder;
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

  const pool = (kind: Pool2dLayer['kind'], [height, width]: Pair, padding: Padding) => {
    const size: Pair = [Math.min(height, shape[0]), Math.min(width, shape[1])];
    return add({ ...base('pool'), kind, size, strides: size, padding });
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
    maxPool2d: (size, padding) => pool('maxPool2d', size, padding),
    averagePool2d: (size, padding) => pool('averagePool2d', size, padding),
    globalAveragePool: () => add({ ...base('mean'), kind: 'globalAveragePool' }),
    pad: (before, after) => add({ ...base('pad'), kind: 'pad', before, after }),
    relu: () => add({ ...base('relu'), kind: 'relu' }),
    relu6: () => add({ ...base('relu6'), kind: 'relu6' }),
    logistic: () => add({ ...base('logistic'), kind: 'logistic' }),
    tanh: () => add({ ...base('tanh'), kind: 'tanh' }),
    lstm(units) {
      const gates = 4 * units;
      return add({
        ...base('lstm'),
        kind: 'lstm',
        units,
        weights: glorotUniform(gates * shape[2], shape[2], gates, random),
        recurrentWeights: orthogonalColumns(gates, units, random),
        bias: openForgetGate(units),
      });
    },
    lastFrame: () => add({ ...base('last'), kind: 'lastFrame' }),
    residual(activation, stack) {
      const shortcut = layers.length;
      stack(builder);
      const { name, inputs } = base('add');
      return add({ name, inputs: [...inputs, shortcut], kind: 'add', activation });
    },
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

/**
 * A matrix `[rows × columns]`, `rows ≥ columns`, whose columns have length 1 and stand at right
 * angles (Saxe et al. 2014), so that a recurrence neither swells nor dies away at first.
 */
function orthogonalColumns(rows: number, columns: number, random: Random): Float32Array {
  const done: Float64Array[] = [];
  while (done.length < columns) {
    const column = Float64Array.from({ length: rows }, () => random.normal());
    for (const other of done) {
      const shadow = dot(column, other);
      for (const [row, value] of other.entries()) column[row]! -= shadow * value;
    }
    const length = Math.sqrt(dot(column, column));
    done.push(column.map((value) => value / length));
  }
  return Float32Array.from({ length: rows * columns }, (_, at) => {
    return done[at % columns]![Math.floor(at / columns)]!;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}

/** Zero, and 1 for the forget gate (Jozefowicz et al. 2015), so that the cell remembers at first. */
function openForgetGate(units: number): Float32Array {
  return new Float32Array(4 * units).fill(1, units, 2 * units);
}
