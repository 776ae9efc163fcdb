import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Layer, LstmLayer, ModelGraph } from '#core/model/graph';
import { createRandom } from '#core/random';
import {
  dense,
  graphOf,
  TRAINING_GRAPHS as graphs,
  lstm,
  signed,
  type Unplaced,
} from '../../../../tests/support/training-graphs';
import { prepareBackends, selectBackend } from '../../../../tests/support/wasm-in-node';
import { registerWasmKernels } from '../wasm-kernels/register';
import { type Batch, buildNetwork, type Network } from './network';

beforeAll(() => {
  prepareBackends();
  registerWasmKernels();
});

const ROWS = 6;
const CLASSES = 3;

function batchOf(graph: ModelGraph, windows: Float32Array, weights: Float32Array): Batch {
  const target = new Float32Array(ROWS * CLASSES);
  for (let row = 0; row < ROWS; row++) target[row * CLASSES + (row % CLASSES)] = weights[row]!;
  return {
    x: tf.tensor4d(windows, [ROWS, ...graph.input]),
    target: tf.tensor2d(target, [ROWS, CLASSES]),
    weight: tf.tensor2d(weights, [ROWS, 1]),
  };
}

function build(graph: ModelGraph): Network {
  return buildNetwork(graph, 0.01, { keepZeros: false, random: createRandom(1) });
}

/** Every parameter's gradient, in order. */
function gradientsOf(graph: ModelGraph, windows: Float32Array, weights: Float32Array) {
  const network = build(graph);
  const gradients = tf.tidy(() => {
    network.differentiate(batchOf(graph, windows, weights));
    return network.layers.flatMap((layer) =>
      layer.parameters.map((parameter) => parameter.gradient!.dataSync<'float32'>()),
    );
  });
  network.dispose();
  return gradients;
}

/** The weighted cross-entropy that the gradients are of, from probabilities in training mode. */
function lossOf(network: Network, graph: ModelGraph, windows: Float32Array, weights: Float32Array) {
  const probabilities = tf.tidy(() =>
    network.differentiate(batchOf(graph, windows, weights)).dataSync<'float32'>(),
  );
  let loss = 0;
  for (let row = 0; row < ROWS; row++) {
    loss -= weights[row]! * Math.log(probabilities[row * CLASSES + (row % CLASSES)]!);
  }
  return loss;
}

describe.each(Object.entries(graphs))('%s', (_, graph) => {
  const [height, width, channels] = graph.input;
  const windows = signed(ROWS * height * width * channels);
  const weights = Float32Array.from([0.1, 0.3, 0.1, 0.2, 0.1, 0.2]);

  test('wasm gives the gradients that the cpu back end gives', async () => {
    await selectBackend('cpu');
    const wanted = gradientsOf(graph, windows, weights);
    await selectBackend('wasm');
    const got = gradientsOf(graph, windows, weights);
    for (const [at, gradient] of wanted.entries()) {
      for (const [index, value] of gradient.entries()) {
        expect(Math.abs(got[at]![index]! - value)).toBeLessThan(1e-4);
      }
    }
  });

  test.each(['cpu', 'wasm'] as const)(
    '%s gradients are the slopes of the loss',
    async (backend) => {
      await selectBackend(backend);
      const gradients = gradientsOf(graph, windows, weights);
      const network = build(graph);
      const parameters = network.layers.flatMap((layer) => layer.parameters);
      let checked = 0;
      for (const [at, parameter] of parameters.entries()) {
        const values = parameter.variable.dataSync<'float32'>();
        const { shape } = parameter.variable;
        for (let index = 0; index < values.length; index += Math.ceil(values.length / 8)) {
          const slopes = [2e-3, 1e-3].map((step) => {
            const [above, below] = [step, -step].map((change) => {
              const moved = values.slice();
              moved[index] = moved[index]! + change;
              tf.tidy(() => parameter.variable.assign(tf.tensor(moved, shape)));
              return lossOf(network, graph, windows, weights);
            }) as [number, number];
            return (above - below) / (2 * step);
          }) as [number, number];
          tf.tidy(() => parameter.variable.assign(tf.tensor(values, shape)));
          // Where the two steps disagree, a kink (ReLU, max) lies between: no slope to compare with.
          if (Math.abs(slopes[0] - slopes[1]) > 1e-3) continue;
          const slack = 2e-3 + 0.02 * Math.abs(slopes[1]);
          expect(Math.abs(gradients[at]![index]! - slopes[1])).toBeLessThan(slack);
          checked++;
        }
      }
      expect(checked).toBeGreaterThan(20);
      network.dispose();
    },
  );

  test('twenty steps of Adam take wasm and cpu to the same weights, leaving no tensor behind', async () => {
    const trained = [];
    for (const backend of ['cpu', 'wasm'] as const) {
      await selectBackend(backend);
      const tensors = tf.memory().numTensors;
      const network = build(graph);
      for (let step = 0; step < 20; step++) {
        const batch = batchOf(graph, windows, weights);
        tf.dispose([network.step(batch), batch.x, batch.target, batch.weight]);
      }
      trained.push(await network.read());
      network.dispose();
      expect(tf.memory().numTensors).toBe(tensors);
    }
    const [cpu, wasm] = trained as [ModelGraph, ModelGraph];
    for (const [at, layer] of cpu.layers.entries()) {
      const other = wasm.layers[at]!;
      if (!('weights' in layer) || !('weights' in other)) continue;
      for (const [index, value] of layer.weights.entries()) {
        expect(Math.abs(other.weights[index]! - value)).toBeLessThan(5e-3);
      }
    }
  });
});

