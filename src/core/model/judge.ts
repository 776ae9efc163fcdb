import type { ClassScore, Judgement } from './judgement';

/** Scores of a model on windows whose truth is known. */
export interface JudgeRequest {
  readonly classCount: number;
  /** Class of each window. */
  readonly truth: Uint8Array;
  /** Probabilities, row-major `[windows × classes]`. */
  readonly scores: Float32Array;
  /** Held-out group (subject or recording) of each window. */
  readonly groupIndex: Uint16Array;
  readonly groupCount: number;
  /** An answer below this probability counts as "nothing"; 0 takes the highest as it is. */
  readonly threshold: number;
}

/** Below this probability a gesture counts as nothing when a model is judged. */
export const JUDGING_THRESHOLD = 0.5;

/** Class 0 is "nothing" (`NOTHING` in the data set's gestures). */
const NOTHING_CLASS = 0;

/**
 * Counts answers against truth. The answer is the class with the highest score, the first of equal
 * ones, and "nothing" when that score is below the threshold.
 */
export function judge(request: JudgeRequest): Judgement {
  const { classCount, truth, scores, groupIndex, groupCount, threshold } = request;
  const confusion = new Uint32Array(classCount * classCount);
  const groupRight = new Uint32Array(groupCount);
  const groupTotal = new Uint32Array(groupCount);
  for (let window = 0; window < truth.length; window++) {
    const answer = answerOf(scores, window * classCount, classCount, threshold);
    const right = answer === truth[window]!;
    confusion[truth[window]! * classCount + answer]! += 1;
    groupTotal[groupIndex[window]!]! += 1;
    if (right) groupRight[groupIndex[window]!]! += 1;
  }

  const classScores = Array.from({ length: classCount }, (_, index) =>
    classScore(confusion, classCount, index),
  );
  const f1s = classScores.flatMap(({ support, f1 }) => (support > 0 ? [f1 ?? 0] : []));
  const right = classScores.reduce((sum, _, i) => sum + confusion[i * classCount + i]!, 0);
  const nothing = classScores[NOTHING_CLASS]!;
  return {
    windowCount: truth.length,
    confusion,
    classScores,
    accuracy: truth.length > 0 ? right / truth.length : 0,
    macroF1: f1s.length > 0 ? f1s.reduce((sum, f1) => sum + f1, 0) / f1s.length : 0,
    rejectionRate: nothing.recall,
    groupAccuracy: Array.from(groupTotal, (total, group) =>
      total > 0 ? groupRight[group]! / total : 0,
    ),
  };
}

/** The answer to the `count` scores that start at `from`, as `judge` counts it. */
export function answerOf(
  scores: Float32Array,
  from: number,
  count: number,
  threshold: number,
): number {
  let best = 0;
  for (let index = 1; index < count; index++) {
    if (scores[from + index]! > scores[from + best]!) best = index;
  }
  return scores[from + best]! >= threshold ? best : NOTHING_CLASS;
}

function classScore(confusion: Uint32Array, classCount: number, index: number): ClassScore {
  let support = 0;
  let answered = 0;
  for (let other = 0; other < classCount; other++) {
    support += confusion[index * classCount + other]!;
    answered += confusion[other * classCount + index]!;
  }
  const hits = confusion[index * classCount + index]!;
  return {
    precision: answered > 0 ? hits / answered : null,
    recall: support > 0 ? hits / support : null,
    f1: support + answered > 0 ? (2 * hits) / (support + answered) : null,
    support,
  };
}
