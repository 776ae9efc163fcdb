import { expect, test } from 'vitest';
import { presetInt8Graph } from '../../../tests/support/preset-int8-graph';
import { quantiseInto } from '../compress/quantise-values';
import { cutWindows } from '../dataset/windowing';
import { Failure } from '../failure';
import { normaliseInto } from '../features/fit-normaliser';
import type { Channel, FrameBatch, Signal } from '../motion/frame';
import { joinBatches } from '../motion/simulator/script';
import { createSubject } from '../motion/simulator/subject';
import { createWearer } from '../motion/simulator/wearer';
import { type LiveModel, Recogniser } from './recogniser';

const FRAMES = 40;
const channelNames = ['gyroX', 'gyroY', 'gyroZ', 'accX', 'accY', 'accZ'];

/** A model with weights of no meaning: only what goes in is of interest here. */
const MODEL: LiveModel = {
  graph: presetInt8Graph('conv1d', FRAMES, channelNames.length),
  normaliser: {
    mean: Float32Array.of(0.3, -1, 2, 0.1, 0.9, -0.05),
    deviation: Float32Array.of(40, 35, 60, 0.2, 0.15, 0.3),
  },
  windowing: { rateHz: 25, lengthMs: 1600, hopMs: 80, channelNames },
  channels: channelNames.map((name) => ({ name, unit: name.startsWith('acc') ? 'g' : 'dps' })),
  classes: ['nothing', 'nod', 'shake', 'down'],
  gestures: [
    { id: 'nod', name: 'Nod', kind: 'event', colour: 0 },
    { id: 'shake', name: 'Shake', kind: 'event', colour: 1 },
    { id: 'down', name: 'Down', kind: 'state', colour: 2 },
  ],
};

/** Half a minute of someone who nods and walks, over a link that loses packets. */
function stream(dropRate: number): { batches: FrameBatch[]; channels: readonly Channel[] } {
  const wearer = createWearer({ subject: createSubject(3), link: { dropRate } });
  const batches: FrameBatch[] = [];
  for (let second = 0; second < 30; second++) {
    if (second % 4 === 1) wearer.perform('nod');
    if (second === 20) wearer.setActivity('walking');
    batches.push(...wearer.step((second + 1) * 1000));
  }
  return { batches: [...batches, ...wearer.flush()], channels: wearer.description.channels };
}

/** What the recogniser hands to the network: each window's end with its bytes. */
function quantisedLive(
  channels: readonly Channel[],
  batches: readonly Pick<FrameBatch, 'timestampMs' | 'values'>[],
): Map<number, Int8Array> {
  const windows = new Map<number, Int8Array>();
  const recogniser = new Recogniser(
    { model: MODEL, channels },
    { window: (atMs, input) => windows.set(atMs, input.slice()) },
  );
  for (const batch of batches) recogniser.push(batch);
  return windows;
}

/** The same from a whole recording, as training and the board's self-test cut it. */
function quantisedOffline(signal: Signal): Map<number, Int8Array> {
  const { windowing, gestures, normaliser, graph } = MODEL;
  const recording = { id: 'r', subject: 's', signal, spans: [] };
  const set = cutWindows({ recordings: [recording], gestures, windowing });
  const size = FRAMES * channelNames.length;
  const normalised = new Float32Array(size);
  const windows = new Map<number, Int8Array>();
  for (let index = 0; index < set.count; index++) {
    normaliseInto(normaliser, set.values, index * size, FRAMES, normalised, 0);
    const input = new Int8Array(size);
    quantiseInto(normalised, graph.values[0]!.quantisation, input);
    const endMs = set.startMs[index]! + ((FRAMES - 1) * 1000) / windowing.rateHz;
    windows.set(signal.timestampMs[0]! + endMs, input);
  }
  return windows;
}

test.each([0, 0.15])(
  'with %d of the packets lost, the windows are those cut from the recording, bit for bit',
  (dropRate) => {
    const { batches, channels } = stream(dropRate);
    const live = quantisedLive(channels, batches);
    const offline = quantisedOffline(joinBatches(channels, batches));
    expect(offline.size).toBeGreaterThan(50);
    const times = (of: Map<number, Int8Array>) => [...of.keys()].map((ms) => ms.toFixed(3));
    expect(times(live)).toEqual(times(offline));
    expect([...live.values()]).toEqual([...offline.values()]);
  },
);

