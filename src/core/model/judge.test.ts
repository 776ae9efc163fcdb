import { describe, expect, test } from 'vitest';
import { judge } from './judge';

/** Scores that answer `answers`, each with probability `sure`. */
function judged(
  truth: number[],
  answers: number[],
  { sure = 0.8, threshold = 0, groups = truth.map(() => 0), classCount = 3 } = {},
) {
  return judge({
    classCount,
    truth: Uint8Array.from(truth),
    scores: Float32Array.from(
      answers.flatMap((answer) =>
        Array.from({ length: classCount }, (_, c) =>
          c === answer ? sure : (1 - sure) / (classCount - 1),
        ),
      ),
    ),
    groupIndex: Uint16Array.from(groups),
    groupCount: Math.max(0, ...groups) + 1,
    threshold,
  });
}

describe('a judgement', () => {
  const result = judged([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 2], { groups: [0, 0, 1, 1, 1, 0] });

  test('counts truth in rows and answers in columns', () => {
    expect([...result.confusion]).toEqual([2, 1, 0, 1, 1, 0, 0, 0, 1]);
    expect(result.windowCount).toBe(6);
    expect(result.accuracy).toBeCloseTo(4 / 6);
  });

  test('gives precision, recall, F1 and support of each class', () => {
    expect(result.classScores[0]).toEqual({
      precision: 2 / 3,
      recall: 2 / 3,
      f1: 4 / 6,
      support: 3,
    });
    expect(result.classScores[1]).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5, support: 2 });
    expect(result.classScores[2]).toEqual({ precision: 1, recall: 1, f1: 1, support: 1 });
    expect(result.macroF1).toBeCloseTo((4 / 6 + 0.5 + 1) / 3);
    expect(result.rejectionRate).toBeCloseTo(2 / 3);
  });

  test('says how each group did', () => {
    expect(result.groupAccuracy).toEqual([1, 1 / 3]);
  });
});

test('an answer below the threshold counts as nothing', () => {
  const sure = judged([1, 2], [1, 2], { sure: 0.8, threshold: 0.7 });
  const unsure = judged([1, 2], [1, 2], { sure: 0.6, threshold: 0.7 });
  expect(sure.accuracy).toBe(1);
  expect([...unsure.confusion]).toEqual([0, 0, 0, 1, 0, 0, 1, 0, 0]);
  expect(judged([1, 2], [1, 2], { sure: 0.75, threshold: 0.75 }).accuracy).toBe(1);
});

test('of equal scores the first class is the answer', () => {
  const even = judged([0, 1], [0, 0], { sure: 1 / 3 });
  expect([...even.confusion]).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 0]);
});

test('what cannot be known is null, and a class never seen leaves the mean alone', () => {
  const { classScores, macroF1, rejectionRate } = judged([1, 1], [1, 1]);
  expect(classScores[0]).toEqual({ precision: null, recall: null, f1: null, support: 0 });
  expect(classScores[2]!.precision).toBeNull();
  expect(rejectionRate).toBeNull();
  expect(macroF1).toBe(1);
});

test('a class that is missed each time counts as 0, not as unknown', () => {
  const { classScores, macroF1, rejectionRate } = judged([0, 1], [0, 0]);
  expect(rejectionRate).toBe(1);
  expect(classScores[1]).toEqual({ precision: null, recall: 0, f1: 0, support: 1 });
  expect(macroF1).toBeCloseTo((2 / 3 + 0) / 2);
});

test('no windows give no accuracy, not NaN', () => {
  const empty = judged([], []);
  expect([empty.accuracy, empty.macroF1, empty.windowCount]).toEqual([0, 0, 0]);
  expect(empty.groupAccuracy).toEqual([0]);
});
