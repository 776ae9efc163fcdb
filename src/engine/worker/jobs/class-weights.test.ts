import { expect, test } from 'vitest';
import { classWeights } from './class-weights';

test('balanced classes weigh the same in sum, whatever their counts', () => {
  const weights = classWeights(Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 1, 2), 3, true);
  expect([...weights]).toEqual([0.5, 1.5, 3]);
});

test('a class without windows neither counts nor divides by zero', () => {
  expect([...classWeights(Uint8Array.of(0, 0, 0, 2), 3, true)]).toEqual([Math.fround(4 / 6), 1, 2]);
});

test('unbalanced, every class weighs 1', () => {
  expect([...classWeights(Uint8Array.of(0, 0, 1), 2, false)]).toEqual([1, 1]);
});
