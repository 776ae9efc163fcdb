import { describe, expect, test } from 'vitest';
import type { ModelGraph } from '#core/model/graph';
import { createGraphBuilder } from '#core/model/graph-builder';
import { createFloatRunner } from '#core/model/run-float';
import { createRandom } from '#core/random';
import { openBackend } from '../backends';
import type { LabelledWindows } from './batches';
import { type TrainingOptions, trainGraph } from './trainer';

const backend = await openBackend('wasm');

const SIZE = 6;
const random = createRandom(9);

const graph: ModelGraph = createGraphBuilder([SIZE, 1, 1], createRandom(2))
  .flatten()
  .dense(8, 'relu')
  .dense(2, 'none')
  .softmax()
  .graph();

/** Noise whose first value's sign is its class, or with `lie` the opposite of its class. */
function windowsOf(count: number, lie = false): LabelledWindows {
  const values = Float32Array.from({ length: count * SIZE }, () => random.normal());
  const classIndex = Uint8Array.from({ length: count }, (_, row) =>
    values[row * SIZE]! > 0 === lie ? 0 : 1,
  );
  return { values, classIndex };
}

const options: TrainingOptions = {
  epochs: 12,
  batchSize: 16,
  learningRate: 0.02,
  seed: 1,
  patience: 0,
  classWeights: Float32Array.of(1, 1),
};

/** Mean cross-entropy by our own interpreter. */
function lossOf(trained: ModelGraph, { values, classIndex }: LabelledWindows): number {
  const runner = createFloatRunner(trained);
  let loss = 0;
  for (const [row, truth] of classIndex.entries()) {
    loss -= Math.log(runner.run(values.subarray(row * SIZE, (row + 1) * SIZE))[truth]!);
  }
  return loss / classIndex.length;
}

describe('training a graph', () => {
  test.each(['wasm', 'cpu'] as const)('learns on %s', async (id) => {
    const opened = await openBackend(id);
    const { epochs } = await trainGraph(opened, graph, windowsOf(100), windowsOf(60), options);
    expect(epochs).toHaveLength(12);
    expect(epochs.at(-1)!.validationAccuracy).toBeGreaterThan(0.85);
  });

  test('gives the weights of the epoch with the lowest validation loss', async () => {
    const misleading = windowsOf(60, true);
    const { graph: best, epochs } = await trainGraph(
      backend,
      graph,
      windowsOf(100),
      misleading,
      options,
    );
    const losses = epochs.map(({ validationLoss }) => validationLoss);
    expect(Math.min(...losses)).toBeLessThan(losses.at(-1)! - 0.1);
    expect(lossOf(best, misleading)).toBeCloseTo(Math.min(...losses), 4);
  });

  test('may find that nothing is better than what it began with', async () => {
    const windows = windowsOf(100);
    const { graph: learned } = await trainGraph(backend, graph, windows, windowsOf(60), options);
    const wild = { ...options, epochs: 2, learningRate: 3 };
    const misled = await trainGraph(backend, learned, windowsOf(100, true), windows, wild);
    expect(lossOf(misled.graph, windows)).toBeGreaterThan(lossOf(learned, windows));
    const kept = { ...wild, keepStart: true };
    const same = await trainGraph(backend, learned, windowsOf(100, true), windows, kept);
    expect(same.graph).toBe(learned);
  });

  test('stops early when the validation loss no longer falls', async () => {
    const patient = { ...options, epochs: 50, patience: 3 };
    const { epochs } = await trainGraph(
      backend,
      graph,
      windowsOf(100),
      windowsOf(60, true),
      patient,
    );
    const losses = epochs.map(({ validationLoss }) => validationLoss);
    expect(epochs.length).toBeLessThan(50);
    expect(epochs.length - 1 - losses.indexOf(Math.min(...losses))).toBe(3);
  });

  test('judges on the training windows where there are no others', async () => {
    const windows = windowsOf(40);
    const none = { values: new Float32Array(0), classIndex: new Uint8Array(0) };
    const { graph: best, epochs } = await trainGraph(backend, graph, windows, none, options);
    const lowest = Math.min(...epochs.map(({ validationLoss }) => validationLoss));
    expect(lossOf(best, windows)).toBeCloseTo(lowest, 4);
  });

  test('makes do with fewer windows than a batch', async () => {
    const { epochs } = await trainGraph(backend, graph, windowsOf(3), windowsOf(3), options);
    expect(epochs.every(({ loss }) => Number.isFinite(loss))).toBe(true);
  });

  test('favours the class that weighs more', async () => {
    const windows = windowsOf(100);
    const contradictory = {
      values: Float32Array.of(...windows.values, ...windows.values),
      classIndex: Uint8Array.from({ length: 200 }, (_, row) => (row < 100 ? 0 : 1)),
    };
    const answered = async (classWeights: Float32Array) => {
      const weighed = { ...options, classWeights };
      const { graph: trained } = await trainGraph(
        backend,
        graph,
        contradictory,
        contradictory,
        weighed,
      );
      return createFloatRunner(trained).run(new Float32Array(SIZE))[0]!;
    };
    expect(await answered(Float32Array.of(4, 1))).toBeGreaterThan(0.65);
    expect(await answered(Float32Array.of(1, 4))).toBeLessThan(0.35);
  });

  test('fails for too little data without any windows', async () => {
    await expect(
      trainGraph(backend, graph, windowsOf(0), windowsOf(5), options),
    ).rejects.toMatchObject({
      code: 'data-too-little',
    });
  });
});
