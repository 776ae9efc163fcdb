import type { ModelGraph } from './graph';

/** The tables of a `.tflite` beside its numbers: fitted to what `writeTflite` writes. */
const FILE_FIXED_BYTES = 160;
const FILE_BYTES_AN_OPERATOR = 400;
/** A scale, a zero point and their share of padding for every output channel of a convolution. */
const FILE_BYTES_A_CHANNEL = 22;

/** Bytes of the `.tflite` that a float graph would become as int8, nothing pruned: an estimate. */
export function int8SizeEstimate(graph: ModelGraph): number {
  let bytes = FILE_FIXED_BYTES;
  for (const layer of graph.layers) {
    if (layer.kind === 'batchNorm' || layer.kind === 'dropout') continue;
    bytes += FILE_BYTES_AN_OPERATOR;
    if (!('weights' in layer)) continue;
    bytes += layer.weights.length + layer.bias.length * Int32Array.BYTES_PER_ELEMENT;
    if (layer.kind !== 'dense') bytes += layer.bias.length * FILE_BYTES_A_CHANNEL;
  }
  return bytes;
}
