import type { Shape } from '#core/model/graph';
import { valueCount } from '#core/model/shapes';
import type { Batch, Lesson } from './network';

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

/** Puts windows together as batches, and reckons up what came out for them. */
export interface Gatherer {
  readonly count: number;
  /** What a teacher answers to every window, `[count × classes]`, for the batches from now on. */
  teach(lesson: Lesson | undefined): void;
  gather(indices: Uint32Array): Batch;
  /** `[indices × values]`. */
  gatherWindows(indices: Uint32Array): Float32Array;
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
  const size = valueCount(input);
  const classes = classWeights.length;
  let lesson: Lesson | undefined;

  const gatherRows = (from: Float32Array, width: number, indices: Uint32Array): Float32Array => {
    const gathered = new Float32Array(indices.length * width);
    for (const [row, index] of indices.entries()) {
      gathered.set(from.subarray(index * width, (index + 1) * width), row * width);
    }
    return gathered;
  };
  const gatherWindows = (indices: Uint32Array) => gatherRows(values, size, indices);

  return {
    count: classIndex.length,
    gatherWindows,
    teach(next) {
      lesson = next;
    },
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
      const batch = { rows, windows: gatherWindows(indices), target, weight };
      if (!lesson) return batch;
      const answers = gatherRows(lesson.answers, classes, indices);
      return { ...batch, lesson: { ...lesson, answers } };
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
