import type { ModelGraph } from './graph';

/** The tables of a `.tflite` beside its numbers: fitted to what `writeTflite` writes. */
const FILE_FIXED_BYTES = 1_300;
const FILE_BYTES_AN_OPERATOR = 100;
/** Two tensors more, with their quantisation. */
const FILE_BYTES_OF_WEIGHTS = 90;
/** Scales of its weights and its bias, for every output channel of a convolution. */
const FILE_BYTES_A_CHANNEL = 8;
/** Zero points, which convolutions of as many channels share. */
const FILE_BYTES_A_ZERO_POINT = 8;
/** Gates, states and what lies between: an LSTM has some twenty tensors more than others. */
const FILE_BYTES_AN_LSTM = 1_300;

/** Bytes of the `.tflite` that a float graph would become as int8, nothing pruned: an estimate. */
export function int8SizeEstimate(graph: ModelGraph): number {
  let bytes = FILE_FIXED_BYTES;
  const channelCounts = new Set<number>();
  for (const layer of graph.layers) {
    if (layer.kind === 'batchNorm' || layer.kind === 'dropout') continue;
    bytes += FILE_BYTES_AN_OPERATOR;
    if (!('weights' in layer)) continue;
    const channels = layer.bias.length;
    bytes += FILE_BYTES_OF_WEIGHTS + layer.weights.length + channels * Int32Array.BYTES_PER_ELEMENT;
    if (layer.kind === 'lstm') bytes += FILE_BYTES_AN_LSTM + layer.recurrentWeights.length;
    if (layer.kind === 'conv2d' || layer.kind === 'depthwiseConv2d') {
      bytes += FILE_BYTES_A_CHANNEL * channels;
      channelCounts.add(channels);
    }
  }
  for (const count of channelCounts) bytes += FILE_BYTES_A_ZERO_POINT * count;
  return bytes;
}