test('a step on wasm uses no gradient kernel that is not checked on its own', async () => {
  await selectBackend('wasm');
  const names = new Set<string>();
  for (const graph of Object.values(graphs)) {
    const network = build(graph);
    const windows = signed(ROWS * graph.input[0] * graph.input[1] * graph.input[2]);
    const { kernelNames } = await tf.profile(() =>
      network.differentiate(batchOf(graph, windows, new Float32Array(ROWS).fill(1 / ROWS))),
    );
    for (const name of kernelNames) if (/grad|backprop/i.test(name)) names.add(name);
    network.dispose();
  }
  // As in gradient-kernels.test.ts, finite-differences.test.ts and lstm-recurrence.test.ts.
  expect([...names].sort()).toEqual([
    'AvgPoolGrad',
    'Conv2DBackpropFilter',
    'Conv2DBackpropInput',
    'DepthwiseConv2dNativeBackpropFilter',
    'DepthwiseConv2dNativeBackpropInput',
    'MaxPoolGrad',
    'NodlabActivationGrad',
    'NodlabBatchNormGrad',
    'NodlabLstmGrad',
  ]);
});

test('a step asks before every pass of a layer and before Adam, and ends where it is told to', async () => {
  await selectBackend('cpu');
  const graph = Object.values(graphs)[0]!;
  const windows = signed(ROWS * graph.input[0] * graph.input[1] * graph.input[2]);
  const batch = batchOf(graph, windows, new Float32Array(ROWS).fill(1 / ROWS));
  const network = build(graph);
  let calls = 0;
  network.step(batch, () => calls++).dispose();
  expect(calls).toBe(2 * graph.layers.length + 1);

  const before = await network.read();
  const tensors = tf.memory().numTensors;
  for (let limit = 1; limit <= calls; limit++) {
    let left = limit;
    const stop = () => {
      if (--left === 0) throw new Error('enough');
    };
    expect(() => network.step(batch, stop)).toThrow('enough');
  }
  expect(tf.memory().numTensors).toBe(tensors);
  expect(await network.read()).toEqual(before);
  tf.dispose([batch.x, batch.target, batch.weight]);
  network.dispose();
});

test('a network gives back the very graph that it was built from', async () => {
  await selectBackend('cpu');
  for (const graph of Object.values(graphs)) {
    const network = build(graph);
    expect(await network.read()).toEqual(graph);
    network.dispose();
  }
});

test('pruned weights stay zero through fine-tuning, the others move', async () => {
  await selectBackend('wasm');
  const graph = graphOf(
    [4, 1, 1],
    { kind: 'flatten' },
    {
      ...dense(4, CLASSES, 'none'),
      weights: Float32Array.of(0, 1, 0, 2, 3, 0, 1, 1, 0, 0, 1, 2),
    } as Unplaced,
    { kind: 'softmax' },
  );
  const network = buildNetwork(graph, 0.1, { keepZeros: true, random: createRandom(1) });
  const windows = signed(ROWS * 4);
  for (let step = 0; step < 5; step++) {
    network.step(batchOf(graph, windows, new Float32Array(ROWS).fill(1 / ROWS)));
  }
  const before = graph.layers[1] as Extract<Layer, { kind: 'dense' }>;
  const after = (await network.read()).layers[1] as Extract<Layer, { kind: 'dense' }>;
  for (const [at, value] of before.weights.entries()) {
    if (value === 0) expect(after.weights[at]).toBe(0);
    else expect(after.weights[at]).not.toBe(value);
  }
  network.dispose();
});

test('pruned weights of a recurrence stay zero in both of its matrices', async () => {
  await selectBackend('wasm');
  const halved = (length: number) => signed(length).map((value, at) => (at % 2 ? value : 0));
  const graph = graphOf(
    [4, 1, 2],
    { ...lstm(2, 3), weights: halved(24), recurrentWeights: halved(36) } as Unplaced,
    { kind: 'lastFrame' },
    dense(3, CLASSES, 'none'),
    { kind: 'softmax' },
  );
  const network = buildNetwork(graph, 0.1, { keepZeros: true, random: createRandom(1) });
  const batch = batchOf(graph, signed(ROWS * 8), new Float32Array(ROWS).fill(1 / ROWS));
  for (let step = 0; step < 3; step++) network.step(batch).dispose();
  const [before, after] = [graph, await network.read()].map(
    ({ layers }) => layers[0] as LstmLayer,
  ) as [LstmLayer, LstmLayer];
  for (const name of ['weights', 'recurrentWeights'] as const) {
    for (const [at, value] of before[name].entries()) {
      if (value === 0) expect(after[name][at]).toBe(0);
      else expect(after[name][at]).not.toBe(value);
    }
  }
  tf.dispose([batch.x, batch.target, batch.weight]);
  network.dispose();
});
