import { expect, test } from 'vitest';
import { magicWandWindows, readMagicWand, WAND_CLASSES, WAND_SPLIT } from './magic-wand';

const takes = readMagicWand();
const { set, split } = magicWandWindows();
const subjectsOf = (indices: Uint32Array) => [
  ...new Set(Array.from(indices, (index) => set.subjects[set.subjectIndex[index]!]!)),
];

test('every gesture of the archive is read once, and junk is not', () => {
  const counts = WAND_CLASSES.map((id) => takes.filter(({ gesture }) => gesture === id).length);
  expect(counts).toEqual([5, 223, 218, 228]);
  for (const { values, subject } of takes) {
    expect(values.length % 3, subject).toBe(0);
    expect(
      values.every((value) => Math.abs(value) < 8),
      subject,
    ).toBe(true);
  }
});

test('at rest the first frames of a take weigh about one g', () => {
  const weights = takes.map(({ values }) => Math.hypot(...values.subarray(0, 3)));
  const median = weights.sort((a, b) => a - b)[weights.length >> 1]!;
  expect(median).toBeGreaterThan(0.9);
  expect(median).toBeLessThan(1.2);
});

test('the published people are in the published parts, and nobody is in two', () => {
  expect(subjectsOf(split.train).sort()).toEqual([...WAND_SPLIT.train].sort());
  expect(subjectsOf(split.validation).sort()).toEqual([...WAND_SPLIT.validation].sort());
  expect(subjectsOf(split.heldOut).sort()).toEqual([...WAND_SPLIT.heldOut].sort());
  expect(split.train.length + split.validation.length + split.heldOut.length).toBe(set.count);
});

test('a gesture gives one window that it ends and one that it begins', () => {
  const index = set.classIndex.indexOf(WAND_CLASSES.indexOf('wing'));
  const { values } = takes.find(({ gesture }) => gesture === 'wing')!;
  const window = (at: number) => set.values.subarray(at * 384, (at + 1) * 384);
  expect(window(index).slice(-values.length)).toEqual(values);
  expect(window(index + 1).slice(0, values.length)).toEqual(values);
  const padding = window(index).slice(0, 384 - values.length);
  for (const [at, value] of padding.entries()) {
    expect(Math.abs(value - values[at % 3]!)).toBeLessThanOrEqual(0.0101);
  }
});

test('windows of other lengths and rates are as many, of the same classes', () => {
  for (const other of [
    magicWandWindows({ frames: 64 }),
    magicWandWindows({ frames: 64, rateHz: 12.5 }),
  ]) {
    expect(other.set.values.length).toBe(set.values.length / 2);
    expect(other.set.classIndex).toEqual(set.classIndex);
    expect(other.split.heldOut).toEqual(split.heldOut);
  }
});

test('a window too short for its gesture has its end, and its beginning', () => {
  const shorter = magicWandWindows({ frames: 32 }).set;
  const index = shorter.classIndex.indexOf(WAND_CLASSES.indexOf('wing'));
  const { values } = takes.find(({ gesture }) => gesture === 'wing')!;
  expect(shorter.values.slice(index * 96, (index + 1) * 96)).toEqual(values.slice(-96));
  expect(shorter.values.slice((index + 1) * 96, (index + 2) * 96)).toEqual(values.slice(0, 96));
});

test('drawn windows are of training people, and the same ones for a seed', () => {
  const drawn = (seed: number) => magicWandWindows({ copies: 2, seed });
  const [first, again, other] = [drawn(1), drawn(1), drawn(2)];
  expect(first.split.train.length).toBe(3 * split.train.length);
  expect(first.split.validation).toEqual(split.validation);
  expect(first.split.heldOut).toEqual(split.heldOut);
  expect(first.set.values.every(Number.isFinite)).toBe(true);
  expect(Buffer.from(first.set.values.buffer).equals(Buffer.from(again.set.values.buffer))).toBe(
    true,
  );
  expect(Buffer.from(first.set.values.buffer).equals(Buffer.from(other.set.values.buffer))).toBe(
    false,
  );
});
