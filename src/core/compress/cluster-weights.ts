import type { ModelGraph } from '#core/model/graph';
import { kMeans } from './k-means';
import { roundHalfAway } from './quantise-values';
import { SMALLEST_SCALE, shortScale } from './quantise-weights';
import {
  clusterMeans,
  scalePositions,
  type WeightLayer,
  weightClusters,
  weightsOf,
} from './weight-clusters';

/** The largest int8 weight. */
const LARGEST = 127;

export interface ClusterOptions {
  /** As the graph will be quantised. */
  readonly perChannelDense?: boolean;
}

/**
 * Lets the weights of each layer of a folded graph share at most `clusters` values (2 … 256), taken
 * over their channel's scale: each weight over its output channel's largest (over the layer's in a
 * dense layer of one scale; over its matrix's in an LSTM, whose eight matrices share one set), then
 * k-means. Zeros are a value of their own, so that a pruned weight stays zero; of two values that
 * leaves one for all others, which is no network any more. The values are whole
 * numbers within ±127 and the layers get their `weightScales`, so that `quantise` makes exactly these
 * numbers of them.
 */
export function clusterWeights(
  graph: ModelGraph,
  clusters: number,
  { perChannelDense = false }: ClusterOptions = {},
): ModelGraph {
  if (!Number.isInteger(clusters) || clusters < 2 || clusters > 256) {
    throw new RangeError(`${clusters} is no number of clusters.`);
  }
  return eachLayer(graph, (layer) => {
    const isShort = hasShortScales(layer, perChannelDense);
    const weights = weightsOf(layer);
    const limits = new Float64Array(scaleCount(layer, isShort));
    const positions = scalePositions(layer, limits.length);
    for (const [i, weight] of weights.entries()) {
      limits[positions[i]!] = Math.max(limits[positions[i]!]!, Math.abs(weight));
    }
    const scales = Float64Array.from(limits, (limit) => roundedScale(limit / LARGEST, isShort));
    const shares = weights.map((weight, i) => weight / scales[positions[i]!]!);
    const others = shares.filter((share) => share !== 0);
    const hasZeros = others.length < shares.length;
    const centres = kMeans(others, clusters - (hasZeros ? 1 : 0));
    const ids = Uint16Array.from(shares, (share) =>
      share === 0 ? centres.length : nearest(centres, share),
    );
    return onGrid(layer, ids, Float64Array.of(...centres, 0), scales, isShort);
  });
}

/**
 * Brings weights that share their values, in layers with `weightScales`, back to whole numbers within
 * ±127 over new scales: for after they were trained.
 */
export function roundClusters(graph: ModelGraph): ModelGraph {
  return eachLayer(graph, (layer) => {
    const clusters = weightClusters(layer);
    if (!clusters) return layer;
    const recurrent = layer.kind === 'lstm' ? layer.recurrentWeights : undefined;
    const means = clusterMeans(layer.weights, clusters, recurrent);
    const scales = Float64Array.from(layer.weightScales!);
    const isShort = hasShortScales(layer, scales.length > 1);
    return onGrid(layer, clusters.ids, means, scales, isShort);
  });
}

function eachLayer(graph: ModelGraph, change: (layer: WeightLayer) => WeightLayer): ModelGraph {
  return {
    ...graph,
    layers: graph.layers.map((layer) => ('weights' in layer ? change(layer) : layer)),
  };
}

/** Scales that `quantise` makes short ones: those of whole matrices. */
function hasShortScales({ kind }: WeightLayer, perChannelDense: boolean): boolean {
  return kind === 'lstm' || (kind === 'dense' && !perChannelDense);
}

function scaleCount({ kind, bias }: WeightLayer, isShort: boolean): number {
  if (kind === 'lstm') return 8;
  return isShort ? 1 : bias.length;
}

function roundedScale(scale: number, isShort: boolean): number {
  const least = Math.max(scale, SMALLEST_SCALE * SMALLEST_SCALE);
  return isShort ? shortScale(least) : Math.fround(least);
}

/** The layer with the nearest whole number for each centre, the largest of them 127. */
function onGrid(
  layer: WeightLayer,
  ids: Uint16Array,
  centres: Float64Array,
  scales: Float64Array,
  isShort: boolean,
): WeightLayer {
  const largest = centres.reduce((most, centre) => Math.max(most, Math.abs(centre)), 0);
  // What rounds to 127 already keeps its scale: a layer of few values is then as it was.
  const fits = largest === 0 || Math.round(largest) === LARGEST;
  const factor = fits ? 1 : largest / LARGEST;
  const numbers = centres.map((centre) => roundHalfAway(centre / factor));
  const weightScales = Float32Array.from(scales, (scale) =>
    factor === 1 ? scale : roundedScale(scale * factor, isShort),
  );
  const positions = scalePositions(layer, weightScales.length);
  const all = Float32Array.from(ids, (id, i) => numbers[id]! * weightScales[positions[i]!]! + 0);
  const weights = all.slice(0, layer.weights.length);
  if (layer.kind !== 'lstm') return { ...layer, weights, weightScales };
  return { ...layer, weights, recurrentWeights: all.slice(weights.length), weightScales };
}

/** The place of the nearest of ascending centres. */
function nearest(centres: Float64Array, value: number): number {
  let [low, high] = [0, centres.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > (centres[middle]! + centres[middle + 1]!) / 2) low = middle + 1;
    else high = middle;
  }
  return low;
}
