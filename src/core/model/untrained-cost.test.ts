import { expect, test } from 'vitest';
import { calibrate } from '#core/compress/calibrate';
import { foldBatchNorm } from '#core/compress/fold';
import { quantise } from '#core/compress/quantise';
import { createRandom, type Random } from '#core/random';
import { writeTflite } from '#core/tflite/write-tflite';
import { buildGraph } from './build-graph';
import { int8Cost } from './cost';
import type { Layer, ModelGraph } from './graph';
import { PRESETS } from './presets';
import { untrainedCost } from './untrained-cost';

const SIZES = [
  { frames: 50, channels: 6, classCount: 4 },
  { frames: 100, channels: 3, classCount: 7 },
];

test.each(PRESETS.flatMap((preset) => SIZES.map((size) => [preset.id, size, preset] as const)))(
  'what %s costs before training is what it costs with other weights and ranges: file within 1 %%, the rest exactly',
  (_, size, preset) => {
    const random = createRandom(5);
    const architecture = preset.design(size, 0.75);
    const graph = foldBatchNorm(trained(buildGraph(architecture, { ...size, random }), random));
    const windows = Float32Array.from({ length: 8 * size.frames * size.channels }, () =>
      random.normal(),
    );
    const int8 = quantise(graph, calibrate(graph, windows, 8));
    const cost = int8Cost(int8, writeTflite(int8).length);
    const { sizeBytes, ...rest } = untrainedCost(architecture, size);
    expect(cost).toMatchObject(rest);
    expect(Math.abs(sizeBytes / cost.sizeBytes - 1)).toBeLessThan(0.01);
  },
);

/** Every array of numbers moved, as training moves them. */
function trained({ input, layers }: ModelGraph, random: Random): ModelGraph {
  return {
    input,
    layers: layers.map((layer) => {
      const moved = Object.entries(layer).map(([key, value]) => [
        key,
        value instanceof Float32Array ? value.map((one) => one + 0.1 * random.next()) : value,
      ]);
      return Object.fromEntries(moved) as Layer;
    }),
  };
}
