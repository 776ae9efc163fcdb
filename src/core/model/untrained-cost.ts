import type { ModelCost } from '#core/compress/compressed-model';
import { foldBatchNorm } from '#core/compress/fold';
import { quantise } from '#core/compress/quantise';
import { createRandom, type Random } from '#core/random';
import { writeTflite } from '#core/tflite/write-tflite';
import type { Architecture, ModelSize } from './architecture';
import { buildGraph } from './build-graph';
import { int8Cost } from './cost';
import type { ModelGraph } from './graph';

/**
 * What an architecture costs as int8 with nothing pruned: a stand-in for the trained network is
 * quantised and its file written. Arena, parameters and multiply-accumulates are those of the
 * trained model; the file's bytes come within a percent. Throws `Failure` as `buildGraph` does.
 */
export function untrainedCost(architecture: Architecture, size: ModelSize): ModelCost {
  const random = createRandom(1);
  const graph = withBiases(foldBatchNorm(buildGraph(architecture, { ...size, random })), random);
  const about = (value: number) => value * (1 + random.next());
  const lows = graph.layers.map((layer) =>
    'activation' in layer && layer.activation !== 'none' ? 0 : about(-1),
  );
  const int8 = quantise(graph, {
    lowest: Float32Array.of(about(-1), ...lows),
    highest: Float32Array.from([-1, ...lows], () => about(1)),
    largestCells: Float32Array.from([-1, ...lows], () => 1),
  });
  return int8Cost(int8, writeTflite(int8).length);
}

/** Arrays that are alike, as biases of zero are, are written once; those of a trained model differ. */
function withBiases({ input, layers }: ModelGraph, random: Random): ModelGraph {
  return {
    input,
    layers: layers.map((layer) =>
      'bias' in layer ? { ...layer, bias: layer.bias.map(() => random.normal()) } : layer,
    ),
  };
}
