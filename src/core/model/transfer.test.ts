import { expect, test } from 'vitest';
import { createRandom } from '#core/random';
import { buildGraph } from './build-graph';
import type { ModelGraph } from './graph';
import { createGraphBuilder } from './graph-builder';
import { PRESETS, presetOf } from './presets';
import { createFloatRunner } from './run-float';
import { inferShapes } from './shapes';
import { transferGraph } from './transfer';

const SIZE = { frames: 60, channels: 6 };

function trained(id: (typeof PRESETS)[number]['id']): ModelGraph {
  return buildGraph(presetOf(id).design(SIZE), {
    ...SIZE,
    classCount: 7,
    random: createRandom(3),
  });
}

test.each(PRESETS)('$id keeps its features and answers the new classes', ({ id }) => {
  const source = trained(id);
  const { graph, featureLayers } = transferGraph(source, {
    ...SIZE,
    classCount: 3,
    knownClasses: new Map(),
    random: createRandom(1),
  });
  expect(graph.layers.slice(0, featureLayers)).toEqual(source.layers.slice(0, featureLayers));
  expect(graph.layers.slice(featureLayers).map(({ kind }) => kind)).toEqual(['dense', 'softmax']);
  expect(inferShapes(graph).at(-1)).toEqual([1, 1, 3]);
  const answer = createFloatRunner(graph).run(new Float32Array(60 * 6).fill(0.3));
  expect(answer.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 5);
});

test('a mean over time takes windows of another length, a flattened window does not', () => {
  const other = {
    frames: 90,
    channels: 6,
    classCount: 3,
    knownClasses: new Map(),
    random: createRandom(1),
  };
  expect(transferGraph(trained('conv1d'), other).graph.input).toEqual([90, 1, 6]);
  const flat = createGraphBuilder([8, 1, 6], createRandom(1)).flatten().dense(2, 'none').softmax();
  expect(() => transferGraph(flat.graph(), other)).toThrow(/540 features, not 48/);
});

test('a network without a dense layer at its end has nothing to replace', () => {
  const graph = createGraphBuilder([8, 1, 4], createRandom(1))
    .conv2d(3, { kernel: [3, 1] })
    .globalAveragePool()
    .softmax()
    .graph();
  const spec = {
    frames: 8,
    channels: 4,
    classCount: 2,
    knownClasses: new Map(),
    random: createRandom(1),
  };
  expect(() => transferGraph(graph, spec)).toThrow(/no dense layer/);
});

test('classes that it knows keep their answers, wherever they stand now', () => {
  const source = trained('conv1d');
  const { graph } = transferGraph(source, {
    ...SIZE,
    classCount: 3,
    knownClasses: new Map([
      [0, 5],
      [2, 1],
    ]),
    random: createRandom(1),
  });
  const input = Float32Array.from({ length: 60 * 6 }, (_, at) => Math.sin(at));
  const before = createFloatRunner(source).run(input).slice();
  const after = createFloatRunner(graph).run(input);
  // Softmax keeps the ratio of two answers whatever stands beside them.
  expect(after[0]! / after[2]!).toBeCloseTo(before[5]! / before[1]!, 4);
});
