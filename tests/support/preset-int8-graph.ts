import { calibrate } from '../../src/core/compress/calibrate';
import { foldBatchNorm } from '../../src/core/compress/fold';
import type { Int8Graph } from '../../src/core/compress/int8-graph';
import { quantise } from '../../src/core/compress/quantise';
import { buildGraph } from '../../src/core/model/build-graph';
import { PRESETS, presetOf } from '../../src/core/model/presets';
import type { PresetId } from '../../src/core/model/trained-model';
import { createRandom } from '../../src/core/random';

export const PRESET_IDS: readonly PresetId[] = PRESETS.map(({ id }) => id);

/** A preset with its first weights, quantised on noise: four classes. */
export function presetInt8Graph(preset: PresetId, frames = 40, channels = 6): Int8Graph {
  const random = createRandom(7);
  const spec = { frames, channels, classCount: 4, random };
  const graph = foldBatchNorm(buildGraph(presetOf(preset).design(spec), spec));
  const inputs = Float32Array.from({ length: frames * channels * 4 }, () => random.normal());
  return quantise(graph, calibrate(graph, inputs, 4));
}
