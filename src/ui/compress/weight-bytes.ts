import { foldBatchNorm } from '#core/compress/fold';
import type { ModelGraph } from '#core/model/graph';

/** Weights and biases of a float graph as one run of float32: what its file would hold at least. */
export function weightBytes(graph: ModelGraph): Uint8Array {
  const arrays = foldBatchNorm(graph).layers.flatMap((layer) => {
    if (!('weights' in layer)) return [];
    const recurrent = layer.kind === 'lstm' ? [layer.recurrentWeights] : [];
    return [layer.weights, ...recurrent, layer.bias];
  });
  const bytes = new Uint8Array(arrays.reduce((sum, one) => sum + one.byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}
