import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { createRandom } from '#core/random';
import { recur, recurBackward } from './lstm-recurrence';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const random = createRandom(6);
const between = (low: number, high: number) => low + random.integer(high - low + 1);
const normals = (length: number, size: number) =>
  Float32Array.from({ length }, () => random.normal() * size);

/** Sizes and numbers of one recurrence; large sums drive the gates to their ends. */
function randomCase() {
  const [batch, frames, units] = [between(1, 4), between(1, 7), between(1, 6)] as const;
  const sums = normals(batch * frames * 4 * units, [0.5, 2, 40][random.integer(3)]!);
  const recurrent = normals(4 * units * units, 0.7);
  const dy = normals(batch * frames * units, 1);
  return { batch, frames, units, sums, recurrent, dy };
}

type Case = ReturnType<typeof randomCase>;

/** Hidden, cell, gates and the gradient of the sums. */
function run({ batch, frames, units, sums, recurrent, dy }: Case): Float32Array[] {
  return tf.tidy(() => {
    const weights = tf.tensor2d(recurrent, [4 * units, units]);
    const state = recur(tf.tensor3d(sums, [batch, frames, 4 * units]), weights);
    const dsums = recurBackward(tf.tensor3d(dy, [batch, frames, units]), state, weights);
    return [state.hidden, state.cell, state.gates, dsums].map((one) => one.dataSync<'float32'>());
  });
}

test('one frame, one unit: the gates by hand', () => {
  const sums = Float32Array.of(0.3, -2, 0.5, 1);
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const cell = sigmoid(0.3) * Math.tanh(0.5);
  const dy = Float32Array.of(1);
  const recurrent = Float32Array.of(5, 5, 5, 5);
  const [hidden] = run({ batch: 1, frames: 1, units: 1, sums, recurrent, dy });
  expect(hidden![0]).toBeCloseTo(sigmoid(1) * Math.tanh(cell), 6);
});

test('the gradient is the slope', () => {
  for (let round = 0; round < 15; round++) {
    const one = randomCase();
    const weigh = (sums: Case['sums']) =>
      run({ ...one, sums })[0]!.reduce((sum, value, at) => sum + value * one.dy[at]!, 0);
    const slopes = run(one)[3]!;
    for (let check = 0; check < 6; check++) {
      const at = random.integer(slopes.length);
      const [above, below] = [2e-2, -2e-2].map((change) => {
        const moved = one.sums.slice();
        moved[at]! += change;
        return { loss: weigh(moved), at: moved[at]! };
      }) as [{ loss: number; at: number }, { loss: number; at: number }];
      const slope = (above.loss - below.loss) / (above.at - below.at);
      expect(Math.abs(slopes[at]! - slope)).toBeLessThan(1e-3 + 0.01 * Math.abs(slope));
    }
  }
});
