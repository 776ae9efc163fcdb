import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { CompressedModel } from '#core/compress/compressed-model';
import type { Gesture } from '#core/dataset/gesture';
import type { ProjectModels } from '#core/dataset/project';
import type { TrainedModel } from '#core/model/trained-model';
import { joinBatches } from '#core/motion/simulator/script';
import { createSubject } from '#core/motion/simulator/subject';
import { createWearer, type Wearer } from '#core/motion/simulator/wearer';
import { presetInt8Graph } from '../../tests/support/preset-int8-graph';
import type { DeviceState } from './device-station';
import { createFrameBus, type FrameBus } from './frame-bus';
import type { LiveSignal, LiveStation } from './live-station';
import { createLiveStation } from './live-store';
import { newProject } from './new-project';
import type { ProjectState } from './project-station';
import { loadRecogniser } from './recogniser-code';

const GESTURES: readonly Gesture[] = [
  { id: 'nod', name: 'Nod', kind: 'event', colour: 0 },
  { id: 'shake', name: 'Shake', kind: 'event', colour: 1 },
  { id: 'tilt', name: 'Tilt', kind: 'event', colour: 2 },
];
const channelNames = ['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ'];

// Weights of no meaning; only what the recogniser reads of the models.
const TRAINED = {
  trainedAt: 3000,
  gestures: GESTURES,
  classes: ['nothing', 'nod', 'shake', 'tilt'],
  normaliser: { mean: new Float32Array(6), deviation: Float32Array.of(0.2, 0.2, 0.2, 50, 50, 50) },
  windowing: { rateHz: 25, lengthMs: 1600, hopMs: 80, channelNames },
  channels: channelNames.map((name) => ({ name, unit: name.startsWith('acc') ? 'g' : 'dps' })),
} as unknown as TrainedModel;
const COMPRESSED = {
  trainedAt: 3000,
  graph: presetInt8Graph('conv1d'),
} as unknown as CompressedModel;

const NO_DEVICE: DeviceState = { links: [], granted: [] };

let frames: FrameBus;
let wearer: Wearer;
let live: LiveStation;
let heard: LiveSignal[];
const kept = new Map<string, string>();
const device = createStore<DeviceState>(() => NO_DEVICE);
const project = createStore<ProjectState>(() => ({ phase: 'none' }));

const platform = {
  nowMs: () => wearer.nowMs,
  epochMs: () => 1e12 + wearer.nowMs,
  preference: (key: string) => kept.get(key),
  setPreference: (key: string, value: string) => void kept.set(key, value),
};

// At first it is loaded when a model runs; from then on everything happens at once.
beforeAll(async () => void (await loadRecogniser()));

beforeEach(() => {
  kept.clear();
  device.setState(NO_DEVICE, true);
  project.setState({ phase: 'none' }, true);
  frames = createFrameBus();
  wearer = createWearer({ subject: createSubject(2) });
  make();
});

function make(): void {
  heard = [];
  live = createLiveStation({
    frames,
    device: { store: device },
    project: { store: project },
    platform,
  });
  live.listen((signal) => heard.push(signal));
}

function open(models: ProjectModels): void {
  project.setState(
    {
      phase: 'open',
      project: newProject('p', 'Project', 0, GESTURES),
      models,
      sessions: [],
      recordings: [],
      saving: 'saved',
    },
    true,
  );
}

function connect(description = wearer.description): void {
  frames.open(description);
  const state = { phase: 'streaming' } as const;
  const link = { id: 'link', kind: 'simulator', name: 'Simulated', state, description } as const;
  device.setState({ links: [link], granted: [] }, true);
}

/** The person lives on and the frames reach the bus. */
function pass(ms: number): void {
  const untilMs = wearer.nowMs + ms;
  while (wearer.nowMs < untilMs) {
    for (const batch of wearer.step(wearer.nowMs + 10)) frames.push(batch);
  }
}

const run = () => live.store.getState().run;

test('it says what it waits for, and runs by itself once that is there', () => {
  expect(run()).toEqual({ phase: 'waiting', reason: 'no-model' });
  open({ trained: TRAINED });
  expect(run()).toEqual({ phase: 'waiting', reason: 'no-int8' });
  open({ trained: { ...TRAINED, trainedAt: 4000 }, compressed: COMPRESSED });
  expect(run()).toEqual({ phase: 'waiting', reason: 'stale-int8' });
  open({ trained: TRAINED, compressed: COMPRESSED });
  expect(run()).toEqual({ phase: 'waiting', reason: 'no-device' });
  connect();
  expect(run()).toEqual({ phase: 'filling' });
  pass(1000);
  expect(run().phase).toBe('filling');
  pass(1000);
  expect(run()).toMatchObject({ phase: 'running', answer: { whole: true } });
  expect(live.store.getState().latencyMs).toBeLessThan(200);
  expect(heard[0]).toEqual({ type: 'running', running: true });
});

test('the store hears of answers at most ten times a second', () => {
  open({ trained: TRAINED, compressed: COMPRESSED });
  connect();
  pass(3000);
  let changes = 0;
  live.store.subscribe((state, before) => {
    if (state.run !== before.run) changes++;
  });
  pass(5000);
  expect(changes).toBeGreaterThan(20);
  expect(changes).toBeLessThanOrEqual(50);
});

