import type { ModelGraph } from '#core/model/graph';

/**
 * Sets the smallest weights of every layer to zero by magnitude: `floor(sparsity · weights)` in each
 * matrix of a convolution, dense layer or LSTM, weights that are zero already among them. Biases and
 * batch normalisation stay. Layers that lose nothing are the same objects. `sparsity` is in 0 … 1.
 */
export function pruneWeights(graph: ModelGraph, sparsity: number): ModelGraph {
  if (!(sparsity >= 0 && sparsity <= 1)) {
    throw new RangeError(`A sparsity of ${sparsity} is not a share.`);
  }
  const layers = graph.layers.map((layer) => {
    if (!('weights' in layer)) return layer;
    const weights = withoutSmallest(layer.weights, sparsity);
    if (layer.kind !== 'lstm') {
      return weights === layer.weights ? layer : { ...layer, weights };
    }
    const recurrentWeights = withoutSmallest(layer.recurrentWeights, sparsity);
    const isSame = weights === layer.weights && recurrentWeights === layer.recurrentWeights;
    return isSame ? layer : { ...layer, weights, recurrentWeights };
  });
  return { ...graph, layers };
}

/** Of equal magnitudes the first go, so that the count is exact and the same on every run. */
function withoutSmallest(weights: Float32Array, sparsity: number): Float32Array {
  const count = Math.floor(sparsity * weights.length);
  if (count === 0) return weights;
  const order = Uint32Array.from(weights, (_, at) => at).sort(
    (a, b) => Math.abs(weights[a]!) - Math.abs(weights[b]!) || a - b,
  );
  const pruned = weights.slice();
  for (const at of order.subarray(0, count)) pruned[at] = 0;
  return pruned;
}
