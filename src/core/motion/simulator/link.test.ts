import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '#core/random';
import type { FrameBatch } from '../frame';
import { DEFAULT_LINK, Link, type LinkOptions } from './link';

const PERIOD_MS = 20;

/** Sends `frames` frames whose value is their number and takes what has come every 20 ms. */
function send(options: Partial<LinkOptions>, frames: number, seed = 1) {
  const link = new Link(1, createRandom(seed), { ...DEFAULT_LINK, ...options });
  const batches: FrameBatch[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const nowMs = frame * PERIOD_MS;
    link.push(nowMs, Float32Array.of(frame), nowMs);
    batches.push(...link.take(nowMs));
  }
  batches.push(...link.flush(frames * PERIOD_MS));
  return { link, batches };
}

const options = fc.record({
  framesPerPacket: fc.integer({ min: 1, max: 8 }),
  clumpMs: fc.constantFrom(0, 45, 200),
  dropRate: fc.constantFrom(0, 0.1, 0.6),
  retryRate: fc.constantFrom(0, 0.3),
});

test('every frame arrives once and in order, or is counted as lost where it is missing', () => {
  fc.assert(
    fc.property(options, fc.integer(), (chosen, seed) => {
      const { link, batches } = send(chosen, 203, seed);
      let next = 0;
      let lost = 0;
      let arrivalMs = 0;
      for (const batch of batches) {
        lost += batch.lostBefore;
        next += batch.lostBefore;
        for (const [frame, timestampMs] of batch.timestampMs.entries()) {
          expect(batch.values[frame]).toBe(next);
          expect(timestampMs).toBe(next * PERIOD_MS);
          next++;
        }
        expect(batch.arrivalMs).toBeGreaterThanOrEqual(batch.timestampMs.at(-1)!);
        expect(batch.arrivalMs).toBeGreaterThanOrEqual(arrivalMs);
        arrivalMs = batch.arrivalMs;
      }
      // What was lost after the last batch that came is in the count alone.
      expect(link.lostCount).toBe(lost + 203 - next);
    }),
  );
});

test('about as many packets are lost as asked for, whole ones', () => {
  const { link } = send({ dropRate: 0.2, framesPerPacket: 4 }, 8000);
  expect(link.lostCount % 4).toBe(0);
  expect(Math.abs(link.lostCount / 8000 - 0.2)).toBeLessThan(0.03);
});

test('packets wait for the next slot and come together', () => {
  const { batches } = send({ clumpMs: 200, retryRate: 0, framesPerPacket: 2 }, 200);
  expect(batches.every(({ arrivalMs }) => arrivalMs % 200 === 0)).toBe(true);
  const arrivals = new Set(batches.map(({ arrivalMs }) => arrivalMs));
  expect(batches.length / arrivals.size).toBeCloseTo(5, 0);
});

test('a lossy link changes which packets arrive and nothing else', () => {
  const key = ({ timestampMs }: FrameBatch) => timestampMs[0]!;
  const clean = new Map(send({ dropRate: 0 }, 400).batches.map((batch) => [key(batch), batch]));
  for (const batch of send({ dropRate: 0.3 }, 400).batches) {
    expect(batch.values).toEqual(clean.get(key(batch))?.values);
  }
});
