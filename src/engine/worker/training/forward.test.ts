import { describe, expect, test } from 'vitest';
import { buildGraph } from '#core/model/build-graph';
import type { Activation, Layer, ModelGraph, Padding, Pair, Shape } from '#core/model/graph';
import { PRESETS } from '#core/model/presets';
import { createFloatRunner } from '#core/model/run-float';
import { inferShapes, layerShape } from '#core/model/shapes';
import { createRandom } from '#core/random';
import { openBackend } from '../backends';

const random = createRandom(12);
const between = (low: number, high: number) => low + random.integer(high - low + 1);
const normals = (length: number) => Float32Array.from({ length }, () => random.normal());
const oneOf = <T>(...options: readonly T[]): T => options[random.integer(options.length)]!;

/** One layer of a random kind and geometry that fits `shape`; strides may pass the kernel. */
function randomLayer([height, width, channels]: Shape, at: number): Layer {
  const base = { name: `layer_${at}`, inputs: [at] };
  const size: Pair = [between(1, Math.min(4, height)), between(1, Math.min(3, width))];
  const shared = {
    ...base,
    strides: [between(1, 3), between(1, 3)] as Pair,
    padding: oneOf<Padding>('same', 'valid'),
    activation: oneOf<Activation>('none', 'relu', 'relu6'),
  };
  const { activation: _, ...pool } = shared;
  switch (random.integer(8)) {
    case 0: {
      const filters = between(1, 9);
      const weights = normals(filters * size[0] * size[1] * channels);
      return { ...shared, kind: 'conv2d', filters, kernel: size, weights, bias: normals(filters) };
    }
    case 1: {
      const weights = normals(size[0] * size[1] * channels);
      const bias = normals(channels);
      return {
        ...shared,
        kind: 'depthwiseConv2d',
        depthMultiplier: 1,
        kernel: size,
        weights,
        bias,
      };
    }
    case 2:
      return { ...pool, kind: 'maxPool2d', size };
    case 3:
      return { ...pool, kind: 'averagePool2d', size };
    case 4:
      return { ...base, kind: oneOf('relu', 'relu6', 'logistic', 'tanh') };
    case 5: {
      const sides = (): Pair => [between(0, 2), between(0, 2)];
      return { ...base, kind: 'pad', before: sides(), after: sides() };
    }
    case 6: {
      if (width > 1) return { ...base, kind: 'lastFrame' };
      const units = between(1, 5);
      return {
        ...base,
        kind: 'lstm',
        units,
        weights: normals(4 * units * channels),
        recurrentWeights: normals(4 * units * units),
        bias: normals(4 * units),
      };
    }
    default:
      return {
        ...base,
        kind: 'batchNorm',
        gamma: normals(channels),
        beta: normals(channels),
        mean: normals(channels),
        variance: normals(channels).map((value) => Math.abs(value) + 0.1),
        epsilon: 1e-3,
        activation: shared.activation,
      };
  }
}

function randomGraph(): ModelGraph {
  const input: Shape = [between(4, 14), oneOf(1, between(1, 6)), between(1, 6)];
  const layers: Layer[] = [];
  let shape = input;
  const add = (layer: Layer) => {
    layers.push(layer);
    shape = layerShape(layer, shape);
  };
  for (let depth = between(1, 3); depth > 0; depth--) add(randomLayer(shape, layers.length));
  const last = () => ({ name: `layer_${layers.length}`, inputs: [layers.length] });
  const twin = inferShapes({ input, layers }).findIndex((one) => one.join() === shape.join());
  const inputs = [layers.length, twin];
  const activation = oneOf<Activation>('none', 'relu', 'relu6');
  if (random.next() < 0.5) add({ ...last(), inputs, kind: 'add', activation });
  add({ ...last(), kind: oneOf('flatten', 'globalAveragePool') });
  const weights = normals(3 * shape[2]);
  add({ ...last(), kind: 'dense', units: 3, activation: 'none', weights, bias: normals(3) });
  add({ ...last(), kind: 'softmax' });
  return { input, layers };
}

const WINDOWS = 3;

async function expectSameAnswers(graph: ModelGraph): Promise<void> {
  const size = graph.input[0] * graph.input[1] * graph.input[2];
  const windows = normals(WINDOWS * size);
  const runner = createFloatRunner(graph);
  const wanted = Array.from({ length: WINDOWS }, (_, row) => [
    ...runner.run(windows.subarray(row * size, (row + 1) * size)),
  ]).flat();
  for (const backend of ['cpu', 'wasm'] as const) {
    const network = (await openBackend(backend)).createNetwork(graph, {
      learningRate: 1e-3,
      batchSize: WINDOWS,
      keepZeros: false,
      frozenLayers: 0,
      random: createRandom(1),
    });
    const answered = await network.predict(windows, WINDOWS);
    for (const [at, value] of answered.entries()) {
      if (!(Math.abs(value - wanted[at]!) < 1e-3)) {
        const kinds = graph.layers.map((layer) => layer.kind).join(', ');
        expect.fail(`${backend} at ${at}: ${value} where ${wanted[at]} is right; ${kinds}`);
      }
    }
    network.dispose();
  }
}

describe('what training computes is what our float interpreter computes', () => {
  test('for random stacks of every layer, over shapes, strides, paddings and signs', async () => {
    for (let round = 0; round < 60; round++) await expectSameAnswers(randomGraph());
  });

  test.each(PRESETS)('for the preset $id', async (preset) => {
    const spec = { frames: 50, channels: 6, classCount: 3, random };
    await expectSameAnswers(buildGraph(preset.design(spec), spec));
  });
});
