import { calibrate, type Ranges } from '../compress/calibrate';
import type { ModelCost } from '../compress/compressed-model';
import { foldBatchNorm } from '../compress/fold';
import { pruneChannels } from '../compress/prune-channels';
import { quantise } from '../compress/quantise';
import { architectureOf, buildGraph } from '../model/build-graph';
import { int8Cost } from '../model/cost';
import type { ModelGraph } from '../model/graph';
import { presetOf } from '../model/presets';
import { valueCount } from '../model/shapes';
import { createRandom } from '../random';
import { writeTflite } from '../tflite/write-tflite';
import type { ModelCard } from './tuning';

const NOISE_WINDOWS = 2;

/**
 * What the file made by a card will cost, from an untrained network of the same shapes: work and
 * arena exactly, bytes within a few.
 */
export function cardCost(
  { windowing, recipe, compression }: ModelCard,
  classCount: number,
): ModelCost {
  const spec = {
    frames: Math.round((windowing.lengthMs * windowing.rateHz) / 1000),
    channels: windowing.channelNames.length,
  };
  const build = (architecture: Parameters<typeof buildGraph>[0]) =>
    buildGraph(architecture, { ...spec, classCount, random: createRandom(recipe.seed) });
  let graph = build(architectureOf(recipe, spec));
  for (const step of compression.steps) {
    if (!step.enabled) continue;
    if (step.kind === 'distil') {
      const { preset, width } = step.student;
      graph = build(presetOf(preset).design(spec, width));
    }
    if (step.kind === 'prune-channels') graph = pruneChannels(graph, step.share);
  }
  const folded = withAnyBiases(foldBatchNorm(graph));
  const { perChannelDense } = compression;
  const int8 = quantise(folded, rangesOnNoise(folded), { perChannelDense });
  return int8Cost(int8, writeTflite(int8).length);
}

/** Of an untrained network they are all zero, and a file holds equal arrays once. */
function withAnyBiases(graph: ModelGraph): ModelGraph {
  const random = createRandom(1);
  const layers = graph.layers.map((layer) =>
    'bias' in layer ? { ...layer, bias: layer.bias.map(() => random.normal()) } : layer,
  );
  return { ...graph, layers };
}

/**
 * On noise: which scales and zero points are alike, and so written once, follows from the layers.
 */
function rangesOnNoise(graph: ModelGraph): Ranges {
  const random = createRandom(2);
  const size = valueCount(graph.input);
  const noise = Float32Array.from({ length: NOISE_WINDOWS * size }, () => random.normal());
  return calibrate(graph, noise, NOISE_WINDOWS);
}
