import { expect, test, vi } from 'vitest';
import type { Signal } from '#core/motion/frame';
import { createSignalCache } from './signal-cache';

/** A signal that says it takes so much, without taking it. */
function signalOf(megabytes: number): Signal {
  const values = new Float32Array(0);
  Object.defineProperty(values, 'byteLength', { value: megabytes * 1024 * 1024 });
  return { channels: [], timestampMs: new Float64Array(0), values };
}

test('a signal is read once', async () => {
  const signal = signalOf(1);
  const read = vi.fn(async () => signal);
  const cache = createSignalCache(read);
  expect(await cache.load('a')).toBe(signal);
  expect(await cache.load('a')).toBe(signal);
  expect(read).toHaveBeenCalledTimes(1);
});

test('when room runs out, the one unused for longest goes', async () => {
  const read = vi.fn(async (_id: string) => signalOf(100));
  const cache = createSignalCache(read);
  await cache.load('a');
  await cache.load('b');
  await cache.load('a');
  await cache.load('c');
  read.mockClear();
  await cache.load('a');
  await cache.load('c');
  expect(read).not.toHaveBeenCalled();
  await cache.load('b');
  expect(read).toHaveBeenCalledTimes(1);
});

test('one that is larger than all the room is kept while it is the newest', async () => {
  const read = vi.fn(async (_id: string) => signalOf(500));
  const cache = createSignalCache(read);
  await cache.load('a');
  await cache.load('a');
  expect(read).toHaveBeenCalledTimes(1);
  await cache.load('b');
  await cache.load('a');
  expect(read).toHaveBeenCalledTimes(3);
});

test('what is put in is not read, what is forgotten is', async () => {
  const read = vi.fn(async (_id: string) => signalOf(1));
  const cache = createSignalCache(read);
  const put = signalOf(2);
  cache.put('a', put);
  expect(await cache.load('a')).toBe(put);
  cache.forget('a');
  cache.forget('unknown');
  await cache.load('a');
  expect(read).toHaveBeenCalledTimes(1);
  cache.clear();
  await cache.load('a');
  expect(read).toHaveBeenCalledTimes(2);
});

test('a signal put in twice takes its room once', async () => {
  const read = vi.fn(async (_id: string) => signalOf(100));
  const cache = createSignalCache(read);
  for (let time = 0; time < 5; time++) cache.put('a', signalOf(100));
  cache.put('b', signalOf(100));
  await cache.load('a');
  expect(read).not.toHaveBeenCalled();
});

test('a failed reading is tried again', async () => {
  const read = vi.fn(async (_id: string) => signalOf(1)).mockRejectedValueOnce(new Error('gone'));
  const cache = createSignalCache(read);
  await expect(cache.load('a')).rejects.toThrow('gone');
  await expect(cache.load('a')).resolves.toBeDefined();
});
