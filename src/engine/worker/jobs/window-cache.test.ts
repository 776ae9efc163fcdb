import { expect, test } from 'vitest';
import { EXAMPLE_CARD } from '../../../../tests/support/example-tuning-plan';
import { simulatedRecordings } from '../../../../tests/support/simulated-recordings';
import { createWindowCache } from './window-cache';
import { windowsFor } from './windows-of';

const data = simulatedRecordings(4, 2);
const { windowing, recipe } = EXAMPLE_CARD;
const longer = (lengthMs: number) => ({ ...windowing, lengthMs });

test('windows are those that training would cut, cut once', () => {
  const windowsOf = createWindowCache(data);
  const windows = windowsOf(windowing, recipe);
  expect(windows).toEqual(windowsFor({ ...data, windowing }, recipe));
  expect(windowsOf({ ...windowing }, { ...recipe, epochs: 77, preset: 'lstm' })).toBe(windows);
});

test('another length, seed or person to hold out are other windows', () => {
  const windowsOf = createWindowCache(data);
  const windows = windowsOf(windowing, recipe);
  expect(windowsOf(longer(1200), recipe).set.frames).toBe(30);
  expect(windowsOf(windowing, { ...recipe, seed: 6 })).not.toBe(windows);
  const named = windowsOf(windowing, { ...recipe, heldOutSubjects: ['Person 2'] });
  expect(named.split.heldOutGroups).toEqual(['Person 2']);
  expect(windowsOf(windowing, recipe)).toBe(windows);
});

test('those not used for longest go first', () => {
  const windowsOf = createWindowCache(data);
  const first = windowsOf(longer(1000), recipe);
  const second = windowsOf(longer(1040), recipe);
  for (const lengthMs of [1080, 1120, 1160, 1200]) windowsOf(longer(lengthMs), recipe);
  expect(windowsOf(longer(1000), recipe)).toBe(first);
  windowsOf(longer(1240), recipe);
  expect(windowsOf(longer(1000), recipe)).toBe(first);
  expect(windowsOf(longer(1040), recipe)).not.toBe(second);
});
