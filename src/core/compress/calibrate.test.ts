import { expect, test } from 'vitest';
import type { ModelGraph } from '#core/model/graph';
import { createGraphBuilder } from '#core/model/graph-builder';
import { createFloatRunner } from '#core/model/run-float';
import { createRandom } from '#core/random';
import { calibrate } from './calibrate';

const random = createRandom(5);
const graph = createGraphBuilder([6, 1, 2], random)
  .conv2d(3, { kernel: [3, 1], activation: 'relu' })
  .globalAveragePool()
  .dense(2, 'none')
  .softmax()
  .graph();
const windows = Float32Array.from({ length: 12 * 20 }, () => random.normal());

test('the range of every value is the lowest and highest that any window gave', () => {
  const { lowest, highest } = calibrate(graph, windows, 20);
  const runner = createFloatRunner(graph);
  const seen: number[][] = runner.values.map(() => []);
  for (let at = 0; at < windows.length; at += 12) {
    runner.run(windows.subarray(at, at + 12));
    for (const [id, values] of runner.values.entries()) seen[id]!.push(...values);
  }
  expect([...lowest]).toEqual(seen.map((values) => Math.min(...values)));
  expect([...highest]).toEqual(seen.map((values) => Math.max(...values)));
});

test('windows beyond the count are not looked at', () => {
  const wild = windows.slice();
  wild.fill(1e6, 12);
  expect(calibrate(graph, wild, 1)).toEqual(calibrate(graph, windows, 1));
  expect(calibrate(graph, wild, 2)).not.toEqual(calibrate(graph, windows, 2));
});

test('too few numbers for the count are refused', () => {
  expect(() => calibrate(graph, windows, 21)).toThrow(RangeError);
});

test('a single window whose values are all one number has that number at both ends', () => {
  const mean = createGraphBuilder([3, 1, 1], random).globalAveragePool().graph();
  const { lowest, highest } = calibrate(mean, Float32Array.of(5, 5, 5), 1);
  expect([...lowest, ...highest]).toEqual([5, 5, 5, 5]);
});

test('the largest cell state of an LSTM is noted with its value', () => {
  const lstm: ModelGraph = {
    input: [3, 1, 1],
    layers: [
      { kind: 'relu', name: 'relu', inputs: [0] },
      {
        kind: 'lstm',
        name: 'lstm',
        inputs: [1],
        units: 1,
        weights: Float32Array.of(0, 0, 100, 0),
        recurrentWeights: new Float32Array(4),
        // Everything is let in and kept, so that the cell counts frames above zero.
        bias: Float32Array.of(100, 100, 0, 0),
      },
    ],
  };
  const counted = calibrate(lstm, Float32Array.of(1, 1, 1, 5, -1, 3), 2);
  expect([...counted.largestCells]).toEqual([0, 0, 3]);
});
