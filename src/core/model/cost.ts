import type { ModelCost } from '#core/compress/compressed-model';
import type { Int8Graph } from '#core/compress/int8-graph';
import { profileOperators } from '#core/compress/operator-profile';
import { arenaSizeForExport } from '#core/firmware/arena/export-arena-size';
import type { Layer, ModelGraph, Shape } from './graph';
import { inferShapes, valueCount } from './shapes';

/**
 * TensorFlow Lite Micro's arena beside the buffers of a float model, on a 32-bit processor: an
 * estimate, fitted to what its reference kernels took on a Cortex-M33 for models of 3 to 31 operators.
 */
const ARENA_FIXED_BYTES = 200;
const ARENA_BYTES_AN_OPERATOR = 160;
const BUFFER_ALIGNMENT = 16;

interface Operator {
  /** Values read and given, as positions in the list of buffers. */
  readonly from: readonly number[];
  readonly to: number;
  readonly parameterCount: number;
  readonly macs: number;
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
    const from = layer.inputs.map((id) => standsFor[id]!);
    const vanishes = layer.kind === 'batchNorm' || layer.kind === 'dropout';
    standsFor.push(vanishes ? from[0]! : index + 1);
    if (vanishes) continue;
    const { parameterCount, macs } = layerCost(layer, shapes[index + 1]!);
    operators.push({ from, to: index + 1, parameterCount, macs });
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

/** What an int8 graph costs; its file has `sizeBytes`, and its arena is what an export reserves. */
export function int8Cost(graph: Int8Graph, sizeBytes: number): ModelCost {
  const profiles = profileOperators(graph);
  return {
    parameterCount: sum(profiles.map((one) => one.parameterCount)),
    sizeBytes,
    macs: sum(profiles.map((one) => one.macs)),
    arenaBytes: arenaSizeForExport(graph).bytes,
  };
}

/** Every output of a convolution takes as many multiplications as its channel has weights. */
function layerCost(layer: Layer, output: Shape): { parameterCount: number; macs: number } {
  switch (layer.kind) {
    case 'dense':
    case 'conv2d':
    case 'depthwiseConv2d': {
      const { weights, bias } = layer;
      return {
        parameterCount: weights.length + bias.length,
        macs: (weights.length / bias.length) * valueCount(output),
      };
    }
    case 'lstm': {
      const weightCount = layer.weights.length + layer.recurrentWeights.length;
      return { parameterCount: weightCount + layer.bias.length, macs: weightCount * output[0] };
    }
    default:
      return { parameterCount: 0, macs: 0 };
  }
}

/**
 * The most bytes of values that live at the same time, each from the operator that gives it to the
 * last that reads it, plus what the interpreter keeps beside them.
 */
function arenaBytes(operators: readonly Operator[], sizes: readonly number[]): number {
  const lastRead = new Map<number, number>();
  for (const [at, { from }] of operators.entries()) {
    for (const value of from) lastRead.set(value, at);
  }
  let peak = 0;
  const alive = new Set([0]);
  for (const [at, { from, to }] of operators.entries()) {
    alive.add(to);
    peak = Math.max(peak, sum([...alive].map((value) => aligned(sizes[value]!))));
    for (const value of from) if (lastRead.get(value) === at) alive.delete(value);
  }
  return peak + ARENA_FIXED_BYTES + ARENA_BYTES_AN_OPERATOR * operators.length;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / BUFFER_ALIGNMENT) * BUFFER_ALIGNMENT;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
