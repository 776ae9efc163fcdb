import { expect, test } from 'vitest';
import type { WindowSet } from '../dataset/window-set';
import { fitNormaliser, normaliseInto } from './fit-normaliser';

/** Two windows of two frames and three channels; the second window must not count. */
const set = {
  channels: [
    { name: 'accX', unit: 'g' },
    { name: 'accY', unit: 'g' },
    { name: 'accZ', unit: 'g' },
  ],
  frames: 2,
  count: 2,
  values: Float32Array.of(1, 5, 0.25, 3, 5, 0.75, 900, 900, 900, 900, 900, 900),
} as unknown as WindowSet;
const fitted = fitNormaliser(set, Uint32Array.of(0));

test('is fitted on the windows it is given and no others', () => {
  expect([...fitted.mean]).toEqual([2, 5, 0.5]);
  expect([...fitted.deviation]).toEqual([1, 1, 0.25]);
});

test('a channel that stands still keeps its unit, so that its noise is not blown up', () => {
  expect(fitted.deviation[1]).toBe(1);
  const into = new Float32Array(3);
  normaliseInto(fitted, Float32Array.of(2, 5.5, 0.5), 0, 1, into, 0);
  expect([...into]).toEqual([0, 0.5, 0]);
});

test('normalises frames from and to where it is told', () => {
  const into = new Float32Array(12);
  normaliseInto(fitted, set.values, 0, 2, into, 6);
  expect([...into]).toEqual([0, 0, 0, 0, 0, 0, -1, 0, -1, 1, 0, 1]);
  expect(fitNormaliser(set, new Uint32Array(0)).deviation).toEqual(Float32Array.of(1, 1, 1));
});
