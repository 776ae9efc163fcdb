import { expect, test } from 'vitest';
import type { FrameBatch, StreamDescription } from '#core/motion/frame';
import { createFrameBus } from './frame-bus';

const description: StreamDescription = {
  channels: [{ name: 'accX', unit: 'g' }],
  nominalRateHz: 50,
  clock: 'device',
};

const batchOf = (...values: number[]): FrameBatch => ({
  timestampMs: Float64Array.from(values, (value) => value * 20),
  values: Float32Array.from(values),
  arrivalMs: 0,
  lostBefore: 0,
});

test('frames reach the ring before whoever listens, in order, until they stop listening', () => {
  const bus = createFrameBus();
  bus.open(description);
  const heard: [FrameBatch, number | undefined][] = [];
  const stop = bus.listen((batch) => heard.push([batch, bus.ring?.total]));
  const [first, second, third] = [batchOf(1), batchOf(2, 3), batchOf(4)];
  bus.push(first);
  bus.push(second);
  stop();
  bus.push(third);
  expect(heard).toEqual([
    [first, 1],
    [second, 3],
  ]);
  expect(bus.ring?.total).toBe(4);
});

test('a minute stays in memory, also of a stream that does not say its rate', () => {
  const bus = createFrameBus();
  bus.open(description);
  expect(bus.ring?.capacity).toBe(3000);
  bus.open({ ...description, nominalRateHz: 0 });
  expect(bus.ring?.capacity).toBeGreaterThanOrEqual(60 * 100);
});

test('another stream starts with an empty ring; a closed bus has none', () => {
  const bus = createFrameBus();
  expect(bus.ring).toBeUndefined();
  bus.open(description);
  bus.push(batchOf(1));
  const before = bus.ring;
  bus.open(description);
  expect(bus.ring).not.toBe(before);
  expect(bus.ring?.length).toBe(0);
  bus.close();
  expect([bus.ring, bus.description]).toEqual([undefined, undefined]);
});
