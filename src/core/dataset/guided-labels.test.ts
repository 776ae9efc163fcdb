import { expect, test } from 'vitest';
import type { FrameBatch, Signal } from '../motion/frame';
import type { WearerActivity } from '../motion/simulator/gestures';
import { joinBatches } from '../motion/simulator/script';
import { createSubject } from '../motion/simulator/subject';
import { createWearer } from '../motion/simulator/wearer';
import { createRandom } from '../random';
import { findPromptedSpan, type PromptMark, searchEndMs } from './guided-labels';
import { planGuided } from './guided-plan';
import { motionEnergy } from './motion-energy';

const GESTURES = [
  { id: 'nod', kind: 'event' },
  { id: 'shake', kind: 'event' },
  { id: 'neck-left', kind: 'event' },
  { id: 'neck-right', kind: 'event' },
  { id: 'head-down', kind: 'state' },
  { id: 'head-up', kind: 'state' },
] as const;
type Id = (typeof GESTURES)[number]['id'];

interface Judged {
  readonly gestureId: string;
  readonly overlap: number;
  readonly by: string;
}

interface Following {
  /** Does nothing of what is asked. */
  readonly idle?: boolean;
  readonly activity?: WearerActivity;
  /** Names of the channels that the labels are found by. */
  readonly channels?: RegExp;
}

/** Has a simulated person follow a plan, reacting within 300 to 500 ms, and labels each prompt. */
function followPlan(
  seed: number,
  { idle = false, activity = 'still', channels = /./ }: Following = {},
): Judged[] {
  const plan = planGuided(GESTURES, { repetitions: 3, seed });
  const random = createRandom(seed);
  const wearer = createWearer({ subject: createSubject(seed), sitting: seed });
  const batches: FrameBatch[] = [];
  const live = (untilMs: number) => batches.push(...wearer.step(untilMs));
  const marks: (PromptMark & { gestureId: Id })[] = [];
  wearer.setActivity(activity);
  live(1500);
  for (const { task, announceMs, lastsMs, returnMs } of plan.prompts) {
    live(wearer.nowMs + announceMs);
    const goMs = wearer.nowMs;
    const endMs = goMs + lastsMs;
    live(goMs + 300 + 200 * random.next());
    if (task.kind === 'event' && !idle) wearer.perform(task.gestureId as never);
    if (task.kind === 'state' && !idle) wearer.hold(task.gestureId as never);
    live(endMs + 300 + 200 * random.next());
    if (task.kind === 'state') wearer.hold('level');
    live(Math.max(wearer.nowMs, endMs + returnMs));
    if ('gestureId' in task) {
      const [go, end] = [wearer.toDeviceMs(goMs), wearer.toDeviceMs(endMs)];
      marks.push({ kind: task.kind, gestureId: task.gestureId as Id, goMs: go, endMs: end });
    }
  }
  live(wearer.nowMs + 3000);
  batches.push(...wearer.flush());
  const signal = onlyChannels(joinBatches(wearer.description.channels, batches), channels);
  const energy = motionEnergy(signal);
  const truth = wearer.truth().map((one) => ({
    ...one,
    startMs: wearer.toDeviceMs(one.startMs),
    endMs: wearer.toDeviceMs(one.endMs),
  }));
  return marks.flatMap((mark) => {
    const found = findPromptedSpan(signal.timestampMs, energy, mark);
    if (!found) return [{ gestureId: mark.gestureId, overlap: 0, by: 'nothing' }];
    const overlaps = truth
      .filter((one) => one.gesture === mark.gestureId)
      .map((one) => overlapOf(one, found));
    return [{ gestureId: mark.gestureId, overlap: Math.max(0, ...overlaps), by: found.by }];
  });
}

function onlyChannels(signal: Signal, names: RegExp): Signal {
  const kept = [...signal.channels.keys()].filter((i) => names.test(signal.channels[i]!.name));
  const frames = [...signal.timestampMs.keys()];
  const values = frames.flatMap((frame) =>
    kept.map((channel) => signal.values[frame * signal.channels.length + channel]!),
  );
  return {
    channels: kept.map((i) => signal.channels[i]!),
    timestampMs: signal.timestampMs,
    values: Float32Array.from(values),
  };
}

