import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { clusterWeights } from '#core/compress/cluster-weights';
import { weightClusters } from '#core/compress/weight-clusters';
import type { LstmLayer, ModelGraph } from '#core/model/graph';
import { createGraphBuilder } from '#core/model/graph-builder';
import { createFloatRunner } from '#core/model/run-float';
import { valueCount } from '#core/model/shapes';
import { createRandom } from '#core/random';
import { signed, TRAINING_GRAPHS } from '../../../../tests/support/training-graphs';
import { createTfNetwork } from '../tensorflow/tf-network';
import { soften } from '../training/logit-gradient';
import type { Batch, NetworkOptions } from '../training/network';
import { createWasmNetwork } from './wasm-network';

const ROWS = 6;
const CLASSES = 3;

function options(change: Partial<NetworkOptions> = {}): NetworkOptions {
  return {
    learningRate: 0.01,
    batchSize: ROWS,
    keepZeros: false,
    frozenLayers: 0,
    random: createRandom(1),
    ...change,
  };
}

function batchFor(graph: ModelGraph): Batch {
  const weight = Float32Array.from([0.1, 0.3, 0.1, 0.2, 0.1, 0.2]);
  const target = new Float32Array(ROWS * CLASSES);
  for (let row = 0; row < ROWS; row++) target[row * CLASSES + (row % CLASSES)] = weight[row]!;
  return { rows: ROWS, windows: signed(ROWS * valueCount(graph.input)), target, weight };
}

/** Every array of numbers of a graph's layers. */
function arraysOf(graph: ModelGraph): readonly (readonly [string, Float32Array])[] {
  return graph.layers.flatMap((layer) =>
    Object.entries(layer)
      .filter((entry): entry is [string, Float32Array] => entry[1] instanceof Float32Array)
      .map(([name, values]) => [`${layer.name} ${name}`, values] as const),
  );
}

/**
 * But for biases and means: before a batch normalisation a bias has no slope, and Adam makes long
 * steps of the rounding that is left.
 */
