import { describe, expect, test } from 'vitest';
import { createRandom } from '#core/random';
import { foldBatchNorm } from '../compress/fold';
import { crc32 } from '../dataset/crc32';
import { buildGraph } from './build-graph';
import { floatCost } from './cost';
import type { ModelGraph } from './graph';
import { createGraphBuilder } from './graph-builder';
import type { Preset } from './preset';
import { PRESETS, presetOf } from './presets';
import { createFloatRunner } from './run-float';
import { inferShapes } from './shapes';
import type { PresetId } from './trained-model';

function build(
  preset: Preset,
  [frames, channels, classCount]: readonly [number, number, number],
  { seed = 1, width = 1 } = {},
): ModelGraph {
  const size = { frames, channels, classCount };
  return buildGraph(preset.design(size, width), { ...size, random: createRandom(seed) });
}

const SIZES = [
  [10, 1, 2],
  [40, 3, 4],
  [100, 6, 5],
  [128, 3, 4],
  [400, 9, 9],
  [2000, 9, 12],
] as const;

describe.each(PRESETS.map((preset) => [preset.id, preset] as const))('%s', (id, preset) => {
  test.each(SIZES)(
    'fits %i frames of %i channels and %i classes, and stays small',
    (frames, channels, classes) => {
      const graph = build(preset, [frames, channels, classes]);
      expect(inferShapes(graph).at(-1)).toEqual([1, 1, classes]);
      expect(graph.input[0] * graph.input[1] * graph.input[2]).toBe(frames * channels);
      expect(graph.layers.at(-1)!.kind).toBe('softmax');
      expect(() => foldBatchNorm(graph)).not.toThrow();
      expect(floatCost(graph).parameterCount).toBeLessThan(frames > 400 ? 80_000 : 17_000);
    },
  );

  test('gives the same first weights for the same seed, others for another', () => {
    const weights = (seed: number) =>
      build(preset, [50, 6, 3], { seed }).layers.flatMap((layer) =>
        'weights' in layer ? [...layer.weights] : [],
      );
    expect(weights(4)).toEqual(weights(4));
    expect(weights(4)).not.toEqual(weights(5));
  });

  test('is undecided before training', () => {
    const graph = build(preset, [50, 6, 4]);
    const random = createRandom(2);
    const runner = createFloatRunner(graph);
    const means = new Float64Array(4);
    for (let round = 0; round < 40; round++) {
      const scores = runner.run(Float32Array.from({ length: 300 }, () => random.normal()));
      for (const [at, score] of scores.entries()) means[at]! += score / 40;
    }
    expect(Math.max(...means)).toBeLessThan(0.9);
    expect(presetOf(id)).toBe(preset);
  });

  test('has the layers and first weights that models so far were trained from', () => {
    const sums = CHECKED_SIZES.map((size) => checksum(build(preset, size, { seed: 7 })));
    expect(sums).toEqual(CHECKSUMS[id]);
  });

  test.each(SIZES)('of %i frames, %i channels, %i classes grows with its width', (...size) => {
    let before = 0;
    for (const width of [0.01, 0.25, 0.5, 0.75, 1, 1.5, 2, 3]) {
      const graph = build(preset, size, { width });
      const { parameterCount } = floatCost(graph);
      expect(parameterCount).toBeGreaterThan(before);
      before = parameterCount;
      for (const layer of graph.layers) {
        if ('bias' in layer) expect(layer.bias.length).toBeGreaterThanOrEqual(2);
      }
    }
  });
});

const CHECKED_SIZES = [
  [10, 1, 2],
  [50, 6, 4],
  [128, 3, 4],
  [400, 9, 9],
  [2000, 9, 12],
] as const;

/** CRC-32 of the graphs at these sizes, from the presets as they first were. */
const CHECKSUMS: Record<PresetId, readonly number[]> = {
  'magic-wand-cnn': [3456794199, 4189333754, 3542159470, 1862772446, 3859488581],
  conv1d: [676192930, 1652576577, 3098867269, 271252712, 3966379579],
  'separable-cnn': [2305700669, 1554009171, 4076103483, 2607663309, 2027038717],
  residual: [1731940956, 3192472132, 3009050753, 2160348351, 1952036352],
  lstm: [2263186384, 4079078081, 826510965, 1306508325, 2956991972],
  dense: [1727399105, 1289803123, 2339643356, 2585538791, 3267127291],
};

