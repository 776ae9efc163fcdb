import type {
  BatchNormLayer,
  Conv2dLayer,
  DenseLayer,
  DepthwiseConv2dLayer,
  Layer,
  ModelGraph,
  Shape,
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
 * How much each output channel of layer `index` (a convolution or dense layer) matters: the L2 norm
 * of its weights and bias, batch normalisation counted in, times the norm of the weights that read
 * it. 0 for a channel that changes nothing. Nothing where the channels are the graph's answer.
 */
export function channelImportance(
  graph: ModelGraph,
  shapes: readonly Shape[],
  index: number,
): Float64Array | undefined {
  const producer = graph.layers[index]!;
  if (producer.kind !== 'conv2d' && producer.kind !== 'dense') return undefined;
  const outputs = producer.bias.length;
  const importance = new Float64Array(outputs);
  const varying = new Float64Array(outputs);
  const perOutput = producer.weights.length / outputs;
  for (const [at, weight] of producer.weights.entries()) {
    varying[Math.floor(at / perOutput)]! += weight * weight;
  }
  const arrival = activated(producer, {
    origin: Int32Array.from({ length: outputs }, (_, channel) => channel),
    varying,
    constant: Float64Array.from(producer.bias),
  });
  const isInner = followToReaders(graph, shapes, index + 1, arrival, importance);
  return isInner ? importance.map(Math.sqrt) : undefined;
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
    if (layer.inputs[0] !== value) return true;
    switch (layer.kind) {
      case 'softmax':
        return false;
      case 'conv2d':
      case 'dense':
        addReading(layer, arrival, importance);
        return true;
      default: {
        const next = passedOn(layer, shapes[value]!, arrival);
        return followToReaders(graph, shapes, index + 1, next, importance);
      }
    }
  });
}

/** Input channels lie last in the weights of both kinds. */
function addReading(
  { weights }: Conv2dLayer | DenseLayer,
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
  layer: Exclude<Layer, { kind: 'softmax' | 'conv2d' | 'dense' }>,
  [height, width]: Shape,
  arrival: Arrival,
): Arrival {
  switch (layer.kind) {
    case 'batchNorm':
      return activated(layer, normalised(layer, arrival));
    case 'depthwiseConv2d':
      return activated(layer, filtered(layer, arrival));
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

/** A channel that never varies is what its activation makes of its constant: often nothing. */
function activated({ activation }: { activation: string }, arrival: Arrival): Arrival {
  if (activation === 'none') return arrival;
  const constant = arrival.constant.map((value, channel) =>
    arrival.varying[channel] === 0 ? Math.max(0, value) : value,
  );
  return { ...arrival, constant };
}
