import { expect, test } from 'vitest';
import { lstmInt8Graph } from '../../../tests/support/random-int8-graph';
import type { Int8Graph } from './int8-graph';
import { profileOperators } from './operator-profile';

const quantisation = { scale: 1, zeroPoint: 0 };

test('a convolution costs its weights at every place, a pool nothing', () => {
  const graph: Int8Graph = {
    values: [
      { shape: [6, 1, 3], quantisation },
      { shape: [5, 1, 4], quantisation },
      { shape: [2, 1, 4], quantisation },
    ],
    layers: [
      {
        kind: 'conv2d',
        name: 'conv',
        inputs: [0],
        strides: [1, 1],
        padding: 'valid',
        activation: 'relu',
        weights: {
          shape: [4, 2, 1, 3],
          data: new Int8Array(24),
          scales: new Float32Array(4).fill(1),
          bias: new Int32Array(4),
        },
      },
      {
        kind: 'maxPool2d',
        name: 'pool',
        inputs: [1],
        size: [2, 1],
        strides: [2, 1],
        padding: 'valid',
      },
    ],
  };
  expect(profileOperators(graph)).toEqual([
    { parameterCount: 24 + 4, constBytes: 24 + 4 * 4, macs: 24 * 5, movedBytes: 18 + 20 + 40 },
    { parameterCount: 0, constBytes: 0, macs: 0, movedBytes: 16 + 8 },
  ]);
});

test('an LSTM costs its eight matrices once a frame', () => {
  const graph = lstmInt8Graph(1);
  const index = graph.layers.findIndex(({ kind }) => kind === 'lstm');
  const layer = graph.layers[index]!;
  if (layer.kind !== 'lstm') throw new Error('no LSTM in the graph');
  const [frames, , units] = graph.values[index + 1]!.shape;
  const features = graph.values[layer.inputs[0]!]!.shape[2];
  const weights = 4 * units * (features + units);
  expect(profileOperators(graph)[index]).toEqual({
    parameterCount: weights + 4 * units,
    constBytes: weights + 16 * units,
    macs: weights * frames,
    movedBytes: frames * features + frames * units + weights + 16 * units,
  });
});

test('an addition reads both of its inputs, the last frame one row', () => {
  const graph: Int8Graph = {
    values: [5, 5, 1].map((rows) => ({ shape: [rows, 1, 3] as const, quantisation })),
    layers: [
      { kind: 'add', name: 'add', inputs: [0, 0], activation: 'none' },
      { kind: 'lastFrame', name: 'last', inputs: [1] },
    ],
  };
  expect(profileOperators(graph).map(({ movedBytes }) => movedBytes)).toEqual([45, 6]);
});

test('a pool that steps over rows reads the others only', () => {
  const graph: Int8Graph = {
    values: [
      { shape: [8, 1, 2], quantisation },
      { shape: [2, 1, 2], quantisation },
    ],
    layers: [
      {
        kind: 'maxPool2d',
        name: 'pool',
        inputs: [0],
        size: [2, 1],
        strides: [4, 1],
        padding: 'valid',
      },
    ],
  };
  expect(profileOperators(graph)[0]!.movedBytes).toBe(4 * 2 + 4);
});
