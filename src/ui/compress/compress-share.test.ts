import { expect, test } from 'vitest';
import { compressShare, remainingMs } from './compress-share';

const pass = (at: number, epoch: number, epochs = 4) =>
  ({ step: 'pass', kind: 'cluster', at, count: 2, epoch, epochs }) as const;

test('steps count alike, and epochs within a step', () => {
  expect(compressShare({ step: 'preparing' })).toBe(0);
  expect(compressShare(pass(0, 2))).toBe(0.25);
  expect(compressShare(pass(1, 0))).toBe(0.5);
  expect(compressShare(pass(1, 4))).toBe(1);
});

test('a step without training is begun, not done', () => {
  expect(compressShare(pass(1, 0, 0))).toBe(0.5);
});

test('what comes after each step tells nothing of the whole', () => {
  expect(compressShare({ step: 'judging' })).toBeUndefined();
});

test('the rest takes as long as what is done did, and is not guessed too early', () => {
  expect(remainingMs(0.25, 3000)).toBe(9000);
  expect(remainingMs(1, 3000)).toBe(0);
  expect(remainingMs(0, 3000)).toBeUndefined();
});
