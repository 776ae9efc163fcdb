import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildGraph } from '#core/model/build-graph';
import type { Layer, ModelGraph } from '#core/model/graph';
import { createGraphBuilder, type GraphBuilder } from '#core/model/graph-builder';
import { PRESETS } from '#core/model/presets';
import { createFloatRunner } from '#core/model/run-float';
import { inferShapes } from '#core/model/shapes';
import { createRandom } from '#core/random';
import { channelImportance } from './channel-importance';
import { pruneChannels } from './prune-channels';
import { pruneWeights } from './prune-weights';

const random = createRandom(3);
const input = (graph: ModelGraph) =>
  Float32Array.from({ length: graph.input[0] * graph.input[1] * graph.input[2] }, () =>
    random.normal(),
  );

/** Half of the first convolution's filters and half of the dense layer's neurons give only zeros. */
function halfDead(): ModelGraph {
  const graph = createGraphBuilder([12, 1, 3], random)
    .conv2d(8, { kernel: [3, 1] })
    .batchNorm('relu')
    .depthwiseConv2d({ kernel: [3, 1], activation: 'relu' })
    .maxPool2d([2, 1], 'same')
    .flatten()
    .dense(6, 'relu')
    .dense(4, 'none')
    .softmax()
    .graph();
  const dead = new Set([1, 2, 5, 7]);
  return {
    ...graph,
    layers: graph.layers.map((layer, index) => {
      if (layer.kind === 'batchNorm') {
        return {
          ...layer,
          gamma: layer.gamma.map((_, c) => (dead.has(c) ? 0 : 0.5 + random.next())),
        };
      }
      if (layer.kind === 'dense' && index === 5) {
        const weights = layer.weights.map((w, i) =>
          Math.floor(i / (layer.weights.length / 6)) % 2 ? 0 : w,
        );
        return { ...layer, weights };
      }
      return layer;
    }),
  };
}

test('removing channels that give nothing changes nothing but the shapes', () => {
  const graph = halfDead();
  const small = pruneChannels(graph, 0.5);
  expect(inferShapes(small).map((shape) => shape[2])).toEqual([3, 4, 4, 4, 4, 24, 3, 4, 4]);
  const window = input(graph);
  const before = createFloatRunner(graph).run(window);
  const after = createFloatRunner(small).run(window);
  for (const [index, value] of after.entries()) expect(value).toBeCloseTo(before[index]!, 6);
});

test.each(PRESETS.map((preset) => [preset.id, preset] as const))(
  '%s keeps its classes and gets smaller, whatever the share',
  (_, preset) => {
    const spec = { frames: 50, channels: 6, classCount: 5, random };
    const graph = buildGraph(preset.design(spec), spec);
    let before = Number.POSITIVE_INFINITY;
    for (const share of [0, 0.25, 0.5, 0.99]) {
      const pruned = pruneChannels(graph, share);
      const scores = createFloatRunner(pruned).run(input(graph));
      expect(scores).toHaveLength(5);
      expect(scores.every(Number.isFinite)).toBe(true);
      const weights = pruned.layers.reduce(
        (sum, l) => sum + ('weights' in l ? l.weights.length : 0),
        0,
      );
      expect(weights).toBeLessThan(before);
      before = weights;
    }
  },
);

const BLOCKS = {
  convolution: (stack: GraphBuilder) => stack.conv2d(8, { kernel: [3, 1], activation: 'relu' }),
  narrow: (stack: GraphBuilder) => stack.conv2d(4, { kernel: [1, 1] }).batchNorm('relu6'),
  residual: (stack: GraphBuilder) =>
    stack.residual('relu', (inner) =>
      inner
        .depthwiseConv2d({ kernel: [3, 1], activation: 'relu' })
        .conv2d(stack.shape[2], { kernel: [1, 1] })
        .batchNorm('none'),
    ),
  twofold: (stack: GraphBuilder) =>
    stack.residual('none', (inner) =>
      inner.residual('relu6', (one) => one.conv2d(stack.shape[2], { kernel: [1, 1] })).tanh(),
    ),
  recurrence: (stack: GraphBuilder) => stack.lstm(6),
  padding: (stack: GraphBuilder) => stack.pad([1, 0], [2, 0]),
  rectified: (stack: GraphBuilder) => stack.relu(),
  pool: (stack: GraphBuilder) => stack.maxPool2d([2, 1], 'same'),
} as const;

const randomGraphs = fc
  .record({
    seed: fc.nat(),
    blocks: fc.array(fc.constantFrom(...Object.values(BLOCKS)), { maxLength: 6 }),
    end: fc.constantFrom('flatten', 'globalAveragePool', 'lastFrame'),
  })
  .map(({ seed, blocks, end }) => {
    const builder = createGraphBuilder([7, 1, 3], createRandom(seed));
    builder.conv2d(6, { kernel: [2, 1] });
    for (const block of blocks) block(builder);
    return builder[end]().dense(4, 'relu').dense(3, 'none').softmax().graph();
  });

