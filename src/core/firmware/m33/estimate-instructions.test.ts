import { expect, test } from 'vitest';
import { randomInt8Graph } from '../../../../tests/support/random-int8-graph';
import type { Int8Graph, Int8Layer } from '../../compress/int8-graph';
import { estimateInstructions } from './estimate-instructions';
import { INSTRUCTION_COSTS } from './instruction-costs';
import { kindOf } from './item-kind';
import { operatorWork } from './operator-work';

const quantisation = { scale: 1, zeroPoint: 0 };

test('everything that a network does has a cost', () => {
  const unknown = new Set<string>();
  const graphs = Array.from({ length: 300 }, (_, seed) => randomInt8Graph(seed));
  for (const graph of [...graphs, ...graphs.map(ofFewValues)]) {
    for (const work of operatorWork(graph)) {
      for (const kind of [...work.keys()].map(kindOf)) {
        const names = [kind, kind.replace('Coded', '')];
        if (!names.some((name) => name in INSTRUCTION_COSTS)) unknown.add(kind);
      }
    }
  }
  expect([...unknown]).toEqual([]);
});

/** Weights of three values, so that code books pay. */
function ofFewValues(graph: Int8Graph): Int8Graph {
  const data = (all: Int8Array) => all.map((weight) => Math.sign(Math.trunc(weight / 40)));
  return {
    ...graph,
    layers: graph.layers.map((layer) =>
      'weights' in layer
        ? ({ ...layer, weights: { ...layer.weights, data: data(layer.weights.data) } } as Int8Layer)
        : layer,
    ),
  };
}

test('layers that compute nothing cost nothing, all others something, and the sum is the whole', () => {
  for (let seed = 0; seed < 100; seed++) {
    const graph = randomInt8Graph(seed);
    const { perOperator, total } = estimateInstructions(graph, 'o2');
    for (const [index, { kind }] of graph.layers.entries()) {
      if (kind === 'reshape' || kind === 'lastFrame') expect(perOperator[index]).toBe(0);
      else expect(perOperator[index]).toBeGreaterThan(0);
    }
    expect(total).toBeCloseTo(
      perOperator.reduce((sum, one) => sum + one, 0),
      6,
    );
  }
});

test('a convolution does its work once a place: a block of four outputs, one of the two left', () => {
  const graph: Int8Graph = {
    values: [
      { shape: [10, 1, 3], quantisation },
      { shape: [8, 1, 6], quantisation },
    ],
    layers: [
      {
        kind: 'conv2d',
        name: 'conv',
        inputs: [0],
        strides: [1, 1],
        padding: 'valid',
        activation: 'none',
        weights: {
          shape: [6, 3, 1, 3],
          data: Int8Array.from({ length: 54 }, (_, at) => at),
          scales: new Float32Array(6).fill(1e-3),
          bias: new Int32Array(6),
        },
      },
    ],
  };
  const [work] = operatorWork(graph);
  // Nine taps at each of eight places: two groups of four and an odd one.
  expect(Object.fromEntries(work!)).toEqual({
    layer: 1,
    'place.inside': 8,
    'outputsAlone.call': 8,
    'outputsAloneLine.block4': 8,
    'outputsAloneLine.group4': 16,
    'outputsAloneLine.odd4': 8,
    'outputsAloneLine.block2': 8,
    'outputsAloneLine.group2': 16,
    'outputsAloneLine.odd2': 8,
    'store.tablesRight': 48,
  });
});
