import type {
  Conv2dLayer,
  DenseLayer,
  DepthwiseConv2dLayer,
  Layer,
  ModelGraph,
  Shape,
} from '#core/model/graph';
import { inferShapes } from '#core/model/shapes';
import { channelImportance } from './channel-importance';
import { coupledChannels } from './coupled-channels';

/** A layer of one channel can tell next to nothing apart. */
const FEWEST_KEPT = 2;

/**
 * Removes `floor(share · channels)` neurons, filters or recurrent units of every inner layer that
 * has them, the least important first, and what read them: arrays shrink, shapes with them. A
 * depthwise convolution follows the layer that it reads; layers whose values are added lose the same
 * channels. The layer that gives the answer keeps its classes, and every other at least two
 * channels. `share` is in 0 … 1.
 */
export function pruneChannels(graph: ModelGraph, share: number): ModelGraph {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`${share} is not a share.`);
  const shapes = inferShapes(graph);
  const { classes, groups } = coupledChannels(graph, shapes);
  const importance = classImportance(graph, shapes, classes);
  const gone = new Set(groups.flatMap((group) => leastImportant(group, importance, share)));
  /** Channels of each value that are left, by their old positions, ascending. */
  const kept = classes.map((ofValue) =>
    Uint32Array.from(ofValue.keys()).filter((channel) => !gone.has(ofValue[channel]!)),
  );
  const layers = graph.layers.map((layer, index) =>
    narrowed(layer, kept[layer.inputs[0]!]!, kept[index + 1]!),
  );
  return { ...graph, layers };
}

/** Sum over the channels of a class; of those that stand alone it is their own. */
function classImportance(
  graph: ModelGraph,
  shapes: readonly Shape[],
  classes: readonly Int32Array[],
): Map<number, number> {
  const sums = new Map<number, number>();
  for (const index of graph.layers.keys()) {
    const importance = channelImportance(graph, shapes, index);
    for (const [channel, value] of importance?.entries() ?? []) {
      const id = classes[index + 1]![channel]!;
      sums.set(id, (sums.get(id) ?? 0) + value);
    }
  }
  return sums;
}

/** The classes to remove; of equally important ones the first stay. */
function leastImportant(
  group: Int32Array,
  importance: ReadonlyMap<number, number>,
  share: number,
): number[] {
  const count = group.length;
  const left = Math.max(Math.min(count, FEWEST_KEPT), count - Math.floor(share * count));
  const strength = (id: number) => importance.get(id) ?? 0;
  return [...group].sort((a, b) => strength(b) - strength(a) || a - b).slice(left);
}

function narrowed(layer: Layer, before: Uint32Array, after: Uint32Array): Layer {
  switch (layer.kind) {
    case 'conv2d':
    case 'dense': {
      const inputs = layer.weights.length / layer.bias.length;
      const area = layer.kind === 'conv2d' ? layer.kernel[0] * layer.kernel[1] : 1;
      const columns = columnsOf(before, area, inputs / area);
      const sizes = layer.kind === 'conv2d' ? { filters: after.length } : { units: after.length };
      const weights = block(layer.weights, inputs, after, columns);
      const bias = picked(layer.bias, after);
      return { ...layer, ...sizes, weights, bias, ...pickedScales(layer, after) } as Layer;
    }
    case 'lstm': {
      const gates = columnsOf(after, 4, layer.units);
      return {
        ...layer,
        units: after.length,
        weights: block(layer.weights, layer.weights.length / (4 * layer.units), gates, before),
        recurrentWeights: block(layer.recurrentWeights, layer.units, gates, after),
        bias: picked(layer.bias, gates),
      };
    }
    case 'depthwiseConv2d': {
      const area = layer.kernel[0] * layer.kernel[1];
      const columns = columnsOf(after, area, layer.bias.length);
      return {
        ...layer,
        weights: picked(layer.weights, columns),
        bias: picked(layer.bias, after),
        ...pickedScales(layer, after),
      };
    }
    case 'batchNorm':
      return {
        ...layer,
        gamma: picked(layer.gamma, after),
        beta: picked(layer.beta, after),
        mean: picked(layer.mean, after),
        variance: picked(layer.variance, after),
      };
    default:
      return layer;
  }
}

function pickedScales(
  { weightScales }: Conv2dLayer | DepthwiseConv2dLayer | DenseLayer,
  after: Uint32Array,
) {
  if (!weightScales) return {};
  return { weightScales: weightScales.length > 1 ? picked(weightScales, after) : weightScales };
}

/** Where the kept channels lie in an array `[area × channels]`. */
function columnsOf(kept: Uint32Array, area: number, channels: number): Uint32Array {
  const columns = new Uint32Array(area * kept.length);
  for (let point = 0; point < area; point++) {
    for (const [at, channel] of kept.entries()) {
      columns[point * kept.length + at] = point * channels + channel;
    }
  }
  return columns;
}

/** The part of a matrix `[… × width]` that these rows and columns share. */
function block(
  values: Float32Array,
  width: number,
  rows: Uint32Array,
  columns: Uint32Array,
): Float32Array {
  const part = new Float32Array(rows.length * columns.length);
  for (const [at, row] of rows.entries()) {
    for (const [to, column] of columns.entries()) {
      part[at * columns.length + to] = values[row * width + column]!;
    }
  }
  return part;
}

function picked(values: Float32Array, at: Uint32Array): Float32Array {
  return Float32Array.from(at, (index) => values[index]!);
}
