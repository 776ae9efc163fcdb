import { expect, test } from 'vitest';
import { createRandom } from '#core/random';
import type { ModelGraph } from './graph';
import { createGraphBuilder } from './graph-builder';
import { createFloatRunner } from './run-float';

const pool = { kind: 'maxPool2d', size: [2, 1], strides: [2, 1], padding: 'valid' } as const;

test('a layer reads the value that it names, and every value can be looked at', () => {
  const graph: ModelGraph = {
    input: [4, 1, 1],
    layers: [
      { ...pool, name: 'halves', inputs: [0] },
      { kind: 'globalAveragePool', name: 'mean', inputs: [0] },
    ],
  };
  const runner = createFloatRunner(graph);
  expect([...runner.run(Float32Array.of(1, 9, 4, 2))]).toEqual([4]);
  expect(runner.values.map((value) => [...value])).toEqual([[1, 9, 4, 2], [9, 4], [4]]);
});

test('every kind of layer passes on what it should, one after the other', () => {
  const runner = createFloatRunner({
    input: [4, 1, 1],
    layers: [
      {
        kind: 'conv2d',
        name: 'double',
        inputs: [0],
        filters: 1,
        kernel: [1, 1],
        strides: [1, 1],
        padding: 'same',
        activation: 'none',
        weights: Float32Array.of(2),
        bias: Float32Array.of(0),
      },
      {
        kind: 'depthwiseConv2d',
        name: 'split',
        inputs: [1],
        depthMultiplier: 2,
        kernel: [1, 1],
        strides: [1, 1],
        padding: 'same',
        activation: 'none',
        weights: Float32Array.of(1, -1),
        bias: Float32Array.of(0, 10),
      },
      {
        kind: 'batchNorm',
        name: 'halve',
        inputs: [2],
        gamma: Float32Array.of(1, 1),
        beta: Float32Array.of(0, 0),
        mean: Float32Array.of(0, 0),
        variance: Float32Array.of(3, 3),
        epsilon: 1,
        activation: 'relu',
      },
      { ...pool, kind: 'averagePool2d', name: 'pairs', inputs: [3] },
      { kind: 'dropout', name: 'dropout', inputs: [4], rate: 0.9 },
      { kind: 'flatten', name: 'flatten', inputs: [5] },
      {
        kind: 'dense',
        name: 'dense',
        inputs: [6],
        units: 2,
        activation: 'none',
        weights: Float32Array.of(1, 0, 0, 0, 0, 0, 0, 1),
        bias: Float32Array.of(0, 0),
      },
      { kind: 'softmax', name: 'softmax', inputs: [7] },
    ],
  });
  runner.run(Float32Array.of(1, 2, 3, -4));
  expect(runner.values.slice(1, 8).map((value) => [...value])).toEqual([
    [2, 4, 6, -8],
    [2, 8, 4, 6, 6, 4, -8, 18],
    [1, 4, 2, 3, 3, 2, 0, 9],
    [1.5, 3.5, 1.5, 5.5],
    [1.5, 3.5, 1.5, 5.5],
    [1.5, 3.5, 1.5, 5.5],
    [1.5, 5.5],
  ]);
  expect(runner.values[8]![1]).toBeCloseTo(1 / (1 + Math.exp(-4)), 6);
});

test('a run leaves nothing for the next', () => {
  const random = createRandom(3);
  const graph = createGraphBuilder([9, 2, 2], random)
    .conv2d(3, { kernel: [3, 2], activation: 'relu' })
    .maxPool2d([2, 2], 'same')
    .flatten()
    .dense(3, 'none')
    .softmax()
    .graph();
  const runner = createFloatRunner(graph);
  const window = () => Float32Array.from({ length: 36 }, () => random.normal());
  const first = window();
  const wanted = [...runner.run(first)];
  runner.run(window());
  expect([...runner.run(first)]).toEqual(wanted);
});

test('an input of another length is refused', () => {
  const graph = createGraphBuilder([4, 1, 1], createRandom(1)).globalAveragePool().graph();
  expect(() => createFloatRunner(graph).run(new Float32Array(3))).toThrow(RangeError);
});
