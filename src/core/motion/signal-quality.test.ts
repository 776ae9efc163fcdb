import { expect, test } from 'vitest';
import type { Channel } from './frame';
import { FrameRing } from './ring-buffer';
import { signalQuality } from './signal-quality';
import { createSubject } from './simulator/subject';
import { createWearer, type WearerOptions } from './simulator/wearer';

const ACC: Channel = { name: 'accX', unit: 'g', fullScale: 2 };
const OPEN: Channel = { name: 'a', unit: 'raw' };

function ringOf(values: readonly (readonly number[])[]): FrameRing {
  const ring = new FrameRing(500, values[0]!.length);
  values.forEach((frame, i) => {
    ring.pushFrame(i * 20, Float32Array.from(frame));
  });
  return ring;
}

const frames = (count: number, of: (i: number) => number[]) =>
  ringOf(Array.from({ length: count }, (_, i) => of(i)));

test('values at the end of the range are told with their channel and share', () => {
  const ring = frames(100, (i) => [i % 4 === 0 ? -2 : Math.sin(i), i]);
  const { clipped } = signalQuality(ring, [ACC, OPEN], 10_000);
  expect(clipped).toEqual([{ channel: ACC, share: 0.25 }]);
});

test('clipping that is longer ago than the stretch is forgotten', () => {
  const ring = frames(300, (i) => [i < 100 ? 2 : Math.sin(i)]);
  expect(signalQuality(ring, [ACC], 3000).clipped).toEqual([]);
  expect(signalQuality(ring, [ACC], 5000).clipped).toHaveLength(1);
});

test('a stream that repeats itself is frozen, one that hums is resting', () => {
  expect(
    signalQuality(
      frames(100, () => [0.3, 5]),
      [ACC, OPEN],
      1000,
    ).motion,
  ).toBe('frozen');
  const humming = frames(100, (i) => [0.3 + (i % 2) * 0.004, i % 3]);
  expect(signalQuality(humming, [ACC, OPEN], 1000).motion).toBe('resting');
  expect(signalQuality(humming, [OPEN, OPEN], 1000).motion).toBe('moving');
});

test('too few frames are no reason to complain', () => {
  expect(
    signalQuality(
      frames(5, () => [2]),
      [ACC],
      1000,
    ),
  ).toEqual({
    clipped: [],
    motion: 'moving',
  });
});

test('nobody who wears the device is taken for a table', () => {
  const run = (options: Partial<WearerOptions>, seed: number) => {
    const wearer = createWearer({ subject: createSubject(seed), ...options });
    const ring = new FrameRing(3000, wearer.description.channels.length);
    for (const batch of wearer.step(20_000)) ring.push(batch);
    return signalQuality(ring, wearer.description.channels, 5000);
  };
  for (let seed = 1; seed <= 12; seed++) {
    expect(run({}, seed), `subject ${seed}`).toEqual({ clipped: [], motion: 'moving' });
  }
});