test('how the frames are packed changes nothing', () => {
  const { batches, channels } = stream(0.05);
  const whole = quantisedLive(channels, [joinBatches(channels, batches)]);
  expect(quantisedLive(channels, batches)).toEqual(whole);
});

test('windows with a hole are answered as not whole, and never run', () => {
  const { batches, channels } = stream(0);
  const from = batches.findIndex(({ timestampMs }) => timestampMs[0]! >= 10_000);
  const holed = [...batches.slice(0, from), ...batches.slice(from + 10)];
  const wholeAt = new Map<number, boolean>();
  const run: number[] = [];
  const recogniser = new Recogniser(
    { model: MODEL, channels },
    {
      answer: (atMs, _, whole) => wholeAt.set(atMs, whole),
      window: (atMs) => run.push(atMs),
    },
  );
  for (const batch of holed) recogniser.push(batch);
  const broken = [...wholeAt].flatMap(([atMs, whole]) => (whole ? [] : [atMs]));
  expect(broken.length).toBeGreaterThan(15);
  expect(Math.min(...broken)).toBeGreaterThan(9900);
  // The hole of 800 ms is in view for the length of a window longer than itself.
  expect(Math.max(...broken)).toBeLessThan(10_000 + 800 + 1600 + 100);
  expect(run).toEqual([...wholeAt].flatMap(([atMs, whole]) => (whole ? [atMs] : [])));
});

test.each([
  ['backwards', -60_000],
  ['an hour ahead', 3_600_000],
])('a stream whose clock jumps %s fills a window anew before it is answered', (_, jumpMs) => {
  const { batches, channels } = stream(0);
  const half = Math.floor(batches.length / 2);
  const later = batches.slice(half).map(({ timestampMs, values }) => ({
    timestampMs: timestampMs.map((ms) => ms + jumpMs),
    values,
  }));
  const alone = [...quantisedLive(channels, later).values()];
  const both = [...quantisedLive(channels, [...batches.slice(0, half), ...later]).values()];
  expect(both.slice(-alone.length)).toEqual(alone);
  const before = quantisedLive(channels, batches.slice(0, half)).size;
  expect(both).toHaveLength(before + alone.length);
});

test('a state that held before the clock jumped holds no more', () => {
  const { batches, channels } = stream(0);
  const states = MODEL.gestures.map((gesture) => ({ ...gesture, kind: 'state' as const }));
  const changes: (string | undefined)[] = [];
  const recogniser = new Recogniser(
    { model: { ...MODEL, gestures: states }, channels, thresholds: { nod: 0, shake: 0, down: 0 } },
    { state: ({ gestureId }) => changes.push(gestureId) },
  );
  const held = batches.find((batch) => {
    recogniser.push(batch);
    return recogniser.stateId !== undefined;
  })!;
  recogniser.push({ ...held, timestampMs: held.timestampMs.map((ms) => ms + 3_600_000) });
  expect(changes).toEqual([expect.any(String), undefined]);
  expect(recogniser.stateId).toBeUndefined();
});

test('a stream without what the model was trained on is refused, by name and unit', () => {
  const raw = MODEL.channels.map((one) =>
    one.name === 'gyroY' ? ({ name: 'gyroY', unit: 'raw' } as const) : one,
  );
  const refusal = (() => {
    try {
      return new Recogniser({ model: MODEL, channels: raw.slice(0, 5) }, {});
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toBeInstanceOf(Failure);
  expect((refusal as Failure).code).toBe('channels-missing');
  expect((refusal as Failure).message).toMatch(/^Missing: gyroY \(dps\), accZ \(g\)\. There: /);
});

test('thresholds and hold-off decide what of the same scores becomes an event', () => {
  const { batches, channels } = stream(0);
  const eventsAt = (threshold: number, holdOffMs: number) => {
    const times: number[] = [];
    const thresholds = { nod: threshold, shake: threshold, down: 1 };
    const recogniser = new Recogniser(
      { model: MODEL, channels, thresholds, holdOffMs },
      { event: ({ atMs }) => times.push(atMs) },
    );
    for (const batch of batches) recogniser.push(batch);
    return times;
  };
  const often = eventsAt(0.05, 0);
  expect(often.length).toBeGreaterThan(2);
  expect(eventsAt(1.1, 0)).toEqual([]);
  expect(eventsAt(0.05, 5000).length).toBeLessThan(often.length);
});
