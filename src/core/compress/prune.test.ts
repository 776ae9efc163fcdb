import { expect, test } from 'vitest';
import type { ModelGraph } from '#core/model/graph';
import { createGraphBuilder } from '#core/model/graph-builder';
import { PRESETS } from '#core/model/presets';
import { createFloatRunner } from '#core/model/run-float';
import { inferShapes } from '#core/model/shapes';
import { createRandom } from '#core/random';
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
    const graph = preset.build({ frames: 50, channels: 6, classCount: 5, random });
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