/** Channels 1, 5, … that a layer makes are nothing, and some others; those of the answer are left. */
function someDead(layer: Layer, isAnswer: boolean): Layer {
  if (isAnswer || !('weights' in layer) || layer.kind === 'depthwiseConv2d') return layer;
  const rows = layer.bias.length;
  const channels = layer.kind === 'lstm' ? layer.units : rows;
  const isDead = Array.from({ length: channels }, (_, at) => at % 4 === 1 || random.next() < 0.2);
  const cleared = (values: Float32Array) =>
    values.map((value, at) => {
      const row = Math.floor(at / (values.length / rows));
      const isLeft = layer.kind === 'lstm' && Math.floor(row / channels) !== 2;
      return isLeft || !isDead[row % channels] ? value : 0;
    });
  const weights = cleared(layer.weights);
  if (layer.kind !== 'lstm') return { ...layer, weights };
  return { ...layer, weights, recurrentWeights: cleared(layer.recurrentWeights) };
}

test('of any graph with additions and recurrences, channels that give nothing go without a trace', () => {
  fc.assert(
    fc.property(randomGraphs, (graph) => {
      const answer = graph.layers.length - 2;
      const layers = graph.layers.map((layer, at) => someDead(layer, at === answer));
      const dying = { ...graph, layers };
      const small = pruneChannels(dying, 0.25);
      for (const [at, layer] of small.layers.entries()) {
        const was = graph.layers[at]!;
        if (at === answer || !('weights' in layer && 'weights' in was)) continue;
        const channels = layer.kind === 'lstm' ? was.bias.length / 4 : was.bias.length;
        const left = layer.kind === 'lstm' ? layer.units : layer.bias.length;
        expect(left).toBe(channels - Math.floor(channels / 4));
      }
      const window = input(graph);
      const before = createFloatRunner(dying).run(window);
      const after = createFloatRunner(small).run(window);
      for (const [index, value] of after.entries()) expect(value).toBeCloseTo(before[index]!, 5);
    }),
  );
});

test('of any graph with additions and recurrences, any share leaves one that fits together', () => {
  fc.assert(
    fc.property(randomGraphs, fc.double({ min: 0, max: 1, noNaN: true }), (graph, share) => {
      const pruned = pruneChannels(graph, share);
      expect(inferShapes(pruned).at(-1)).toEqual([1, 1, 3]);
      expect(createFloatRunner(pruned).run(input(graph)).every(Number.isFinite)).toBe(true);
    }),
  );
});

test('a unit that only the recurrence itself reads still matters', () => {
  const graph = createGraphBuilder([5, 1, 3], random).lstm(4).lastFrame().dense(2, 'none').graph();
  const layers = graph.layers.map((layer) => {
    if (layer.kind !== 'dense') return layer;
    return { ...layer, weights: layer.weights.map((weight, at) => (at % 4 === 2 ? 0 : weight)) };
  });
  const importance = channelImportance({ ...graph, layers }, inferShapes(graph), 0);
  expect(importance?.[2]).toBeGreaterThan(0);
});

test('channels that are added to the input stay, whatever the share', () => {
  const graph = createGraphBuilder([5, 1, 4], random)
    .residual('relu', (stack) => stack.conv2d(4, { kernel: [3, 1] }))
    .globalAveragePool()
    .dense(2, 'none')
    .softmax()
    .graph();
  expect(pruneChannels(graph, 1)).toEqual(graph);
});

test('nothing is removed for a share of 0', () => {
  const graph = halfDead();
  expect(pruneChannels(graph, 0)).toEqual(graph);
});

test('the smallest weights of each layer become zero, and no others', () => {
  const graph = halfDead();
  const sparse = pruneWeights(graph, 0.6);
  for (const [index, layer] of sparse.layers.entries()) {
    const was = graph.layers[index]!;
    if (!('weights' in layer) || !('weights' in was)) {
      expect(layer).toEqual(was);
      continue;
    }
    const gone = Array.from(was.weights).filter((_, i) => layer.weights[i] === 0);
    const left = Array.from(layer.weights).filter((w) => w !== 0);
    expect(gone.length).toBe(
      Math.max(Math.floor(was.weights.length * 0.6), was.weights.filter((w) => w === 0).length),
    );
    expect(Math.max(...gone.map(Math.abs))).toBeLessThanOrEqual(Math.min(...left.map(Math.abs)));
    expect(layer.bias).toEqual(was.bias);
  }
});

test('a recurrence loses the smallest of both its matrices', () => {
  const graph = createGraphBuilder([5, 1, 3], random).lstm(4).graph();
  const [sparse] = pruneWeights(graph, 0.5).layers;
  const zeros = (values: Float32Array) => values.filter((value) => value === 0).length;
  if (sparse?.kind !== 'lstm') throw new Error('There is no LSTM any more.');
  expect(zeros(sparse.weights)).toBe(4 * 4 * 3 * 0.5);
  expect(zeros(sparse.recurrentWeights)).toBe(4 * 4 * 4 * 0.5);
  expect(pruneWeights(graph, 0).layers[0]).toBe(graph.layers[0]);
});
