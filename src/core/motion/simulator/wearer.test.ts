import { describe, expect, test } from 'vitest';
import type { FrameBatch } from '../frame';
import type { WearerAction } from './gestures';
import { joinBatches, runScript, type ScriptStep, sittingScript } from './script';
import { createSubject } from './subject';
import { createWearer, type WearerOptions } from './wearer';

const IDEAL = { sensor: { imperfection: 0 }, link: { retryRate: 0, clockSkewPpm: 0 } } as const;

/** Sum of squared rotation about each axis while `action` is performed, deg²/s². */
function rotationOf(seed: number, action: WearerAction): readonly [number, number, number] {
  const steps: ScriptStep[] = [
    { do: 'wait', ms: 1000 },
    { do: 'perform', action },
    { do: 'wait', ms: 500 },
  ];
  const { signal, truth } = runScript({ subject: createSubject(seed), ...IDEAL }, steps);
  const energy: [number, number, number] = [0, 0, 0];
  signal.timestampMs.forEach((ms, frame) => {
    if (ms < truth[0]!.startMs || ms > truth[0]!.endMs) return;
    for (let axis = 0; axis < 3; axis++) energy[axis]! += signal.values[frame * 9 + 3 + axis]! ** 2;
  });
  return energy;
}

function live(options: WearerOptions, seconds: number): FrameBatch[] {
  const wearer = createWearer(options);
  const batches: FrameBatch[] = [];
  for (let ms = 100; ms <= seconds * 1000; ms += 100) {
    if (ms === 1000) wearer.perform('nod');
    batches.push(...wearer.step(ms));
  }
  return [...batches, ...wearer.flush()];
}

const join = (batches: FrameBatch[]) => joinBatches(Array.from({ length: 9 }) as never, batches);

describe('whoever wears it', () => {
  test.each(Array.from({ length: 12 }, (_, seed) => seed))('person %d', (seed) => {
    const [nodX, nodY, nodZ] = rotationOf(seed, 'nod');
    expect(nodZ).toBeGreaterThan(4 * Math.max(nodX, nodY));
    const [shakeX, shakeY, shakeZ] = rotationOf(seed, 'shake');
    expect(shakeY).toBeGreaterThan(4 * Math.max(shakeX, shakeZ));
    const [tiltX, tiltY, tiltZ] = rotationOf(seed, 'neck-left');
    expect(tiltX).toBeGreaterThan(4 * Math.max(tiltY, tiltZ));
  });
});

test('the same calls at the same times give the same frames', () => {
  const options = { subject: createSubject(6), link: { dropRate: 0.1 } };
  expect(live(options, 8)).toEqual(live(options, 8));
});

test('asked in small steps or in large ones, the body does the same', () => {
  const link = { clumpMs: 0, retryRate: 0 };
  const inSteps = (stepMs: number) => {
    const wearer = createWearer({ subject: createSubject(6), link });
    wearer.setActivity('talking');
    const batches: FrameBatch[] = [];
    for (let ms = stepMs; ms <= 6000; ms += stepMs) batches.push(...wearer.step(ms));
    return join([...batches, ...wearer.flush()]);
  };
  expect(inSteps(20).values).toEqual(inSteps(1500).values);
});

test('other people, and the same person on another day, move otherwise', () => {
  const one = join(live({ subject: createSubject(1) }, 4));
  const other = join(live({ subject: createSubject(2) }, 4));
  const again = join(live({ subject: createSubject(1), sitting: 1 }, 4));
  expect(other.values).not.toEqual(one.values);
  expect(again.values).not.toEqual(one.values);
  const people = Array.from({ length: 30 }, (_, seed) => createSubject(seed));
  const spread = (of: number[]) => Math.max(...of) / Math.min(...of);
  expect(spread(people.map(({ tempo }) => tempo))).toBeGreaterThan(1.4);
  expect(spread(people.map(({ nod }) => nod.depthDeg))).toBeGreaterThan(1.8);
});

