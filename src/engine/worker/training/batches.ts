import * as tf from '@tensorflow/tfjs-core';
import type { Shape } from '#core/model/graph';
import type { Batch } from './network';

/** Normalised windows with their classes. */
export interface LabelledWindows {
  /** Row-major `[count × frames × channels]`. */
  readonly values: Float32Array;
  readonly classIndex: Uint8Array;
}

/** Sums over windows; the loss is weighted by class, the accuracy is not. */
export interface Totals {
  loss: number;
  weight: number;
  correct: number;
  count: number;
}

export function emptyTotals(): Totals {
  return { loss: 0, weight: 0, correct: 0, count: 0 };
}

/** Puts windows together as tensors, and reckons up what came out for them. */
export interface Gatherer {
  readonly count: number;
  gather(indices: Uint32Array): Batch;
  gatherWindows(indices: Uint32Array): tf.Tensor4D;
  /** Adds the cross-entropy and the hits of `probabilities` `[indices × classes]`. */
  tally(totals: Totals, probabilities: Float32Array, indices: Uint32Array): void;
}

/** Keeps a probability of 0, which float32 softmax can give, from an infinite loss. */
const SMALLEST_PROBABILITY = 1e-7;

export function createGatherer(
  { values, classIndex }: LabelledWindows,
  input: Shape,
  classWeights: Float32Array,
): Gatherer {
  const size = input[0] * input[1] * input[2];
  const classes = classWeights.length;

  const gatherWindows = (indices: Uint32Array): tf.Tensor4D => {
    const gathered = new Float32Array(indices.length * size);
    for (const [row, index] of indices.entries()) {
      gathered.set(values.subarray(index * size, (index + 1) * size), row * size);
    }
    return tf.tensor4d(gathered, [indices.length, ...input]);
  };

  return {
    count: classIndex.length,
    gatherWindows,
    gather(indices) {
      const rows = indices.length;
      const weight = new Float32Array(rows);
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        weight[row] = classWeights[classIndex[indices[row]!]!]!;
        sum += weight[row]!;
      }
      const target = new Float32Array(rows * classes);
      for (let row = 0; row < rows; row++) {
        weight[row] = weight[row]! / sum;
        target[row * classes + classIndex[indices[row]!]!] = weight[row]!;
      }
      return {
        x: gatherWindows(indices),
        target: tf.tensor2d(target, [rows, classes]),
        weight: tf.tensor2d(weight, [rows, 1]),
      };
    },
    tally(totals, probabilities, indices) {
      for (const [row, index] of indices.entries()) {
        const truth = classIndex[index]!;
        const weight = classWeights[truth]!;
        const answered = probabilities.subarray(row * classes, (row + 1) * classes);
        let best = 0;
        for (let c = 1; c < classes; c++) if (answered[c]! > answered[best]!) best = c;
        const probability = answered[truth]!;
        // Not Math.max: NaN has to come through, or a diverged run would look like a perfect one.
        const floored = probability < SMALLEST_PROBABILITY ? SMALLEST_PROBABILITY : probability;
        totals.loss -= weight * Math.log(floored);
        totals.weight += weight;
        totals.correct += best === truth ? 1 : 0;
        totals.count++;
      }
    },
  };
}
