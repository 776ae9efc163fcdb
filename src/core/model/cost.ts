import type { ModelCost } from '#core/compress/compressed-model';
import type { Int8Graph } from '#core/compress/int8-graph';
import type { Layer, ModelGraph, Shape } from './graph';
import { inferShapes, valueCount } from './shapes';

/**
 * TensorFlow Lite Micro's arena beside the buffers, on a 32-bit processor: fitted to what its
 * reference kernels took on a Cortex-M33 for four int8 models of 3 to 31 operators, 0.7 to 82 kB,
 * which the estimate meets within 6 % from above.
 */
const ARENA_FIXED_BYTES = 200;
const ARENA_BYTES_AN_OPERATOR = 160;
/** A multiplier and a shift, int32 each, for every output channel of a convolution. */
const ARENA_BYTES_A_CHANNEL = 8;
const BUFFER_ALIGNMENT = 16;

interface Operator {
  /** Values read and given, as positions in the list of buffers. */
  readonly from: number;
  readonly to: number;
  readonly parameterCount: number;
  readonly macs: number;
  /** Channels that have factors of their own. */
  readonly factorCount: number;
}

/**
 * What a float graph costs once converted: batch normalisation folded away, dropout gone. Without
 * `sizeBytes` its file counts as the float32 weights alone. Throws `Failure` as `inferShapes` does.
 */
export function floatCost(graph: ModelGraph, sizeBytes?: number): ModelCost {
  const shapes = inferShapes(graph);
  /** The value that stands for each of the graph's once the layers that vanish are gone. */
  const standsFor = [0];
  const operators: Operator[] = [];
  for (const [index, layer] of graph.layers.entries()) {
    const from = standsFor[layer.inputs[0]!]!;
    const vanishes = layer.kind === 'batchNorm' || layer.kind === 'dropout';
    standsFor.push(vanishes ? from : index + 1);
    if (vanishes) continue;
    const { parameterCount, macs } = layerCost(layer, shapes[index + 1]!);
    operators.push({ from, to: index + 1, parameterCount, macs, factorCount: 0 });
  }
  const sizes = shapes.map((shape) => valueCount(shape) * Float32Array.BYTES_PER_ELEMENT);
  const parameterCount = sum(operators.map((one) => one.parameterCount));
  return {
    parameterCount,
    sizeBytes: sizeBytes ?? parameterCount * Float32Array.BYTES_PER_ELEMENT,
    macs: sum(operators.map((one) => one.macs)),
    arenaBytes: arenaBytes(operators, sizes),
  };
}

/** What an int8 graph costs; its file has `sizeBytes`. */
export function int8Cost(graph: Int8Graph, sizeBytes: number): ModelCost {
  const operators = graph.layers.map((layer, index): Operator => {
    const ends = { from: layer.inputs[0]!, to: index + 1 };
    if (!('weights' in layer)) return { ...ends, parameterCount: 0, macs: 0, factorCount: 0 };
    const { data, bias } = layer.weights;
    return {
      ...ends,
      parameterCount: data.length + bias.length,
      macs: layerMacs(layer.kind, data.length, bias.length, graph.values[index + 1]!.shape),
      factorCount: layer.kind === 'dense' ? 0 : bias.length,
    };
  });
  const sizes = graph.values.map(({ shape }) => valueCount(shape));
  return {
    parameterCount: sum(operators.map((one) => one.parameterCount)),
    sizeBytes,
    macs: sum(operators.map((one) => one.macs)),
    arenaBytes: arenaBytes(operators, sizes),
  };
}

function layerCost(layer: Layer, output: Shape): { parameterCount: number; macs: number } {
  if (!('weights' in layer)) return { parameterCount: 0, macs: 0 };
  const { kind, weights, bias } = layer;
  return {
    parameterCount: weights.length + bias.length,
    macs: layerMacs(kind, weights.length, bias.length, output),
  };
}

/** Every output takes as many multiplications as its channel has weights. */
function layerMacs(
  kind: 'conv2d' | 'depthwiseConv2d' | 'dense',
  weightCount: number,
  channels: number,
  output: Shape,
): number {
  if (kind === 'dense') return weightCount;
  return (weightCount / channels) * valueCount(output);
}

/**
 * The most bytes of values that live at the same time, each from the operator that gives it to the
 * last that reads it, plus what the interpreter keeps beside them.
 */
function arenaBytes(operators: readonly Operator[], sizes: readonly number[]): number {
  const lastRead = new Map<number, number>();
  for (const [at, { from }] of operators.entries()) lastRead.set(from, at);
  let peak = 0;
  const alive = new Set([0]);
  for (const [at, { from, to }] of operators.entries()) {
    alive.add(to);
    peak = Math.max(peak, sum([...alive].map((value) => aligned(sizes[value]!))));
    if (lastRead.get(from) === at) alive.delete(from);
  }
  return (
    peak +
    ARENA_FIXED_BYTES +
    ARENA_BYTES_AN_OPERATOR * operators.length +
    ARENA_BYTES_A_CHANNEL * sum(operators.map((one) => one.factorCount))
  );
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / BUFFER_ALIGNMENT) * BUFFER_ALIGNMENT;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
