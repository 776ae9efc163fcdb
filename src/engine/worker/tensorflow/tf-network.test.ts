import '@tensorflow/tfjs-backend-cpu';
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
import type { Batch } from '../training/network';
import { createTfNetwork, type TfNetwork } from './tf-network';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const ROWS = 6;
const CLASSES = 3;

function batchOf(windows: Float32Array, weight: Float32Array): Batch {
  const target = new Float32Array(ROWS * CLASSES);
  for (let row = 0; row < ROWS; row++) target[row * CLASSES + (row % CLASSES)] = weight[row]!;
  return { rows: ROWS, windows, target, weight };
}

function build(graph: ModelGraph, keepZeros = false): TfNetwork {
  return createTfNetwork(graph, {
    learningRate: keepZeros ? 0.1 : 0.01,
    batchSize: ROWS,
    keepZeros,
    frozenLayers: 0,
    random: createRandom(1),
  });
}

/** Every parameter's gradient, in order. */
function gradientsOf(graph: ModelGraph, windows: Float32Array, weights: Float32Array) {
  const network = build(graph);
  const gradients = tf.tidy(() => {
    network.differentiate(batchOf(windows, weights));
    return network.layers.flatMap((layer) =>
      layer.parameters.map((parameter) => parameter.gradient!.dataSync<'float32'>()),
    );
  });
  network.dispose();
  return gradients;
}

/** The weighted cross-entropy that the gradients are of, from probabilities in training mode. */
function lossOf(network: TfNetwork, windows: Float32Array, weights: Float32Array) {
  const probabilities = tf.tidy(() =>
    network.differentiate(batchOf(windows, weights)).dataSync<'float32'>(),
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

  test('gradients are the slopes of the loss', () => {
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
            return lossOf(network, windows, weights);
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
  }, 60_000);

  test('steps leave no tensor behind', async () => {
    const tensors = tf.memory().numTensors;
    const network = build(graph);
    for (let step = 0; step < 3; step++) await network.step(batchOf(windows, weights));
    network.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

test('a step asks before every pass of a layer and before Adam, and ends where it is told to', async () => {
  const graph = Object.values(graphs)[0]!;
  const windows = signed(ROWS * graph.input[0] * graph.input[1] * graph.input[2]);
  const batch = batchOf(windows, new Float32Array(ROWS).fill(1 / ROWS));
  const network = build(graph);
  let calls = 0;
  await network.step(batch, () => calls++);
  expect(calls).toBe(2 * graph.layers.length + 1);

  const before = await network.read();
  const tensors = tf.memory().numTensors;
  const stepWith = async (stop: () => void) => network.step(batch, stop);
  for (let limit = 1; limit <= calls; limit++) {
    let left = limit;
    const stop = () => {
      if (--left === 0) throw new Error('enough');
    };
    await expect(stepWith(stop)).rejects.toThrow('enough');
  }
  expect(tf.memory().numTensors).toBe(tensors);
  expect(await network.read()).toEqual(before);
  network.dispose();
});

test('a network gives back the very graph that it was built from', async () => {
  for (const graph of Object.values(graphs)) {
    const network = build(graph);
    expect(await network.read()).toEqual(graph);
    network.dispose();
  }
});

test('pruned weights stay zero through fine-tuning, the others move', async () => {
  const graph = graphOf(
    [4, 1, 1],
    { kind: 'flatten' },
    {
      ...dense(4, CLASSES, 'none'),
      weights: Float32Array.of(0, 1, 0, 2, 3, 0, 1, 1, 0, 0, 1, 2),
    } as Unplaced,
    { kind: 'softmax' },
  );
  const network = build(graph, true);
  const windows = signed(ROWS * 4);
  for (let step = 0; step < 5; step++) {
    await network.step(batchOf(windows, new Float32Array(ROWS).fill(1 / ROWS)));
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
  const halved = (length: number) => signed(length).map((value, at) => (at % 2 ? value : 0));
  const graph = graphOf(
    [4, 1, 2],
    { ...lstm(2, 3), weights: halved(24), recurrentWeights: halved(36) } as Unplaced,
    { kind: 'lastFrame' },
    dense(3, CLASSES, 'none'),
    { kind: 'softmax' },
  );
  const network = build(graph, true);
  const batch = batchOf(signed(ROWS * 8), new Float32Array(ROWS).fill(1 / ROWS));
  for (let step = 0; step < 3; step++) await network.step(batch);
  const [before, after] = [graph, await network.read()].map(
    ({ layers }) => layers[0] as LstmLayer,
  ) as [LstmLayer, LstmLayer];
  for (const name of ['weights', 'recurrentWeights'] as const) {
    for (const [at, value] of before[name].entries()) {
      if (value === 0) expect(after[name][at]).toBe(0);
      else expect(after[name][at]).not.toBe(value);
    }
  }
  network.dispose();
});
