import type {
  BatchNormLayer,
  Conv2dLayer,
  DenseLayer,
  DepthwiseConv2dLayer,
  Layer,
  LstmLayer,
  ModelGraph,
  Shape,
  SoftmaxLayer,
} from '#core/model/graph';

/** What arrives at one channel from the producer's channel `origin`. */
interface Arrival {
  readonly origin: Int32Array;
  /** Squared norm of what varies with the window. */
  readonly varying: Float64Array;
  /** What is there whatever the window. */
  readonly constant: Float64Array;
}

/**
 * How much each output channel of layer `index` (a convolution, dense layer or LSTM) matters: the L2
 * norm of its weights and bias, batch normalisation counted in, times the norm of the weights that
 * read it. 0 for a channel that changes nothing. Nothing where the channels are the graph's answer.
 */
export function channelImportance(
  graph: ModelGraph,
  shapes: readonly Shape[],
  index: number,
): Float64Array | undefined {
  const producer = graph.layers[index]!;
  const made = madeBy(producer);
  if (!made) return undefined;
  const importance = new Float64Array(made.origin.length);
  if (producer.kind === 'lstm') addReading(producer.recurrentWeights, made, importance);
  const isInner = followToReaders(graph, shapes, index + 1, made, importance);
  return isInner ? importance.map(Math.sqrt) : undefined;
}

/** What leaves a layer that has channels of its own. */
function madeBy(layer: Layer): Arrival | undefined {
  switch (layer.kind) {
    case 'conv2d':
    case 'dense':
      return activated(layer, {
        origin: Int32Array.from(layer.bias.keys()),
        varying: rowSquares(layer.weights, layer.bias.length),
        constant: Float64Array.from(layer.bias),
      });
    case 'lstm': {
      // All that a unit ever holds has come in through its cell gate.
      const { units } = layer;
      const cellRows = <T extends Float32Array | Float64Array>(values: T): T => {
        const perGate = values.length / 4;
        return values.subarray(2 * perGate, 3 * perGate) as T;
      };
      const recurrent = rowSquares(cellRows(layer.recurrentWeights), units);
      return {
        origin: Int32Array.from({ length: units }, (_, unit) => unit),
        varying: rowSquares(cellRows(layer.weights), units).map((sum, u) => sum + recurrent[u]!),
        constant: Float64Array.from(cellRows(layer.bias)),
      };
    }
    default:
      return undefined;
  }
}

/** Sum of squares of each of `rows` equal runs. */
function rowSquares(values: Float32Array, rows: number): Float64Array {
  const perRow = values.length / rows;
  const sums = new Float64Array(rows);
  for (const [at, value] of values.entries()) sums[Math.floor(at / perRow)]! += value * value;
  return sums;
}

/** Adds up what the readers make of an arrival; false where it is the answer. */
function followToReaders(
  graph: ModelGraph,
  shapes: readonly Shape[],
  value: number,
  arrival: Arrival,
  importance: Float64Array,
): boolean {
  if (value === graph.layers.length) return false;
  return graph.layers.every((layer, index) => {
    if (!layer.inputs.includes(value)) return true;
    switch (layer.kind) {
      case 'softmax':
        return false;
      case 'conv2d':
      case 'dense':
      case 'lstm':
        addReading(layer.weights, arrival, importance);
        return true;
      default: {
        const next = passedOn(layer, shapes[value]!, arrival);
        return followToReaders(graph, shapes, index + 1, next, importance);
      }
    }
  });
}

/** Input channels lie last in the weights of every kind. */
function addReading(
  weights: Float32Array,
  { origin, varying, constant }: Arrival,
  importance: Float64Array,
): void {
  const channels = origin.length;
  for (const [at, weight] of weights.entries()) {
    const channel = at % channels;
    const strength = varying[channel]! + constant[channel]! ** 2;
    importance[origin[channel]!]! += strength * weight * weight;
  }
}

function passedOn(
  layer: Exclude<Layer, SoftmaxLayer | Conv2dLayer | DenseLayer | LstmLayer>,
  [height, width]: Shape,
  arrival: Arrival,
): Arrival {
  switch (layer.kind) {
    case 'batchNorm':
      return activated(layer, normalised(layer, arrival));
    case 'depthwiseConv2d':
      return activated(layer, filtered(layer, arrival));
    case 'add':
      return activated(layer, arrival);
    case 'relu':
    case 'relu6':
      return activated({ activation: layer.kind }, arrival);
    case 'logistic':
      return { ...arrival, constant: arrival.constant.map((value) => 1 / (1 + Math.exp(-value))) };
    case 'flatten': {
      const repeat = <T extends Int32Array | Float64Array>(
        values: T,
        make: (n: number) => T,
      ): T => {
        const repeated = make(height * width * values.length);
        for (let point = 0; point < height * width; point++) {
          repeated.set(values, point * values.length);
        }
        return repeated;
      };
      return {
        origin: repeat(arrival.origin, (n) => new Int32Array(n)),
        varying: repeat(arrival.varying, (n) => new Float64Array(n)),
        constant: repeat(arrival.constant, (n) => new Float64Array(n)),
      };
    }
    default:
      return arrival;
  }
}

function normalised(layer: BatchNormLayer, { origin, varying, constant }: Arrival): Arrival {
  const { gamma, beta, mean, variance, epsilon } = layer;
  const factor = (channel: number) => gamma[channel]! / Math.sqrt(variance[channel]! + epsilon);
  return {
    origin,
    varying: varying.map((square, channel) => square * factor(channel) ** 2),
    constant: constant.map(
      (value, channel) => beta[channel]! + (value - mean[channel]!) * factor(channel),
    ),
  };
}

function filtered(layer: DepthwiseConv2dLayer, { origin, varying, constant }: Arrival): Arrival {
  const outputs = layer.bias.length;
  const source = (channel: number) => Math.floor(channel / layer.depthMultiplier);
  const squares = new Float64Array(outputs);
  const sums = new Float64Array(outputs);
  for (const [at, weight] of layer.weights.entries()) {
    squares[at % outputs]! += weight * weight;
    sums[at % outputs]! += weight;
  }
  return {
    origin: Int32Array.from(squares, (_, channel) => origin[source(channel)]!),
    varying: squares.map((square, channel) => square * varying[source(channel)]!),
    constant: sums.map((sum, channel) => layer.bias[channel]! + sum * constant[source(channel)]!),
  };
}

/**
 * A channel that never varies is what its activation makes of its constant: often nothing. Two such
 * channels that are added and are nothing each are nothing together.
 */
function activated({ activation }: { activation: string }, arrival: Arrival): Arrival {
  if (activation === 'none') return arrival;
  const constant = arrival.constant.map((value, channel) =>
    arrival.varying[channel] === 0 ? Math.max(0, value) : value,
  );
  return { ...arrival, constant };
}
