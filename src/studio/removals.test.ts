import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRemovals } from './removals';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const actions = () => ({ destroy: vi.fn(async () => undefined), changed: vi.fn() });

test('what is removed is hidden at once and destroyed when it can no longer be taken back', () => {
  const removals = createRemovals();
  const thing = actions();
  thing.changed.mockImplementation(() => expect(removals.has('a')).toBe(true));
  removals.add('a', thing);
  expect(thing.changed).toHaveBeenCalledTimes(1);
  // A notice offers the undo for ten seconds.
  vi.advanceTimersByTime(10_000);
  expect(thing.destroy).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(thing.destroy).toHaveBeenCalledTimes(1);
  expect(removals.has('a')).toBe(true);
});

test('what is taken back is there again and never destroyed', async () => {
  const removals = createRemovals();
  const thing = actions();
  const undo = removals.add('a', thing);
  await undo();
  expect(removals.has('a')).toBe(false);
  expect(thing.changed).toHaveBeenCalledTimes(2);
  await undo();
  expect(thing.changed).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(60_000);
  expect(thing.destroy).not.toHaveBeenCalled();
});

test('removing one thing says nothing of another', async () => {
  const removals = createRemovals();
  const [one, other] = [actions(), actions()];
  const undo = removals.add('a', one);
  removals.add('b', other);
  await undo();
  expect([removals.has('a'), removals.has('b')]).toEqual([false, true]);
  vi.advanceTimersByTime(60_000);
  expect(one.destroy).not.toHaveBeenCalled();
  expect(other.destroy).toHaveBeenCalledTimes(1);
});

test('a deletion that fails leaves it hidden for this page', async () => {
  const removals = createRemovals();
  removals.add('a', { ...actions(), destroy: () => Promise.reject(new Error('no')) });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(removals.has('a')).toBe(true);
});
