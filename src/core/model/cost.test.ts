import { describe, expect, test } from 'vitest';
import type { Int8Graph, Int8Layer } from '#core/compress/int8-graph';
import { arenaSizeForExport } from '#core/firmware/arena/export-arena-size';
import { createRandom } from '#core/random';
import { floatCost, int8Cost } from './cost';
import type { ModelGraph, Shape } from './graph';
import { createGraphBuilder } from './graph-builder';

type Step = readonly [kind: string, output: Shape, weights?: number, channels?: number];

/** An int8 graph of these sizes, one layer after the other; its numbers are all 0. */
function int8Graph(input: Shape, steps: readonly Step[]): Int8Graph {
  return {
    values: [input, ...steps.map(([, shape]) => shape)].map((shape) => ({
      shape,
      quantisation: { scale: 1, zeroPoint: 0 },
    })),
    layers: steps.map(([kind, , weights, channels], index) => {
      const base = { name: `${index}`, inputs: [index], kind };
      if (weights === undefined) return base as unknown as Int8Layer;
      const outputs = channels ?? 1;
      const arrays = {
        shape: [outputs, 1, 1, weights / outputs],
        data: new Int8Array(weights),
        scales: new Float32Array(kind === 'dense' ? 1 : outputs),
        bias: new Int32Array(outputs),
      };
      return { ...base, weights: arrays } as unknown as Int8Layer;
    }),
  };
}

const dense = (inputs: number, units: number): Step => [
  'dense',
  [1, 1, units],
  inputs * units,
  units,
];

describe('the cost of a float graph', () => {
  const graph = createGraphBuilder([10, 6, 2], createRandom(1))
    .conv2d(8, { kernel: [4, 3], strides: [2, 1] })
    .batchNorm('relu')
    .depthwiseConv2d({ kernel: [3, 1], padding: 'valid' })
    .dropout(0.2)
    .globalAveragePool()
    .dense(3, 'none')
    .softmax()
    .graph();

  test('counts a kernel at every output point, and nothing for what is folded away', () => {
    const cost = floatCost(graph);
    expect(cost.macs).toBe(5 * 6 * 8 * (4 * 3 * 2) + 3 * 6 * 8 * 3 + 8 * 3);
    expect(cost.parameterCount).toBe(8 * 24 + 8 + (3 * 8 + 8) + (8 * 3 + 3));
    expect(cost.sizeBytes).toBe(cost.parameterCount * 4);
    expect(floatCost(graph, 12_345).sizeBytes).toBe(12_345);
  });

  test('counts both matrices of a recurrence at every frame', () => {
    const recurrent = createGraphBuilder([7, 1, 3], createRandom(1)).lstm(5).graph();
    const cost = floatCost(recurrent);
    expect(cost.macs).toBe(7 * 4 * 5 * (3 + 5));
    expect(cost.parameterCount).toBe(4 * 5 * (3 + 5 + 1));
  });

  test('holds the two largest neighbours of a chain at once, four bytes a value', () => {
    const { arenaBytes } = floatCost(graph);
    const operators = 5;
    expect(arenaBytes).toBe(4 * (5 * 6 * 8 + 3 * 6 * 8) + 200 + 160 * operators);
  });

  test('keeps a value for its last reader', () => {
    // The last operator reads the input once more: it stays while the two largest values live.
    const late = { kind: 'globalAveragePool', name: 'late', inputs: [0] } as const;
    const kept: ModelGraph = { ...graph, layers: [...graph.layers, late] };
    const inputBytes = 4 * 10 * 6 * 2;
    expect(floatCost(kept).arenaBytes).toBe(floatCost(graph).arenaBytes + 160 + inputBytes);
  });
});

describe('the cost of an int8 graph', () => {
  test('is that of the float graph in operations and parameters', () => {
    const graph = int8Graph(
      [10, 6, 2],
      [['conv2d', [5, 6, 8], 192, 8], ['mean', [1, 1, 8]], dense(8, 3), ['softmax', [1, 1, 3]]],
    );
    expect(int8Cost(graph, 2_000)).toMatchObject({
      parameterCount: 192 + 8 + 24 + 3,
      macs: 30 * 192 + 24,
      sizeBytes: 2_000,
    });
  });

  test('reserves the arena that firmware is told to', () => {
    const graph = int8Graph([1, 1, 1960], [dense(1960, 16), dense(16, 4), ['softmax', [1, 1, 4]]]);
    const { arenaBytes } = int8Cost(graph, 0);
    expect(arenaBytes).toBe(arenaSizeForExport(graph).bytes);
    expect(arenaBytes).toBeGreaterThan(1960 + 16);
  });
});
