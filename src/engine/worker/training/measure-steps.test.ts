import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { createGraphBuilder } from '#core/model/graph-builder';
import { createRandom } from '#core/random';
import { openBackend } from '../backends';
import { measureSteps, TooSlow } from './measure-steps';

const backend = await openBackend('cpu');

afterEach(() => vi.restoreAllMocks());

const graph = createGraphBuilder([30, 1, 6], createRandom(2))
  .conv2d(8, { kernel: [5, 1], activation: 'relu' })
  .globalAveragePool()
  .dense(3, 'none')
  .softmax()
  .graph();

/** A clock that each training step's read of its probabilities moves on by the next of `times`. */
function stepsTake(...times: number[]): void {
  vi.restoreAllMocks();
  let nowMs = 0;
  let step = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const read = tf.Tensor.prototype.data;
  vi.spyOn(tf.Tensor.prototype, 'data').mockImplementation(function (this: tf.Tensor) {
    nowMs += times[Math.min(step++, times.length - 1)]!;
    return read.call(this);
  });
}

test('the answer is the median step, the first left out', async () => {
  stepsTake(900, 7, 30, 8, 6, 9);
  expect(await measureSteps(backend, graph, 8, { steps: 5 })).toBe(8);
});

test('the budget ends the steps, but not before there are two', async () => {
  stepsTake(0, 300, 200, 100);
  expect(await measureSteps(backend, graph, 8, { budgetMs: 1 })).toBe(300);
  stepsTake(0, 10, 20, 400, 1);
  expect(await measureSteps(backend, graph, 8, { budgetMs: 100 })).toBe(20);
});

test('a hopeless second step is the answer', async () => {
  stepsTake(0, 51, 1);
  expect(await measureSteps(backend, graph, 8, { giveUpAboveMs: 50 })).toBe(51);
  stepsTake(0, 50, 1);
  expect(await measureSteps(backend, graph, 8, { giveUpAboveMs: 50 })).toBe(1);
});

test('a first step over the time is too slow; two steps through are an answer', async () => {
  const tensors = tf.memory().numTensors;
  stepsTake(101, 0);
  await expect(measureSteps(backend, graph, 8, { timeoutMs: 100 })).rejects.toThrow(TooSlow);
  expect(tf.memory().numTensors).toBe(tensors);
  stepsTake(99, 70, 40, 60);
  expect(await measureSteps(backend, graph, 8, { timeoutMs: 100, steps: 3 })).toBe(60);
});

test('compiling that blocks is given up between layers', async () => {
  const tensors = tf.memory().numTensors;
  let nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 30));
  const read = vi.spyOn(tf.Tensor.prototype, 'data');
  await expect(measureSteps(backend, graph, 8, { timeoutMs: 100 })).rejects.toThrow(TooSlow);
  expect(read).not.toHaveBeenCalled();
  expect(tf.memory().numTensors).toBe(tensors);
});

test('real steps leave no tensor behind', async () => {
  const tensors = tf.memory().numTensors;
  expect(await measureSteps(backend, graph, 8)).toBeGreaterThan(0);
  expect(tf.memory().numTensors).toBe(tensors);
});

test('a read that never comes back is given up when the time is over', async () => {
  vi.spyOn(tf.Tensor.prototype, 'data').mockReturnValue(new Promise(() => {}));
  await expect(measureSteps(backend, graph, 8, { timeoutMs: 20 })).rejects.toThrow(TooSlow);
});
