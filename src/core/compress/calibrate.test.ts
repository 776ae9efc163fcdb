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

test('a percentile leaves out the outermost numbers of every value, on both sides', () => {
  const numbers = Float32Array.from({ length: 1000 }, (_, at) => at / 100 - 5);
  numbers[3] = -700;
  numbers[996] = 4000;
  const { lowest, highest } = calibrate(asItIs(1000), numbers, 1, {
    method: 'percentile',
    percentile: 99,
  });
  for (const id of [0, 1]) {
    // Five at each end are beyond: the one far out and four of the rest.
    expect(lowest[id]).toBeCloseTo(-4.95, 1);
    expect(highest[id]).toBeCloseTo(4.94, 1);
  }
  const most = calibrate(asItIs(1000), numbers, 1, { method: 'percentile', percentile: 100 });
  expect([most.lowest[0], most.highest[0]]).toEqual([-700, 4000]);
});

test('no method goes beyond what was seen, and equal windows give equal ranges', () => {
  const seen = calibrate(graph, windows, 20);
  for (const calibration of [
    { method: 'percentile', percentile: 99 },
    { method: 'mean-squared-error' },
  ] as const) {
    const ranges = calibrate(graph, windows, 20, calibration);
    expect(calibrate(graph, windows, 20, calibration)).toEqual(ranges);
    for (const [id, low] of ranges.lowest.entries()) {
      expect(low).toBeGreaterThanOrEqual(seen.lowest[id]!);
      expect(ranges.highest[id]).toBeLessThanOrEqual(seen.highest[id]!);
      expect(low).toBeLessThanOrEqual(ranges.highest[id]!);
    }
  }
});

test('a value that is no number is left to the quantiser, whatever the method', () => {
  const wild = Float32Array.of(1, Number.POSITIVE_INFINITY, 2);
  for (const calibration of [
    { method: 'percentile', percentile: 90 },
    { method: 'mean-squared-error' },
  ] as const) {
    const { highest } = calibrate(asItIs(3), wild, 1, calibration);
    expect(highest[0]).toBe(Number.POSITIVE_INFINITY);
  }
});

/** A network whose second value is its input. */
function asItIs(length: number): ModelGraph {
  return { input: [1, 1, length], layers: [{ kind: 'flatten', name: 'flatten', inputs: [0] }] };
}
