import { expect, test } from 'vitest';
import { createFloatRunner } from '#core/model/run-float';
import { createRandom } from '#core/random';
import { EVERY_LAYER_WINDOW, everyLayerGraph } from '../../../tests/support/every-layer-graph';
import { calibrate } from './calibrate';
import { foldBatchNorm } from './fold';
import { quantisationErrors } from './quantisation-error';
import { quantise } from './quantise';

const WINDOWS = 60;
const size = EVERY_LAYER_WINDOW[0] * EVERY_LAYER_WINDOW[1];

test.each([1, 2, 3])(
  'a network of every layer keeps its function through fold and int8 (%i)',
  (seed) => {
    const random = createRandom(seed);
    const windows = Float32Array.from({ length: size * WINDOWS }, () => random.normal());
    const graph = everyLayerGraph(seed);
    const folded = foldBatchNorm(graph);
    expect(folded.layers.length).toBeLessThan(graph.layers.length);
    const [before, after] = [createFloatRunner(graph), createFloatRunner(folded)];
    for (let at = 0; at < windows.length; at += size) {
      const window = windows.subarray(at, at + size);
      const wanted = before.run(window);
      for (const [i, value] of after.run(window).entries())
        expect(value).toBeCloseTo(wanted[i]!, 4);
    }
    const int8 = quantise(folded, calibrate(folded, windows, WINDOWS));
    const errors = quantisationErrors(folded, int8, windows, WINDOWS);
    expect(errors.map(({ layer }) => layer)).toEqual(folded.layers.map(({ name }) => name));
    for (const { signalToNoiseDb } of errors) expect(signalToNoiseDb).toBeGreaterThan(25);
  },
);