function overlapOf(
  a: { readonly startMs: number; readonly endMs: number },
  b: { readonly startMs: number; readonly endMs: number },
): number {
  const both = Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs);
  const either = Math.max(a.endMs, b.endMs) - Math.min(a.startMs, b.startMs);
  return Math.max(0, both / either);
}

test('labels of a dozen people who follow the prompts lie where they moved', () => {
  const judged = Array.from({ length: 12 }, (_, i) => followPlan(i + 1)).flat();
  expect(judged).toHaveLength(12 * GESTURES.length * 3);
  for (const { id } of GESTURES) {
    const own = judged.filter(({ gestureId }) => gestureId === id);
    const good = own.filter(({ overlap }) => overlap > 0.6);
    expect(good.length / own.length, id).toBeGreaterThan(0.97);
  }
  const mean = judged.reduce((sum, { overlap }) => sum + overlap, 0) / judged.length;
  expect(mean).toBeGreaterThan(0.8);
});

test('an accelerometer alone finds most of them', () => {
  const judged = Array.from({ length: 6 }, (_, i) =>
    followPlan(i + 1, { channels: /^acc/ }),
  ).flat();
  const good = judged.filter(({ overlap }) => overlap > 0.6);
  expect(good.length / judged.length).toBeGreaterThan(0.85);
});

test('people who talk all the while are labelled too', () => {
  const judged = Array.from({ length: 6 }, (_, i) =>
    followPlan(i + 1, { activity: 'talking' }),
  ).flat();
  const good = judged.filter(({ overlap }) => overlap > 0.6);
  expect(good.length / judged.length).toBeGreaterThan(0.8);
});

test('people who do nothing when asked get labels only where they fidget', () => {
  const judged = Array.from({ length: 6 }, (_, i) => followPlan(i + 1, { idle: true })).flat();
  const labelled = judged.filter(({ by }) => by === 'motion');
  expect(labelled.length / judged.length).toBeLessThan(0.35);
});

/** Energy at 50 Hz from 0 to 8 s: `level` where nothing moves, 10 within the given stretches. */
function energyOf(...bursts: readonly (readonly [number, number])[]) {
  const timestampMs = Float64Array.from({ length: 400 }, (_, i) => i * 20);
  const energy = Float32Array.from(timestampMs, (timeMs) =>
    bursts.some(([from, to]) => timeMs >= from && timeMs < to) ? 10 : 1,
  );
  return { timestampMs, energy };
}

const event: PromptMark = { kind: 'event', goMs: 2000, endMs: 5000 };

test('a movement with a rest in its middle is one span, an earlier one is not part of it', () => {
  const { timestampMs, energy } = energyOf([900, 1300], [2400, 2900], [3500, 4000]);
  expect(findPromptedSpan(timestampMs, energy, event)).toEqual({
    startMs: 2400,
    endMs: 4000,
    by: 'motion',
  });
});

test('no movement, no label', () => {
  const { timestampMs, energy } = energyOf();
  expect(findPromptedSpan(timestampMs, energy, event)).toBeUndefined();
  expect(findPromptedSpan(timestampMs, energy, { ...event, kind: 'state' })).toBeUndefined();
});

test('a movement that hardly stands out is placed where people usually move', () => {
  const { timestampMs, energy } = energyOf([2400, 3000]);
  const faint = energy.map((value) => (value > 1 ? 2 : 1));
  expect(findPromptedSpan(timestampMs, faint, event)).toEqual({
    startMs: 2400,
    endMs: 3800,
    by: 'default',
  });
});

test('a state lasts from the end of the way there to the start of the way back', () => {
  const { timestampMs, energy } = energyOf([2300, 3100], [6400, 7200]);
  const state: PromptMark = { kind: 'state', goMs: 2000, endMs: 6000 };
  const span = findPromptedSpan(timestampMs, energy, state);
  expect(span).toMatchObject({ startMs: 3100, by: 'motion' });
  expect(span!.endMs).toBeGreaterThan(6340);
  expect(span!.endMs).toBeLessThan(6440);
  expect(searchEndMs(state)).toBe(8000);
});
