import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { planGuided } from '#core/dataset/guided-plan';
import { Failure } from '#core/failure';
import type { FrameBatch, StreamDescription } from '#core/motion/frame';
import { createSubject } from '#core/motion/simulator/subject';
import { createWearer } from '#core/motion/simulator/wearer';
import type { SimulatorControl } from '#device/simulator';
import type { Platform } from '#platform/platform';
import { openStorage } from '#storage/open-storage';
import type { Storage } from '#storage/storage';
import type { DeviceState, DeviceStation } from './device-store';
import { createFrameBus } from './frame-bus';
import { openProject } from './project-document';
import { createProjectStation } from './project-store';
import { createRecordStation } from './record-store';

const description: StreamDescription = {
  channels: [
    { name: 'accX', unit: 'g' },
    { name: 'gyroX', unit: 'dps' },
  ],
  nominalRateHz: 50,
  clock: 'device',
};

let storage: Storage;
let databases = 0;

beforeEach(async () => {
  storage = await openStorage(`record-${databases++}`);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function setUp({ stored = storage, kind = 'web-serial' as 'web-serial' | 'simulator' } = {}) {
  const claims = new Set<string>();
  const preferences = new Map<string, string>();
  let ids = 0;
  const platform = {
    nowMs: () => performance.now(),
    epochMs: () => Date.now(),
    newId: () => `id-${databases}-${ids++}`,
    play: vi.fn(),
    keepAwake: () => {
      awake.count++;
      return () => {
        awake.count--;
      };
    },
    claim(name: string) {
      claims.add(name);
      return () => claims.delete(name);
    },
    claimed: async () => claims,
    preference: (key: string) => preferences.get(key),
    setPreference: (key: string, value: string) => preferences.set(key, value),
    askPersistence: async () => true,
  } as unknown as Platform;
  const awake = { count: 0 };
  const frames = createFrameBus();
  const connected = {
    phase: 'connected',
    kind,
    name: 'band',
    description,
  } as unknown as DeviceState;
  const deviceStore = createStore<DeviceState>(() => connected);
  const control = {
    perform: vi.fn(),
    hold: vi.fn(),
  };
  const device = {
    store: deviceStore,
    simulator: control as unknown as SimulatorControl,
  } as unknown as DeviceStation;
  const engine = {} as Parameters<typeof createProjectStation>[0]['engine'];
  const project = createProjectStation({ storage: stored, engine, platform });
  const record = createRecordStation({
    frames,
    device,
    project,
    sessions: stored.sessions,
    platform,
  });
  frames.open(description);
  record.setCountdown(0);
  let sent = 0;
  const send = (count = 4, lostBefore = 0): FrameBatch => {
    const batch = {
      timestampMs: Float64Array.from({ length: count }, (_, i) => 1000 + (sent + i) * 20),
      values: Float32Array.from({ length: count * 2 }, (_, i) => sent * 2 + i),
      arrivalMs: performance.now(),
      lostBefore,
    };
    sent += count;
    frames.push(batch);
    return batch;
  };
  const open = () => openProject(project.store.getState());
  return { record, project, device, deviceStore, frames, send, open, control, claims, awake };
}

test('what was pushed is what is read back, with its losses, in a session of its person', async () => {
  const { record, project, send, open, awake, claims } = setUp();
  await project.create('P');
  record.setSubject(' Ada ');
  await record.start();
  const { id } = open().recordings[0]!;
  expect((await storage.sessions.listRecordings(open().project.id))[0]).toMatchObject({
    id,
    state: 'recording',
  });
  expect(awake.count).toBe(1);
  expect([...claims]).toEqual([`recording.${id}`]);
  const batches = [send(4, 9), send(7), send(2, 5)];
  await vi.waitFor(() =>
    expect(record.store.getState()).toMatchObject({
      phase: 'recording',
      frameCount: 13,
      lostCount: 5,
      durationMs: 240,
    }),
  );
  send(3);
  await record.stop();
  expect(record.store.getState()).toEqual({ phase: 'idle', subject: 'Ada' });
  expect(open().recordings).toMatchObject([
    { name: 'Ada 1', state: 'complete', frameCount: 16, durationMs: 300, rateHz: 50, lostCount: 5 },
  ]);
  expect(open().sessions).toMatchObject([{ subject: 'Ada', deviceName: 'band' }]);
  expect(awake.count).toBe(0);
  expect(claims.size).toBe(0);
  const signal = await project.loadSignal(id);
  expect([...signal.timestampMs].slice(0, 13)).toEqual(
    batches.flatMap((one) => [...one.timestampMs]),
  );
  expect([...signal.values].slice(0, 26)).toEqual(batches.flatMap((one) => [...one.values]));
  await record.start();
  send();
  await record.stop();
  expect(open().recordings.map(({ name }) => name)).toEqual(['Ada 1', 'Ada 2']);
});

test('a page that dies loses at most the last half second, and the recording says that it was cut', async () => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
  });
  const dying = setUp();
  await dying.project.create('P');
  await dying.record.start();
  const { id } = dying.open().project;
  for (let i = 0; i < 40; i++) {
    dying.send(4);
    await vi.advanceTimersByTimeAsync(80);
    // The database imitated here works by immediates, which stay real.
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  vi.useRealTimers();
  // Nothing is stopped: the page is gone. Another one opens the same storage.
  const reopened = setUp();
  await reopened.record.mendCut();
  await reopened.project.open(id);
  const [recording] = reopened.open().recordings;
  expect(recording).toMatchObject({ state: 'cut', name: 'A 1' });
  expect(recording!.frameCount).toBeGreaterThan(160 - 25);
  expect((await reopened.project.loadSignal(recording!.id)).timestampMs).toHaveLength(
    recording!.frameCount,
  );
});

