import { expect, test } from 'vitest';
import { calibrate } from '#core/compress/calibrate';
import { foldBatchNorm } from '#core/compress/fold';
import { quantise } from '#core/compress/quantise';
import { writeTflite } from '#core/tflite/write-tflite';
import { createRandom } from '../random';
import { buildGraph } from './build-graph';
import { int8SizeEstimate } from './int8-size';
import { PRESETS } from './presets';

const SIZES = [
  { frames: 50, channels: 6, classCount: 4 },
  { frames: 100, channels: 3, classCount: 7 },
];

test.each(PRESETS.flatMap((preset) => SIZES.map((size) => [preset.id, size, preset] as const)))(
  'the estimate for %s is within 10 %% of the file that is written',
  (_, size, preset) => {
    const random = createRandom(1);
    const graph = buildGraph(preset.design(size), { ...size, random });
    const folded = foldBatchNorm(graph);
    const window = Float32Array.from({ length: size.frames * size.channels }, () =>
      random.normal(),
    );
    const bytes = writeTflite(quantise(folded, calibrate(folded, window, 1))).length;
    expect(Math.abs(int8SizeEstimate(graph) / bytes - 1)).toBeLessThan(0.1);
  },
);