test('the device clock runs at its own speed, and the truth is told on it', () => {
  const skewed = createWearer({ subject: createSubject(1), link: { clockSkewPpm: 500 } });
  const signal = join([...skewed.step(60_000), ...skewed.flush()]);
  // Half a thousandth of a minute is 30 ms: one frame and a half.
  expect(signal.timestampMs.at(-1)).toBe(60_020);
  expect(skewed.toDeviceMs(60_000)).toBeCloseTo(60_030);
});

test('the truth lies where the head moves: events from onset to end, states while held', () => {
  const steps: ScriptStep[] = [
    { do: 'wait', ms: 1500 },
    { do: 'perform', action: 'nod' },
    { do: 'wait', ms: 1500 },
    { do: 'hold', posture: 'head-down' },
    { do: 'wait', ms: 4000 },
    { do: 'hold', posture: 'level' },
    { do: 'wait', ms: 1500 },
  ];
  const { signal, truth } = runScript({ subject: createSubject(2), ...IDEAL }, steps);
  expect(truth.map(({ gesture }) => gesture)).toEqual(['nod', 'head-down']);
  const [nod, down] = truth as [(typeof truth)[number], (typeof truth)[number]];
  const within = (from: number, to: number, of: (frame: number) => number) =>
    [...signal.timestampMs.keys()]
      .filter((frame) => signal.timestampMs[frame]! >= from && signal.timestampMs[frame]! <= to)
      .map(of);
  const turning = (frame: number) => Math.abs(signal.values[frame * 9 + 5]!);
  const peak = Math.max(...within(nod.startMs, nod.endMs, turning));
  expect(peak).toBeGreaterThan(20);
  for (const [from, to] of [
    [nod.startMs - 400, nod.startMs - 40],
    [nod.endMs + 60, nod.endMs + 400],
  ] as const) {
    expect(Math.max(...within(from, to, turning))).toBeLessThan(peak / 5);
  }
  expect(down.endMs - down.startMs).toBeGreaterThan(4000);
  // Looking down turns gravity towards X.
  const lean = within(down.startMs, down.endMs, (frame) => signal.values[frame * 9]!);
  const before = within(0, 1400, (frame) => signal.values[frame * 9]!);
  expect(Math.min(...lean)).toBeGreaterThan(Math.max(...before) + 0.2);
});

test('who is asked while moving finishes first, and remembers one more at most', () => {
  const wearer = createWearer({ subject: createSubject(3) });
  wearer.step(500);
  const first = wearer.perform('nod')!;
  const second = wearer.perform('shake')!;
  expect(second).toBeGreaterThan(first);
  while (wearer.perform('shake') !== undefined);
  expect(wearer.truth().length).toBeLessThanOrEqual(4);
  const [nod, shake] = wearer.truth();
  expect(shake!.startMs).toBeGreaterThan(nod!.endMs);
});

test('a link of bad days loses frames and says how many', () => {
  const wearer = createWearer({ subject: createSubject(1), link: { dropRate: 0 } });
  const calm = wearer.step(5000);
  wearer.setLink({ dropRate: 0.5 });
  const rough = [...wearer.step(15_000), ...wearer.flush()];
  const frames = (batches: FrameBatch[]) =>
    batches.reduce((sum, { timestampMs }) => sum + timestampMs.length, 0);
  expect(frames(calm) + frames(rough) + wearer.lostCount).toBe(751);
  expect(wearer.lostCount).toBeGreaterThan(150);
});

test('a sitting holds every action as often as asked', () => {
  const script = sittingScript(4, {
    actions: ['nod', 'shake'],
    postures: ['head-up'],
    repetitions: 5,
    activityMs: 1000,
  });
  const { truth, signal, lostCount } = runScript({ subject: createSubject(4) }, script);
  const count = (gesture: string) => truth.filter((one) => one.gesture === gesture).length;
  expect([count('nod'), count('shake'), count('head-up')]).toEqual([5, 5, 2]);
  expect(lostCount).toBe(0);
  expect(signal.values).toHaveLength(signal.timestampMs.length * 9);
  for (const { startMs, endMs } of truth) expect(endMs).toBeGreaterThan(startMs);
});