test('a recording that another tab is making is not taken for cut', async () => {
  const { record, project, send, open } = setUp();
  await project.create('P');
  await record.start();
  send();
  await record.mendCut();
  expect(open().recordings[0]?.state).toBe('recording');
  await record.stop();
  expect(open().recordings[0]?.state).toBe('complete');
});

test('a lost device ends the recording as cut and keeps everything up to then', async () => {
  const { record, project, deviceStore, send, open } = setUp();
  await project.create('P');
  await record.start();
  send(10);
  const failure = new Failure('device-lost', 'out of range');
  deviceStore.setState({ phase: 'idle', failure, lostName: 'band' }, true);
  await vi.waitFor(() => expect(record.store.getState().phase).toBe('failed'));
  const [recording] = open().recordings;
  expect(record.store.getState()).toMatchObject({
    failure: { code: 'device-lost' },
    kept: recording!.id,
  });
  expect(recording).toMatchObject({ state: 'cut', frameCount: 10 });
  record.dismiss();
  expect(record.store.getState().phase).toBe('idle');
});

test('disconnecting by hand ends the recording whole', async () => {
  const { record, project, deviceStore, send, open } = setUp();
  await project.create('P');
  await record.start();
  send(10);
  deviceStore.setState({ phase: 'idle' }, true);
  await vi.waitFor(() => expect(record.store.getState().phase).toBe('idle'));
  expect(open().recordings).toMatchObject([{ state: 'complete', frameCount: 10 }]);
});

test('a full disk stops the recording with what was saved', async () => {
  const { record, project, send, open } = setUp();
  await project.create('P');
  await record.start();
  const append = storage.sessions.appendChunk;
  let writes = 0;
  vi.spyOn(storage.sessions, 'appendChunk').mockImplementation(async (...args) => {
    if (writes++ > 0) throw new Failure('storage-full', 'no room');
    return append(...args);
  });
  send(5);
  await vi.waitFor(() => expect(writes).toBe(1));
  send(5);
  await vi.waitFor(() => expect(record.store.getState().phase).toBe('failed'));
  expect(record.store.getState()).toMatchObject({ failure: { code: 'storage-full' } });
  expect(open().recordings).toMatchObject([{ state: 'cut', frameCount: 5 }]);
});

test('when not even the document can be saved, nothing is left behind', async () => {
  const { record, project, open } = setUp();
  await project.create('P');
  vi.spyOn(storage.sessions, 'saveRecording').mockRejectedValue(
    new Failure('storage-full', 'no room'),
  );
  await record.start();
  expect(record.store.getState()).toMatchObject({
    phase: 'failed',
    failure: { code: 'storage-full' },
  });
  expect(open().recordings).toEqual([]);
});