test('stopping is remembered until it is started again; the device may come and go', () => {
  open({ trained: TRAINED, compressed: COMPRESSED });
  connect();
  pass(2500);
  live.stop();
  expect(run()).toEqual({ phase: 'stopped' });
  expect(heard.at(-1)).toEqual({ type: 'running', running: false });
  const count = heard.length;
  pass(3000);
  expect(heard).toHaveLength(count);
  device.setState(NO_DEVICE, true);
  expect(run()).toEqual({ phase: 'waiting', reason: 'no-device' });
  connect();
  expect(run()).toEqual({ phase: 'stopped' });
  live.start();
  pass(2500);
  expect(run().phase).toBe('running');
  expect(live.store.getState().stream).toBe(2);
});

test('a stream without the channels is a failure that says so', () => {
  open({ trained: TRAINED, compressed: COMPRESSED });
  const channels = wearer.description.channels.slice(0, 3);
  connect({ ...wearer.description, channels });
  expect(run()).toMatchObject({ phase: 'failed', failure: { code: 'channels-missing' } });
});

test('thresholds and hold-off are kept for the project and reach the recogniser that runs', () => {
  open({ trained: TRAINED, compressed: COMPRESSED });
  connect();
  for (const id of ['nod', 'shake', 'tilt']) live.setThreshold(id, 0.05);
  live.setHoldOff(0);
  pass(10_000);
  const { log } = live.store.getState();
  expect(log.length).toBeGreaterThan(1);
  expect(log.map(({ number }) => number)).toEqual(
    [...log.keys()].map((index) => log.length - index),
  );
  expect(live.store.getState().eventsPerMinute).toBe(log.length);
  // On this machine's clock, an event began before it was recognised.
  for (const signal of heard) {
    if (signal.type !== 'event') continue;
    expect(signal.startMs).toBeLessThanOrEqual(signal.atMs);
    expect(signal.atMs).toBeLessThanOrEqual(wearer.nowMs);
  }
  make();
  expect(live.store.getState().settings).toEqual({
    thresholds: { nod: 0.05, shake: 0.05, tilt: 0.05 },
    holdOffMs: 0,
  });
  kept.set('live.p', '{"thresholds": 7}');
  make();
  expect(live.store.getState().settings.thresholds).toEqual({});
});

test('a replayed signal says what it said live, and a cleared log comes back', async () => {
  open({ trained: TRAINED, compressed: COMPRESSED });
  connect();
  for (const id of ['nod', 'shake', 'tilt']) live.setThreshold(id, 0.3);
  const batches: Parameters<FrameBus['push']>[0][] = [];
  frames.listen((batch) => batches.push(batch));
  wearer.perform('shake');
  pass(10_000);
  const { log } = live.store.getState();
  expect(log.length).toBeGreaterThan(0);
  const { events } = await live.replay(joinBatches(wearer.description.channels, batches));
  const times = (of: readonly { readonly atMs: number }[]) => of.map(({ atMs }) => atMs);
  expect(times(events)).toEqual(times(log).reverse());
  const undo = live.clearLog();
  expect(live.store.getState().log).toEqual([]);
  undo();
  expect(live.store.getState().log).toEqual(log);
});

test('the recogniser is loaded when the first model runs, and begins then', async () => {
  vi.resetModules();
  const fresh = await import('./live-store');
  live = fresh.createLiveStation({
    frames,
    device: { store: device },
    project: { store: project },
    platform,
  });
  open({ trained: TRAINED, compressed: COMPRESSED });
  connect();
  expect(live.store.getState().run).toEqual({ phase: 'filling' });
  await vi.waitFor(() => {
    pass(400);
    expect(live.store.getState().run.phase).toBe('running');
  });
});

test('without an int8 model there is nothing to replay with', async () => {
  open({ trained: TRAINED });
  const signal = { channels: [], timestampMs: new Float64Array(0), values: new Float32Array(0) };
  await expect(live.replay(signal)).rejects.toThrow('There is no int8 model.');
});

test('settings go back to what they were at first, and that can be taken back', () => {
  open({ trained: TRAINED, compressed: COMPRESSED });
  live.setThreshold('nod', 0.3);
  live.setHoldOff(200);
  const undo = live.resetSettings();
  expect(live.store.getState().settings.thresholds).toEqual({});
  expect(live.store.getState().settings.holdOffMs).toBe(700);
  undo();
  expect(live.store.getState().settings).toEqual({ thresholds: { nod: 0.3 }, holdOffMs: 200 });
  make();
  expect(live.store.getState().settings.thresholds).toEqual({ nod: 0.3 });
});

test('a running recogniser hears of a reset and of its undo', () => {
  open({ trained: TRAINED, compressed: COMPRESSED });
  connect();
  const events = () => heard.filter(({ type }) => type === 'event').length;
  // Weights of no meaning are sure of nothing: only without thresholds do they give events.
  for (const { id } of GESTURES) live.setThreshold(id, 0);
  const undo = live.resetSettings();
  pass(4000);
  expect(run().phase).toBe('running');
  expect(events()).toBe(0);
  undo();
  pass(4000);
  expect(events()).toBeGreaterThan(0);
});
