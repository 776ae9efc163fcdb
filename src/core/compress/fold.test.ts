import { describe, expect, test } from 'vitest';
import type { Layer, ModelGraph } from '#core/model/graph';
import { createGraphBuilder } from '#core/model/graph-builder';
import { createFloatRunner } from '#core/model/run-float';
import { createRandom } from '#core/random';
import { foldBatchNorm } from './fold';

const random = createRandom(6);
const values = (length: number, low: number, high: number) =>
  Float32Array.from({ length }, () => low + random.next() * (high - low));

/** The graph with every bias and normalisation at random, signs and all. */
function trained(graph: ModelGraph): ModelGraph {
  const layers = graph.layers.map((layer): Layer => {
    if (layer.kind === 'batchNorm') {
      const { length } = layer.gamma;
      return {
        ...layer,
        gamma: values(length, -1.5, 1.5),
        beta: values(length, -1, 1),
        mean: values(length, -1, 1),
        variance: values(length, 0.01, 3),
      };
    }
    return 'bias' in layer ? { ...layer, bias: values(layer.bias.length, -1, 1) } : layer;
  });
  return { ...graph, layers };
}

const graph = trained(
  createGraphBuilder([12, 1, 3], random)
    .conv2d(5, { kernel: [3, 1], strides: [2, 1] })
    .batchNorm('relu')
    .depthwiseConv2d({ kernel: [3, 1] })
    .batchNorm('relu6')
    .dropout(0.3)
    .flatten()
    .dense(6, 'none')
    .batchNorm('none')
    .dense(3, 'none')
    .softmax()
    .graph(),
);

test('folding keeps the function, and leaves no normalisation and no dropout', () => {
  const folded = foldBatchNorm(graph);
  expect(folded.layers.map(({ kind }) => kind)).toEqual([
    'conv2d',
    'depthwiseConv2d',
    'flatten',
    'dense',
    'dense',
    'softmax',
  ]);
  const [before, after] = [createFloatRunner(graph), createFloatRunner(folded)];
  for (let round = 0; round < 20; round++) {
    const window = values(36, -3, 3);
    const wanted = before.run(window);
    for (const [at, score] of after.run(window).entries()) {
      expect(score).toBeCloseTo(wanted[at]!, 5);
    }
  }
});

test('the graph that was folded is left as it was', () => {
  const copy = structuredClone(graph);
  foldBatchNorm(graph);
  expect(graph).toEqual(copy);
});

test.each([
  ['a pool', createGraphBuilder([6, 1, 2], random).maxPool2d([2, 1], 'valid').batchNorm('relu')],
  [
    'an activation',
    createGraphBuilder([6, 1, 2], random)
      .conv2d(2, { kernel: [1, 1], activation: 'relu' })
      .batchNorm('relu'),
  ],
])('a normalisation after %s is refused', (_, builder) => {
  expect(() => foldBatchNorm(builder.graph())).toThrow('no linear layer of its own');
});

test('a normalisation of a value that another layer reads too is refused', () => {
  const { input, layers } = createGraphBuilder([6, 1, 2], random)
    .conv2d(2, { kernel: [1, 1] })
    .batchNorm('relu')
    .graph();
  const second: Layer = { kind: 'flatten', name: 'second', inputs: [1] };
  expect(() => foldBatchNorm({ input, layers: [...layers, second] })).toThrow(
    expect.objectContaining({ code: 'model-unsupported' }),
  );
});

describe('an activation on its own', () => {
  const pointwise = (kind: 'relu' | 'relu6' | 'tanh', inputs: number[]): Layer => ({
    kind,
    name: `${kind}_${inputs}`,
    inputs,
  });
  const dense = (name: string, inputs: number[]): Layer => ({
    kind: 'dense',
    name,
    inputs,
    units: 4,
    activation: 'none',
    weights: values(16, -1, 1),
    bias: values(4, -1, 1),
  });
  const kindsOf = (layers: readonly Layer[]) =>
    foldBatchNorm({ input: [1, 1, 4], layers }).layers.map((layer) =>
      'activation' in layer ? `${layer.kind} ${layer.activation}` : layer.kind,
    );

  test('goes into the layer that it alone reads', () => {
    expect(kindsOf([dense('a', [0]), pointwise('relu', [1])])).toEqual(['dense relu']);
    const sum: Layer = { kind: 'add', name: 'sum', inputs: [0, 1], activation: 'none' };
    const layers = [dense('a', [0]), sum, pointwise('relu6', [2])];
    expect(kindsOf(layers)).toEqual(['dense none', 'add relu6']);
    const graph: ModelGraph = { input: [1, 1, 4], layers };
    const [before, after] = [createFloatRunner(graph), createFloatRunner(foldBatchNorm(graph))];
    const window = values(4, -9, 9);
    expect(after.run(window)).toEqual(before.run(window));
  });

  test('stays where another reads the layer too, has one already, or can have none', () => {
    const sum: Layer = { kind: 'add', name: 'sum', inputs: [1, 2], activation: 'none' };
    expect(kindsOf([dense('a', [0]), pointwise('relu', [1]), sum])).toEqual([
      'dense none',
      'relu',
      'add none',
    ]);
    expect(kindsOf([dense('a', [0]), pointwise('relu', [1]), pointwise('relu6', [2])])).toEqual([
      'dense relu',
      'relu6',
    ]);
    expect(kindsOf([pointwise('relu', [0]), dense('a', [1]), pointwise('tanh', [2])])).toEqual([
      'relu',
      'dense none',
      'tanh',
    ]);
  });
});
