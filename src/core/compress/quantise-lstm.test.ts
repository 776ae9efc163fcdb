import { describe, expect, test } from 'vitest';
import type { ModelGraph } from '#core/model/graph';
import { createFloatRunner } from '#core/model/run-float';
import { createRandom } from '#core/random';
import { calibrate } from './calibrate';
import { quantise } from './quantise';
import { dequantise, quantiseInto } from './quantise-values';
import { createInt8Runner } from './run-int8';

const random = createRandom(8);
const normals = (length: number) => Float32Array.from({ length }, () => random.normal());
const base = (name: string, ...inputs: number[]) => ({ name, inputs });
const POOL_OF_ONE = {
  kind: 'maxPool2d',
  size: [1, 1],
  strides: [1, 1],
  padding: 'valid',
} as const;

describe('a quantised LSTM', () => {
  const units = 4;
  const scaled = (length: number) => normals(length).map((value) => value * 0.5);
  const lstm = {
    ...base('lstm', 1),
    kind: 'lstm',
    units,
    weights: scaled(4 * units * 3),
    recurrentWeights: scaled(4 * units * units),
    bias: normals(4 * units),
  } as const;
  const graph: ModelGraph = {
    input: [10, 1, 3],
    layers: [
      { ...base('pool', 0), ...POOL_OF_ONE },
      lstm,
      { ...base('last', 2), kind: 'lastFrame' },
    ],
  };
  const windows = normals(30 * 60);
  const ranges = calibrate(graph, windows, 60);
  const int8 = quantise(graph, ranges);
  const [, , layer] = int8.layers;
  if (layer?.kind !== 'lstm') throw new Error('It is an LSTM.');

  test('reads a reshape where a file has another rank', () => {
    expect(int8.layers.map(({ kind }) => kind)).toEqual([
      'maxPool2d',
      'reshape',
      'lstm',
      'lastFrame',
    ]);
  });

  test('has gates in the order of the float one, one scale a matrix, the largest weight at 127', () => {
    for (const [index, gate] of layer.gates.entries()) {
      for (const [matrix, all] of [
        [gate.weights, lstm.weights],
        [gate.recurrentWeights, lstm.recurrentWeights],
      ] as const) {
        const float = all.subarray((index * all.length) / 4, ((index + 1) * all.length) / 4);
        expect(Math.max(...matrix.data.map(Math.abs))).toBe(127);
        for (const [at, value] of float.entries()) {
          expect(Math.abs(matrix.data[at]! * matrix.scale - value)).toBeLessThan(
            matrix.scale * 0.51,
          );
        }
      }
      const step = gate.weights.scale * int8.values[0]!.quantisation.scale;
      for (const [unit, value] of gate.bias.entries()) {
        expect(Math.abs(value * step - lstm.bias[index * units + unit]!)).toBeLessThan(step * 0.51);
      }
    }
  });

  test.each([
    [0.3, -15],
    [1, -15],
    [1.01, -14],
    [8, -12],
    [9, -11],
    [10_000, -6],
  ])('has a cell scale, for states up to %d, of 2^%i', (largest, power) => {
    const largestCells = new Float32Array(ranges.largestCells.length).fill(largest);
    const [, , one] = quantise(graph, { ...ranges, largestCells }).layers;
    expect(one).toMatchObject({ cellScale: 2 ** power });
  });

  test('gives the float network to within a few steps', () => {
    const float = createFloatRunner(graph);
    const runner = createInt8Runner(int8);
    const input = new Int8Array(30);
    const output = int8.values.at(-1)!.quantisation;
    let largest = 0;
    for (let at = 0; at < windows.length; at += 30) {
      const window = windows.subarray(at, at + 30);
      quantiseInto(window, int8.values[0]!.quantisation, input);
      runner.run(input);
      for (const [i, value] of float.run(window).entries()) {
        const got = dequantise(output, runner.values.at(-1)![i]!);
        largest = Math.max(largest, Math.abs(got - value));
      }
    }
    expect(largest).toBeLessThan(0.06);
  });
});
