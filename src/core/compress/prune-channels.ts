import type { Layer, ModelGraph } from '#core/model/graph';
import { inferShapes } from '#core/model/shapes';
import { channelImportance } from './channel-importance';

/** A layer of one channel can tell next to nothing apart. */
const FEWEST_KEPT = 2;

/**
 * Removes `floor(share · channels)` neurons or filters of every inner convolution and dense layer,
 * the least important first, and what read them: arrays shrink, shapes with them. A depthwise
 * convolution follows the layer that it reads. The layer that gives the answer keeps its classes,
 * and every other at least two channels. `share` is in 0 … 1.
 */
export function pruneChannels(graph: ModelGraph, share: number): ModelGraph {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`${share} is not a share.`);
  const shapes = inferShapes(graph);
  /** Channels of each value that are left, by their old positions, ascending. */
  const kept: Uint32Array[] = [everyOf(graph.input[2])];
  const layers = graph.layers.map((layer, index) => {
    const id = layer.inputs[0]!;
    const before = kept[id]!;
    const importance = channelImportance(graph, shapes, index);
    const chosen = importance && mostImportant(importance, keptCount(importance.length, share));
    const after = keptAfter(layer, before, shapes[id]!, chosen);
    kept.push(after);
    return narrowed(layer, before, after);
  });
  return { ...graph, layers };
}

function keptCount(channels: number, share: number): number {
  return Math.max(Math.min(channels, FEWEST_KEPT), channels - Math.floor(share * channels));
}

/** Positions of the highest values, ascending; of equal ones the first stay. */
function mostImportant(importance: Float64Array, count: number): Uint32Array {
  const order = everyOf(importance.length).sort((a, b) => importance[b]! - importance[a]! || a - b);
  return order.slice(0, count).sort();
}

function keptAfter(
  layer: Layer,
  before: Uint32Array,
  [height, width, channels]: readonly [number, number, number],
  chosen: Uint32Array | undefined,
): Uint32Array {
  switch (layer.kind) {
    case 'conv2d':
    case 'dense':
      return chosen ?? everyOf(layer.bias.length);
    case 'depthwiseConv2d':
      return copiesOf(before, layer.depthMultiplier);
    case 'flatten':
      return Uint32Array.from({ length: height * width * before.length }, (_, at) => {
        const point = Math.floor(at / before.length);
        return point * channels + before[at % before.length]!;
      });
    default:
      return before;
  }
}

function narrowed(layer: Layer, before: Uint32Array, after: Uint32Array): Layer {
  switch (layer.kind) {
    case 'conv2d':
    case 'dense': {
      const inputs = layer.weights.length / layer.bias.length;
      const area = layer.kind === 'conv2d' ? layer.kernel[0] * layer.kernel[1] : 1;
      const columns = columnsOf(before, area, inputs / area);
      const sizes = layer.kind === 'conv2d' ? { filters: after.length } : { units: after.length };
      const weights = new Float32Array(after.length * columns.length);
      for (const [row, output] of after.entries()) {
        for (const [at, column] of columns.entries()) {
          weights[row * columns.length + at] = layer.weights[output * inputs + column]!;
        }
      }
      return { ...layer, ...sizes, weights, bias: picked(layer.bias, after) } as Layer;
    }
    case 'depthwiseConv2d': {
      const area = layer.kernel[0] * layer.kernel[1];
      const columns = columnsOf(after, area, layer.bias.length);
      return {
        ...layer,
        weights: picked(layer.weights, columns),
        bias: picked(layer.bias, after),
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

/** Output channel c · multiple + k of a depthwise convolution reads input channel c. */
function copiesOf(channels: Uint32Array, multiple: number): Uint32Array {
  return Uint32Array.from(
    { length: channels.length * multiple },
    (_, at) => channels[Math.floor(at / multiple)]! * multiple + (at % multiple),
  );
}

function picked(values: Float32Array, at: Uint32Array): Float32Array {
  return Float32Array.from(at, (index) => values[index]!);
}

function everyOf(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, at) => at);
}
