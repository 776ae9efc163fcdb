import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FrameBatch } from '../motion/frame';
import { ChunkBuffer } from './chunk-buffer';

const batch = (first: number, frames: number, channels = 2, lostBefore = 0): FrameBatch => ({
  timestampMs: Float64Array.from({ length: frames }, (_, i) => (first + i) * 20),
  values: Float32Array.from({ length: frames * channels }, (_, i) => first * channels + i),
  arrivalMs: 1000 + first,
  lostBefore,
});

test('whatever the sizes of batches and the moments of taking, nothing is lost or reordered', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.record({ frames: fc.nat(200), take: fc.boolean() }), { maxLength: 30 }),
      (channels, steps) => {
        const buffer = new ChunkBuffer(channels);
        const times: number[] = [];
        const values: number[] = [];
        let first = 0;
        const take = () => {
          const chunk = buffer.take();
          times.push(...(chunk?.timestampMs ?? []));
          values.push(...(chunk?.values ?? []));
        };
        for (const step of steps) {
          expect(buffer.push(batch(first, step.frames, channels))).toBe(true);
          first += step.frames;
          if (step.take) take();
        }
        take();
        expect(times).toEqual(Array.from({ length: first }, (_, i) => i * 20));
        expect(values).toEqual(Array.from({ length: first * channels }, (_, i) => i));
        expect(buffer.take()).toBeUndefined();
      },
    ),
    { numRuns: 60 },
  );
});

test('arrays that the driver uses again afterwards do not change what was taken', () => {
  const buffer = new ChunkBuffer(2);
  const reused = batch(0, 2);
  buffer.push(reused);
  const chunk = buffer.take();
  reused.values.fill(-1);
  buffer.push(batch(5, 2));
  expect([...chunk!.values]).toEqual([0, 1, 2, 3]);
});

test('losses of several batches add up, those of an empty batch too', () => {
  const buffer = new ChunkBuffer(2);
  buffer.push(batch(0, 1, 2, 3));
  buffer.push(batch(1, 0, 2, 2));
  buffer.push(batch(1, 1, 2, 4));
  expect(buffer.take()?.lostBefore).toBe(9);
  buffer.push(batch(2, 1));
  expect(buffer.take()?.lostBefore).toBe(0);
});

test('the age of what waits counts from the first batch after taking', () => {
  const buffer = new ChunkBuffer(2);
  expect(buffer.oldestArrivalMs).toBeNaN();
  buffer.push(batch(3, 1));
  buffer.push(batch(4, 1));
  expect(buffer.oldestArrivalMs).toBe(1003);
  buffer.take();
  expect(buffer.oldestArrivalMs).toBeNaN();
});

test('a batch that does not fit the channels is refused whole', () => {
  const buffer = new ChunkBuffer(3);
  expect(buffer.push(batch(0, 2, 2))).toBe(false);
  expect(buffer.frames).toBe(0);
  expect(buffer.push(batch(0, 2, 3))).toBe(true);
});

test('times that stand still, go back or are no number are refused', () => {
  const buffer = new ChunkBuffer(2);
  buffer.push(batch(5, 2));
  buffer.take();
  expect(buffer.push(batch(6, 2))).toBe(false);
  expect(buffer.push({ ...batch(9, 2), timestampMs: Float64Array.of(400, 400) })).toBe(false);
  expect(buffer.push({ ...batch(9, 1), timestampMs: Float64Array.of(Number.NaN) })).toBe(false);
  expect(buffer.push(batch(7, 2))).toBe(true);
});
