import type { Conv2dLayer, DenseLayer, DepthwiseConv2dLayer, LstmLayer } from '#core/model/graph';

/** A layer whose weights can share values. */
export type WeightLayer = Conv2dLayer | DepthwiseConv2dLayer | DenseLayer | LstmLayer;

/** Which weights of a layer share a value; an LSTM's recurrent weights follow its weights. */
export interface WeightClusters {
  readonly count: number;
  /** Cluster of each weight. */
  readonly ids: Uint16Array;
  /** Scale of each weight: weights share what is left when divided by it. */
  readonly scales: Float32Array;
  /** The cluster of the zeros, which stay zeros; −1: there are none. */
  readonly zero: number;
}

/** Weights over their scale that are nearer than this part of them are one value, rounded differently. */
const SAME = 1e-5;

/**
 * The clusters of a layer that has `weightScales`: weights of equal weight over scale. Undefined for
 * any other layer.
 */
export function weightClusters(layer: WeightLayer): WeightClusters | undefined {
  if (!layer.weightScales) return undefined;
  const scales = scaleOfEach(layer, layer.weightScales);
  const shares = weightsOf(layer).map((weight, at) => weight / scales[at]!);
  const order = Uint32Array.from(shares.keys()).sort((a, b) => shares[a]! - shares[b]!);
  const ids = new Uint16Array(shares.length);
  let count = 0;
  let zero = -1;
  let previous = Number.NEGATIVE_INFINITY;
  for (const at of order) {
    const share = shares[at]!;
    const apart = share - previous > SAME * Math.abs(share);
    // Zeros are exact, so that a small weight beside them is not one of them.
    if (apart || (share === 0) !== (previous === 0)) count++;
    ids[at] = count - 1;
    if (share === 0) zero = count - 1;
    previous = share;
  }
  return { count, ids, scales, zero };
}

/**
 * Gives all weights of a cluster their mean, each in its own scale; zeros become zeros again. In
 * place; `recurrentWeights` of an LSTM only.
 */
export function shareWeights(
  weights: Float32Array,
  clusters: WeightClusters,
  recurrentWeights?: Float32Array,
): void {
  const { ids, scales } = clusters;
  const means = clusterMeans(weights, clusters, recurrentWeights);
  const first = weights.length;
  for (let i = 0; i < first; i++) weights[i] = means[ids[i]!]! * scales[i]!;
  if (!recurrentWeights) return;
  for (let i = 0; i < recurrentWeights.length; i++) {
    recurrentWeights[i] = means[ids[first + i]!]! * scales[first + i]!;
  }
}

/** The mean of weight over scale of each cluster; 0 for the zeros. */
export function clusterMeans(
  weights: Float32Array,
  { count, ids, scales, zero }: WeightClusters,
  recurrentWeights?: Float32Array,
): Float64Array {
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  const first = weights.length;
  for (let i = 0; i < ids.length; i++) {
    const weight = i < first ? weights[i]! : recurrentWeights![i - first]!;
    sums[ids[i]!]! += weight / scales[i]!;
    sizes[ids[i]!]!++;
  }
  for (let id = 0; id < count; id++) sums[id] = id === zero ? 0 : sums[id]! / sizes[id]!;
  return sums;
}

/** All weights of a layer, an LSTM's recurrent ones last. */
export function weightsOf(layer: WeightLayer): Float64Array {
  if (layer.kind !== 'lstm') return Float64Array.from(layer.weights);
  const both = new Float64Array(layer.weights.length + layer.recurrentWeights.length);
  both.set(layer.weights);
  both.set(layer.recurrentWeights, layer.weights.length);
  return both;
}

/** Which of a layer's scales each of its weights has, in the order of `weightsOf`. */
export function scalePositions(layer: WeightLayer, scaleCount: number): Uint32Array {
  const { weights, bias } = layer;
  const outputs = bias.length;
  if (layer.kind === 'lstm') {
    const [matrix, recurrent] = [weights.length / 4, layer.recurrentWeights.length / 4];
    return Uint32Array.from({ length: 4 * (matrix + recurrent) }, (_, i) =>
      i < weights.length
        ? Math.floor(i / matrix)
        : 4 + Math.floor((i - weights.length) / recurrent),
    );
  }
  if (scaleCount === 1) return new Uint32Array(weights.length);
  // Depthwise weights have the output channel last, the others first.
  const perOutput = weights.length / outputs;
  return Uint32Array.from(weights, (_, i) =>
    layer.kind === 'depthwiseConv2d' ? i % outputs : Math.floor(i / perOutput),
  );
}

function scaleOfEach(layer: WeightLayer, scales: Float32Array): Float32Array {
  return Float32Array.from(scalePositions(layer, scales.length), (at) => scales[at]!);
}
