import { buildGraph } from '#core/model/build-graph';
import type { ModelGraph } from '#core/model/graph';
import { presetOf } from '#core/model/presets';
import { createRandom } from '#core/random';

/**
 * The networks measured: the magic-wand CNN on its own window, one with batch normalisation and one
 * that recurs.
 */
export type BenchModel = 'magic-wand-cnn' | 'separable-cnn' | 'lstm';

const WINDOWS = {
  'magic-wand-cnn': { frames: 128, channels: 3 },
  'separable-cnn': { frames: 100, channels: 6 },
  lstm: { frames: 100, channels: 6 },
} as const;

/** An untrained preset for four classes. */
export function presetGraph(model: BenchModel): ModelGraph {
  const spec = { ...WINDOWS[model], classCount: 4, random: createRandom(1) };
  return buildGraph(presetOf(model).design(spec), spec);
}
