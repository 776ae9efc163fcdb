import type { Int8Graph } from '#core/compress/int8-graph';
import { dequantise, quantiseInto } from '#core/compress/quantise-values';
import { createInt8Runner } from '#core/compress/run-int8';
import type { ModelGraph } from '#core/model/graph';
import { JUDGING_THRESHOLD, judge } from '#core/model/judge';
import type { Judgement } from '#core/model/judgement';
import { createFloatRunner } from '#core/model/run-float';
import { heldOutGroupIndex, type SplitWindows } from './windows-of';

/** Probabilities `[windows × classes]` by our own float interpreter. */
export function floatScores(graph: ModelGraph, inputs: Float32Array): Float32Array {
  const [height, width, channels] = graph.input;
  const runner = createFloatRunner(graph);
  return scoreEach(inputs, height * width * channels, (input) => runner.run(input));
}

/** Probabilities `[windows × classes]` by the board's arithmetic: the dequantised softmax. */
export function int8Scores(graph: Int8Graph, inputs: Float32Array): Float32Array {
  const first = graph.values[0]!;
  const { quantisation } = graph.values.at(-1)!;
  const runner = createInt8Runner(graph);
  const quantised = new Int8Array(first.shape[0] * first.shape[1] * first.shape[2]);
  return scoreEach(inputs, quantised.length, (input) => {
    quantiseInto(input, first.quantisation, quantised);
    return Float32Array.from(runner.run(quantised), (value) => dequantise(quantisation, value));
  });
}

function scoreEach(
  inputs: Float32Array,
  size: number,
  run: (input: Float32Array) => Float32Array,
): Float32Array {
  const count = inputs.length / size;
  let scores = new Float32Array(0);
  for (let row = 0; row < count; row++) {
    const answered = run(inputs.subarray(row * size, (row + 1) * size));
    if (row === 0) scores = new Float32Array(count * answered.length);
    scores.set(answered, row * answered.length);
  }
  return scores;
}

/** Judges held-out `scores`; nothing where the split holds none out. */
export function judgeHeldOut(windows: SplitWindows, scores: Float32Array): Judgement | undefined {
  const { set, split } = windows;
  if (split.heldOut.length === 0) return undefined;
  return judge({
    classCount: set.classes.length,
    truth: Uint8Array.from(split.heldOut, (index) => set.classIndex[index]!),
    scores,
    groupIndex: heldOutGroupIndex(windows),
    groupCount: split.heldOutGroups.length,
    threshold: JUDGING_THRESHOLD,
  });
}

/** Share of windows on which both give the same class; `null` without windows. */
export function classAgreement(
  a: Float32Array,
  b: Float32Array,
  classCount: number,
): number | null {
  const count = a.length / classCount;
  if (count === 0) return null;
  let same = 0;
  for (let row = 0; row < count; row++) {
    const [from, to] = [row * classCount, (row + 1) * classCount];
    if (highestOf(a.subarray(from, to)) === highestOf(b.subarray(from, to))) same++;
  }
  return same / count;
}

/** Position of the first highest score. */
export function highestOf(scores: Float32Array | Int8Array): number {
  let best = 0;
  for (let at = 1; at < scores.length; at++) if (scores[at]! > scores[best]!) best = at;
  return best;
}