test('without a device, or without a frame, there is no recording', async () => {
  const { record, project, deviceStore, open } = setUp();
  await project.create('P');
  await record.start();
  await record.stop();
  expect(record.store.getState()).toMatchObject({
    phase: 'failed',
    failure: { code: 'device-silent' },
  });
  deviceStore.setState({ phase: 'idle' }, true);
  await record.start();
  expect(record.store.getState()).toMatchObject({
    phase: 'failed',
    failure: { code: 'device-lost' },
  });
  expect(open().recordings).toEqual([]);
  expect(await storage.sessions.listRecordings(open().project.id)).toEqual([]);
});

test('the countdown can be called off, and is ended by a device that goes away', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { record, project, deviceStore, open } = setUp();
  await project.create('P');
  record.setCountdown(3);
  const started = record.start();
  await vi.advanceTimersByTimeAsync(1100);
  expect(record.store.getState()).toMatchObject({ phase: 'countdown', remainingS: 2 });
  await record.cancel();
  await started;
  expect(record.store.getState().phase).toBe('idle');
  const again = record.start();
  deviceStore.setState({ phase: 'idle', failure: new Failure('device-lost', 'gone') }, true);
  await again;
  expect(record.store.getState()).toMatchObject({
    phase: 'failed',
    failure: { code: 'device-lost' },
  });
  expect(open().recordings).toEqual([]);
});

test('a discarded recording can be brought back', async () => {
  const { record, project, send, open } = setUp();
  await project.create('P');
  await record.start();
  send(6);
  const undo = await record.cancel();
  expect(open().recordings).toEqual([]);
  await undo?.();
  expect(open().recordings).toMatchObject([{ frameCount: 6, state: 'complete' }]);
});

test('who is recorded, and the countdown, are remembered', () => {
  const { record } = setUp();
  expect(record.store.getState().subject).toBe('A');
  record.setSubject('Bo');
  record.setCountdown(5);
  expect(record.store.getState().subject).toBe('Bo');
  expect(record.countdownS).toBe(5);
});

test('a guided recording is labelled as it goes, where the simulated person moved', async () => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
  });
  const { record, project, frames, control, open } = setUp({ kind: 'simulator' });
  await project.create('P');
  const nod = project.addGesture('Nod', 'event');
  const down = project.addGesture('Head down', 'state');
  const wearer = createWearer({ subject: createSubject(4) });
  const born = performance.now();
  control.perform.mockImplementation((action) => wearer.perform(action));
  control.hold.mockImplementation((posture) => wearer.hold(posture));
  frames.open(wearer.description);
  const plan = planGuided([nod, down], { repetitions: 2, seed: 1 });
  await record.startGuided(plan, { simulatorFollows: true });
  let labelledDuring = 0;
  for (let step = 0; step < 2000 && record.store.getState().phase === 'recording'; step++) {
    await vi.advanceTimersByTimeAsync(40);
    for (const batch of wearer.step(performance.now() - born)) {
      frames.push({ ...batch, arrivalMs: batch.arrivalMs + born });
    }
    if (step % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    labelledDuring = Math.max(labelledDuring, open().recordings[0]?.spans.length ?? 0);
  }
  vi.useRealTimers();
  await vi.waitFor(() => expect(record.store.getState().phase).toBe('idle'));
  const [recording] = open().recordings;
  expect(labelledDuring).toBeGreaterThanOrEqual(3);
  expect(recording?.spans).toHaveLength(4);
  const firstMs = (await project.loadSignal(recording!.id)).timestampMs[0]!;
  for (const span of recording!.spans) {
    const gesture = span.gestureId === nod.id ? 'nod' : 'head-down';
    const overlaps = wearer
      .truth()
      .filter((one) => one.gesture === gesture)
      .map(({ startMs, endMs }) => {
        const from = wearer.toDeviceMs(startMs) - firstMs;
        const to = wearer.toDeviceMs(endMs) - firstMs;
        const both = Math.min(to, span.endMs) - Math.max(from, span.startMs);
        return both / (Math.max(to, span.endMs) - Math.min(from, span.startMs));
      });
    expect(Math.max(...overlaps), span.gestureId).toBeGreaterThan(0.6);
    expect(span.source).toBe('guided');
  }
});