function expectNear(got: ModelGraph, wanted: ModelGraph, slack: number): void {
  const others = new Map(arraysOf(got));
  for (const [name, values] of arraysOf(wanted)) {
    if (/bias|mean/.test(name)) continue;
    for (const [at, value] of values.entries()) {
      const other = others.get(name)![at]!;
      if (!(Math.abs(other - value) < slack)) expect.fail(`${name}: ${other}, not ${value}`);
    }
  }
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(Object.entries(TRAINING_GRAPHS))('%s', (_, graph) => {
  const batch = batchFor(graph);

  test('has the gradients that TF.js has on its cpu back end', () => {
    const theirs = createTfNetwork(graph, options());
    const wanted = tf.tidy(() => {
      theirs.differentiate(batch);
      return theirs.layers.flatMap((layer) =>
        layer.parameters.map(({ gradient }) => gradient!.dataSync<'float32'>().slice()),
      );
    });
    const ours = createWasmNetwork(graph, options());
    ours.differentiate(batch);
    const got = ours.layers.flatMap((layer) => layer.parameters.map((one) => one.readGradient()));
    // Layouts differ: here the sorted numbers are compared, the places by the steps below.
    const sorted = (values: Float32Array) => values.filter((value) => value !== 0).sort();
    for (const [at, gradient] of wanted.entries()) {
      const [a, b] = [sorted(got[at]!), sorted(gradient)];
      expect(a.length).toBe(b.length);
      for (const [index, value] of b.entries()) {
        expect(Math.abs(a[index]! - value)).toBeLessThan(1e-5);
      }
    }
  });

  test('goes where TF.js goes in twenty steps of Adam', async () => {
    const networks = [createTfNetwork(graph, options()), createWasmNetwork(graph, options())];
    for (const network of networks) {
      for (let step = 0; step < 20; step++) await network.step(batch);
    }
    const [theirs, ours] = await Promise.all(networks.map((network) => network.read()));
    expectNear(ours!, theirs!, 5e-3);
  });

  test('gives back the very graph, and takes another one', async () => {
    const network = createWasmNetwork(graph, options());
    expect(await network.read()).toEqual(graph);
    network.step(batch);
    const moved = await network.read();
    expect(moved).not.toEqual(graph);
    network.tuning!.write(graph);
    expect(await network.read()).toEqual(graph);
  });

  test('answers a part of a batch as it answers all of it', () => {
    const network = createWasmNetwork(graph, options());
    const all = network.predict(batch.windows, ROWS) as Float32Array;
    const some = network.predict(batch.windows, 2) as Float32Array;
    expect(some).toEqual(all.subarray(0, 2 * CLASSES));
  });
});

const small = createGraphBuilder([12, 1, 3], createRandom(8))
  .conv2d(5, { kernel: [3, 1], activation: 'relu' })
  .depthwiseConv2d({ kernel: [3, 1], strides: [2, 1] })
  .batchNorm('relu')
  .globalAveragePool()
  .dense(CLASSES, 'none')
  .softmax()
  .graph();

test('frozen layers keep all of their numbers, moving statistics too', async () => {
  const frozenLayers = 4;
  const network = createWasmNetwork(small, options({ frozenLayers }));
  for (let step = 0; step < 3; step++) network.step(batchFor(small));
  const { layers } = await network.read();
  expect(layers.slice(0, frozenLayers)).toEqual(small.layers.slice(0, frozenLayers));
  expect(layers[frozenLayers]).not.toEqual(small.layers[frozenLayers]);
});

test('weights that are zero stay zero, the others move', async () => {
  const graph = createGraphBuilder([6, 1, 2], createRandom(3))
    .lstm(3)
    .lastFrame()
    .dense(CLASSES, 'none')
    .softmax()
    .graph();
  const halved = (values: Float32Array) => values.map((value, at) => (at % 2 ? value : 0));
  const lstm = graph.layers[0] as LstmLayer;
  const pruned = {
    ...graph,
    layers: [
      {
        ...lstm,
        weights: halved(lstm.weights),
        recurrentWeights: halved(lstm.recurrentWeights),
      },
      ...graph.layers.slice(1),
    ],
  };
  const network = createWasmNetwork(pruned, options({ keepZeros: true }));
  for (let step = 0; step < 3; step++) network.step(batchFor(graph));
  const after = (await network.read()).layers[0] as LstmLayer;
  for (const name of ['weights', 'recurrentWeights'] as const) {
    for (const [at, value] of after[name].entries()) expect(value === 0).toBe(at % 2 === 0);
  }
});

test('weights that share a value go on sharing it, and the values move', async () => {
  const graph = createGraphBuilder([8, 1, 4], createRandom(3))
    .conv2d(6, { kernel: [3, 1], activation: 'relu' })
    .flatten()
    .dense(CLASSES, 'none')
    .softmax()
    .graph();
  const shared = clusterWeights(graph, 5, { perChannelDense: false });
  const network = createWasmNetwork(shared, options());
  network.tuning!.keepClusters();
  for (let step = 0; step < 5; step++) network.step(batchFor(graph));
  const after = await network.read();
  for (const at of [0, 2]) {
    const [before, now] = [shared.layers[at]!, after.layers[at]!];
    if (!('weights' in before) || !('weights' in now)) throw new Error('It has weights.');
    expect(now.weights).not.toEqual(before.weights);
    const [ids, idsNow] = [weightClusters(before)!, weightClusters(now)!];
    for (const [index, id] of ids.ids.entries()) {
      const first = ids.ids.indexOf(id);
      expect(idsNow.ids[index]).toBe(idsNow.ids[first]);
    }
  }
});

test('learning from a teacher follows the slope of both losses', () => {
  const graph = createGraphBuilder([3, 1, 2], createRandom(5))
    .flatten()
    .dense(CLASSES, 'none')
    .softmax()
    .graph();
  const [temperature, mix] = [3, 0.7];
  const teacher = soften(Float32Array.from([0.7, 0.2, 0.1, 0.1, 0.1, 0.8]), CLASSES, temperature);
  const rows = Array.from({ length: ROWS }, (_, row) =>
    teacher.slice((row % 2) * 3, (row % 2) * 3 + 3),
  );
  const answers = Float32Array.from(rows.flatMap((row) => [...row]));
  const batch = { ...batchFor(graph), lesson: { answers, temperature, mix } };
  const dense = graph.layers[1]!;
  if (dense.kind !== 'dense') throw new Error('It is dense.');
  const lossWith = (change: number, at: number): number => {
    const weights = dense.weights.slice();
    weights[at]! += change;
    const layers = graph.layers.map((layer) => (layer === dense ? { ...dense, weights } : layer));
    const runner = createFloatRunner({ ...graph, layers });
    let loss = 0;
    for (let row = 0; row < ROWS; row++) {
      const given = runner.run(batch.windows.subarray(row * 6, (row + 1) * 6));
      const softened = soften(given, CLASSES, temperature);
      for (let c = 0; c < CLASSES; c++) {
        const taught = answers[row * CLASSES + c]! * Math.log(softened[c]!) * temperature ** 2;
        loss -= (1 - mix) * batch.target[row * CLASSES + c]! * Math.log(given[c]!);
        loss -= mix * batch.weight[row]! * taught;
      }
    }
    return loss;
  };
  const network = createWasmNetwork(graph, options());
  network.differentiate(batch);
  const gradient = network.layers[1]!.parameters[0]!.readGradient();
  for (let at = 0; at < dense.weights.length; at++) {
    const slope = (lossWith(1e-2, at) - lossWith(-1e-2, at)) / 2e-2;
    // `[outputs × inputs]` here, `[inputs × outputs]` there.
    const there = (at % 6) * CLASSES + Math.floor(at / 6);
    expect(Math.abs(gradient[there]! - slope)).toBeLessThan(2e-3);
  }
});

test('rounding changes the answers by little, and goes again', () => {
  const network = createWasmNetwork(small, options());
  const { windows } = batchFor(small);
  const before = network.predict(windows, ROWS) as Float32Array;
  const values = small.layers.map(() => ({ scale: 0.05, zeroPoint: 3 }));
  network.tuning!.round({
    values: [undefined, ...values.slice(1), undefined],
    perChannelDense: false,
  });
  const rounded = network.predict(windows, ROWS) as Float32Array;
  expect(rounded).not.toEqual(before);
  for (const [at, value] of rounded.entries())
    expect(Math.abs(value - before[at]!)).toBeLessThan(0.1);
  network.tuning!.round(undefined);
  expect(network.predict(windows, ROWS)).toEqual(before);
});
