import { expect, test } from 'vitest';
import type { ModelGraph } from '#core/model/graph';
import { createGraphBuilder } from '#core/model/graph-builder';
import { createRandom } from '#core/random';
import { calibrate } from './calibrate';
import { foldBatchNorm } from './fold';
import { quantisationErrors } from './quantisation-error';
import { quantise } from './quantise';

const random = createRandom(31);
const normals = (length: number) => Float32Array.from({ length }, () => random.normal());

const pool = { kind: 'maxPool2d', size: [1, 1], strides: [1, 1], padding: 'valid' } as const;
const one: ModelGraph = { input: [2, 1, 1], layers: [{ ...pool, name: 'same', inputs: [0] }] };

test('is the mean square of the difference, and the power of the signal over it', () => {
  // Steps of 1, zero point 0: 0.25 and −0.5 are off by 0.25 and 0.5, 127 and −128 not at all.
  const int8 = quantise(one, calibrate(one, Float32Array.of(127, -128), 1));
  expect(int8.values[0]!.quantisation).toEqual({ scale: 1, zeroPoint: 0 });
  const [error] = quantisationErrors(one, int8, Float32Array.of(127, -128, 0.25, -0.5), 2);
  expect(error!.layer).toBe('same');
  expect(error!.meanSquaredError).toBeCloseTo((0.25 ** 2 + 0.5 ** 2) / 4, 9);
  const signal = 127 ** 2 + 128 ** 2 + 0.25 ** 2 + 0.5 ** 2;
  expect(error!.signalToNoiseDb).toBeCloseTo(10 * Math.log10(signal / 0.3125), 4);
});

test('without a difference there is no ratio', () => {
  const int8 = quantise(one, calibrate(one, Float32Array.of(127, -128), 1));
  expect(quantisationErrors(one, int8, Float32Array.of(3, -4), 1)).toEqual([
    { layer: 'same', meanSquaredError: 0, signalToNoiseDb: null },
  ]);
});

const graph = foldBatchNorm(
  createGraphBuilder([12, 1, 3], random)
    .conv2d(4, { kernel: [3, 1], activation: 'relu' })
    .globalAveragePool()
    .dense(3, 'none')
    .softmax()
    .graph(),
);
const windows = normals(36 * 40);
const ranges = calibrate(graph, windows, 40);

test('has a row for every layer of the float network, in its order', () => {
  const errors = quantisationErrors(graph, quantise(graph, ranges), windows, 40);
  expect(errors.map(({ layer }) => layer)).toEqual(graph.layers.map(({ name }) => name));
  for (const { signalToNoiseDb } of errors) expect(signalToNoiseDb).toBeGreaterThan(25);
});

test('leaves out what int8 alone has, and finds layers behind it', () => {
  const lstm: ModelGraph = {
    input: [6, 1, 2],
    layers: [
      { ...graph.layers[0]!, inputs: [0] },
      {
        kind: 'lstm',
        name: 'memory',
        inputs: [1],
        units: 3,
        weights: normals(48).map((value) => value * 0.4),
        recurrentWeights: normals(36).map((value) => value * 0.4),
        bias: normals(12),
      },
      { kind: 'lastFrame', name: 'last', inputs: [2] },
    ],
  };
  const first = lstm.layers[0]!;
  if (first.kind !== 'conv2d') throw new Error('It is a convolution.');
  const narrow = { ...first, weights: first.weights.slice(0, 4 * 3 * 2) };
  const whole: ModelGraph = { ...lstm, layers: [narrow, ...lstm.layers.slice(1)] };
  const inputs = normals(12 * 30);
  const int8 = quantise(whole, calibrate(whole, inputs, 30));
  expect(int8.layers.map(({ kind }) => kind)).toEqual(['conv2d', 'reshape', 'lstm', 'lastFrame']);
  const errors = quantisationErrors(whole, int8, inputs, 30);
  expect(errors.map(({ layer }) => layer)).toEqual([first.name, 'memory', 'last']);
  for (const { signalToNoiseDb } of errors) expect(signalToNoiseDb).toBeGreaterThan(20);
});

test('shows a layer whose range was calibrated too small', () => {
  const [low, high] = [ranges.lowest.slice(), ranges.highest.slice()];
  low[3] = low[3]! / 8;
  high[3] = high[3]! / 8;
  const good = quantisationErrors(graph, quantise(graph, ranges), windows, 40);
  const bad = quantisationErrors(
    graph,
    quantise(graph, { ...ranges, lowest: low, highest: high }),
    windows,
    40,
  );
  expect(bad[1]).toEqual(good[1]);
  expect(bad[2]!.signalToNoiseDb).toBeLessThan(good[2]!.signalToNoiseDb! - 15);
});

test('too few numbers for the count are refused', () => {
  const int8 = quantise(graph, ranges);
  expect(() => quantisationErrors(graph, int8, windows, 41)).toThrow(RangeError);
});
