import { expect, test } from 'vitest';
import type { Signal } from '../motion/frame';
import { runScript, sittingScript } from '../motion/simulator/script';
import { createSubject } from '../motion/simulator/subject';
import { motionBursts } from './motion-bursts';
import { motionEnergy } from './motion-energy';
import { unlabelled } from './suggest-spans';

interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

/** What a signal suggests beside the events that are labelled. */
function suggestSpans(signal: Signal, events: readonly Stretch[]) {
  return unlabelled(motionBursts(signal.timestampMs, motionEnergy(signal)), events, []);
}

/** Intersection over union of two stretches, 0 … 1. */
function agreement(one: Stretch, other: Stretch): number {
  const shared = Math.min(one.endMs, other.endMs) - Math.max(one.startMs, other.startMs);
  const spanned = Math.max(one.endMs, other.endMs) - Math.min(one.startMs, other.startMs);
  return Math.max(0, shared) / spanned;
}

const SEEDS = Array.from({ length: 8 }, (_, i) => i + 1);

test('at least nine in ten nods and shakes of eight people are found where they are', () => {
  let found = 0;
  let performed = 0;
  let invented = 0;
  for (const seed of SEEDS) {
    const script = sittingScript(seed, {
      actions: ['nod', 'shake'],
      postures: [],
      repetitions: 6,
      activityMs: 3000,
    });
    const { signal, truth } = runScript({ subject: createSubject(seed) }, script);
    const suggested = suggestSpans(signal, []);
    const gesturesEndMs = Math.max(...truth.map(({ endMs }) => endMs));
    performed += truth.length;
    found += truth.filter((one) => suggested.some((span) => agreement(one, span) > 0.5)).length;
    // After the gestures come movements that mean nothing, talking and walking: real motion too.
    invented += suggested.filter(
      (span) => span.endMs < gesturesEndMs && !truth.some((one) => agreement(one, span) > 0),
    ).length;
  }
  expect(performed).toBe(8 * 12);
  expect(found / performed).toBeGreaterThanOrEqual(0.9);
  expect(invented / performed).toBeLessThan(0.05);
});

test('without a gyroscope most are found too', () => {
  const script = sittingScript(3, {
    actions: ['nod', 'shake'],
    postures: [],
    repetitions: 6,
    activityMs: 3000,
  });
  const { signal, truth } = runScript({ subject: createSubject(3) }, script);
  const columns = signal.channels.flatMap((one, index) => (one.unit === 'g' ? [index] : []));
  const values = Float32Array.from(
    { length: signal.timestampMs.length * columns.length },
    (_, i) => {
      const frame = Math.floor(i / columns.length);
      return signal.values[frame * signal.channels.length + columns[i % columns.length]!]!;
    },
  );
  const suggested = suggestSpans(
    { ...signal, channels: columns.map((index) => signal.channels[index]!), values },
    [],
  );
  const found = truth.filter((one) => suggested.some((span) => agreement(one, span) > 0.5));
  expect(found.length / truth.length).toBeGreaterThanOrEqual(0.8);
});

test('a person who sits still is hardly ever taken for moving', () => {
  const counts = SEEDS.map((seed) => {
    const { signal } = runScript({ subject: createSubject(seed) }, [{ do: 'wait', ms: 60_000 }]);
    return suggestSpans(signal, []).length;
  });
  const minutes = counts.length;
  expect(counts.reduce((sum, count) => sum + count, 0) / minutes).toBeLessThanOrEqual(1);
});

const timestampMs = Float64Array.from({ length: 1000 }, (_, i) => 5000 + i * 20);
const quietWith = (...stretches: readonly (readonly [from: number, to: number])[]) =>
  Float32Array.from({ length: 1000 }, (_, i) =>
    stretches.some(([from, to]) => i >= from && i < to) ? 50 : 1 + 0.1 * (i % 3),
  );

test('bursts count from the first frame, close ones are one, short and long ones none', () => {
  const bursts = motionBursts(
    timestampMs,
    quietWith([50, 100], [110, 150], [300, 305], [400, 450], [500, 900]),
  );
  expect(bursts.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
    [1000, 2980],
    [8000, 8980],
  ]);
  expect(bursts.every(({ score }) => score > 1)).toBe(true);
});

test('a burst ends where frames are missing', () => {
  const times = timestampMs.map((time, i) => (i < 425 ? time : time + 60_000));
  const bursts = motionBursts(times, quietWith([400, 450]));
  expect(bursts.map(({ startMs, endMs }) => endMs - startMs)).toEqual([480, 480]);
});

test('nothing is suggested of nothing', () => {
  expect(motionBursts(new Float64Array(0), new Float32Array(0))).toEqual([]);
  expect(motionBursts(timestampMs, new Float32Array(1000))).toEqual([]);
});

test('what is labelled is not suggested, but an event inside a state is', () => {
  const burst = (startMs: number, endMs: number) => ({ startMs, endMs, score: 2 });
  const bursts = [burst(0, 500), burst(900, 1500), burst(2000, 2600), burst(3900, 4500)];
  const events = [{ startMs: 400, endMs: 700 }];
  const states = [{ startMs: 1200, endMs: 4100 }];
  expect(unlabelled(bursts, events, states)).toEqual([burst(2000, 2600)]);
  expect(unlabelled(bursts, [], [])).toEqual(bursts);
});