function checksum({ input, layers }: ModelGraph): number {
  const sorted = layers.map((layer) =>
    Object.fromEntries(Object.entries(layer).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
  const json = JSON.stringify({ input, layers: sorted }, (_, value) =>
    value instanceof Float32Array ? Array.from(value) : value,
  );
  return crc32(Uint8Array.from(json, (letter) => letter.charCodeAt(0)));
}

describe('the graph builder', () => {
  test('numbers layers of a kind, each reading the one before', () => {
    const { layers } = createGraphBuilder([8, 1, 2], createRandom(1))
      .conv2d(3, { kernel: [3, 1] })
      .batchNorm('relu')
      .conv2d(4, { kernel: [3, 1] })
      .graph();
    expect(layers.map(({ name }) => name)).toEqual(['conv_1', 'norm_1', 'conv_2']);
    expect(layers.map(({ inputs }) => inputs)).toEqual([[0], [1], [2]]);
  });

  test('draws weights with the variance that keeps a signal its size', () => {
    const { layers } = createGraphBuilder([1, 1, 200], createRandom(3))
      .dense(100, 'relu')
      .dense(100, 'none')
      .conv2d(2_000, { kernel: [1, 1] })
      .depthwiseConv2d({ kernel: [3, 1] })
      .graph();
    const variances = layers.map((layer) => {
      if (!('weights' in layer)) return 0;
      return layer.weights.reduce((sum, w) => sum + w * w, 0) / layer.weights.length;
    });
    expect(variances[0]! / (2 / 200)).toBeCloseTo(1, 1);
    expect(variances[1]! / (2 / 200)).toBeCloseTo(1, 1);
    expect(variances[2]! / (2 / 100)).toBeCloseTo(1, 1);
    // A channel of a depthwise convolution reads its own channel alone.
    expect(variances[3]! / (2 / 3)).toBeCloseTo(1, 1);
    for (const layer of layers) {
      expect('bias' in layer && layer.bias.every((one) => one === 0)).toBe(true);
    }
  });

  test('starts a recurrence that neither swells nor dies away, its forget gate open', () => {
    const units = 12;
    const [layer] = createGraphBuilder([5, 1, 20], createRandom(4)).lstm(units).graph().layers;
    if (layer?.kind !== 'lstm') throw new Error('There is no LSTM.');
    const variance = layer.weights.reduce((sum, w) => sum + w * w, 0) / layer.weights.length;
    expect(variance / (2 / (20 + 4 * units))).toBeCloseTo(1, 1);
    const { recurrentWeights: recurrent } = layer;
    for (let a = 0; a < units; a++) {
      for (let b = 0; b <= a; b++) {
        let product = 0;
        for (let row = 0; row < 4 * units; row++) {
          product += recurrent[row * units + a]! * recurrent[row * units + b]!;
        }
        expect(product).toBeCloseTo(a === b ? 1 : 0, 5);
      }
    }
    const open = Array.from(layer.bias, (value, at) => [value, Math.floor(at / units) === 1]);
    expect(open.every(([value, isForget]) => value === (isForget ? 1 : 0))).toBe(true);
  });

  test('a residual connection adds what it stacked on to what it found', () => {
    const { layers } = createGraphBuilder([6, 1, 2], createRandom(1))
      .relu()
      .residual('relu', (stack) => stack.tanh().residual('none', (inner) => inner.logistic()))
      .graph();
    expect(layers.map(({ name, inputs }) => [name, ...inputs])).toEqual([
      ['relu_1', 0],
      ['tanh_1', 1],
      ['logistic_1', 2],
      ['add_1', 3, 2],
      ['add_2', 4, 1],
    ]);
  });

  test('pads by rows and columns, and keeps the last frame', () => {
    const builder = createGraphBuilder([4, 2, 3], createRandom(1)).pad([1, 2], [3, 4]);
    expect(builder.shape).toEqual([8, 8, 3]);
    expect(builder.lastFrame().shape).toEqual([1, 8, 3]);
  });

  test('clamps a pool to what there is', () => {
    expect(createGraphBuilder([2, 5, 1], createRandom(1)).maxPool2d([3, 3], 'valid').shape).toEqual(
      [1, 1, 1],
    );
  });
});
