import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { planGuided } from '#core/dataset/guided-plan';
import { Failure } from '#core/failure';
import { createSubject } from '#core/motion/simulator/subject';
import { createWearer } from '#core/motion/simulator/wearer';
import { openStorage } from '#storage/open-storage';
import type { Storage } from '#storage/storage';
import { fakeTimers, recordSetUp, settle, stream } from '../../tests/support/record-set-up';

let storage: Storage;
let databases = 0;

beforeEach(async () => {
  storage = await openStorage(`record-${databases++}`);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('what was pushed is what is read back, with its losses, in a session of its person', async () => {
  const { record, project, band, open, awake, claims } = await recordSetUp(storage);
  const { send } = band;
  record.setSubject(' Ada ');
  await record.start();
  const { id } = open().recordings[0]!;
  expect((await storage.sessions.listRecordings(open().project.id))[0]).toMatchObject({
    id,
    state: 'recording',
  });
  expect(awake.count).toBe(1);
  expect([...claims]).toEqual([`recording.${id}`]);
  const batches = [send(4, { lostBefore: 9 }), send(7), send(2, { lostBefore: 5 })];
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
  fakeTimers();
  const dying = await recordSetUp(storage);
  await dying.record.start();
  const { id } = dying.open().project;
  await stream([dying.band], 3200);
  vi.useRealTimers();
  // Nothing is stopped: the page is gone. Another one opens the same storage.
  const reopened = await recordSetUp(storage);
  await reopened.record.mendCut();
  await reopened.project.open(id);
  const [recording] = reopened.open().recordings;
  expect(recording).toMatchObject({ state: 'cut', cutBy: 'page-closed', name: 'A 1' });
  expect(recording!.frameCount).toBeGreaterThan(160 - 25);
  expect((await reopened.project.loadSignal(recording!.id)).timestampMs).toHaveLength(
    recording!.frameCount,
  );
});

test('a page that is left writes what waits', async () => {
  const { record, band, open, hide } = await recordSetUp(storage);
  await record.start();
  band.send(5);
  await settle();
  const { id } = open().recordings[0]!;
  expect((await storage.sessions.loadSignal(id)).timestampMs).toHaveLength(0);
  hide();
  await settle();
  expect((await storage.sessions.loadSignal(id)).timestampMs).toHaveLength(5);
  await record.stop();
  expect((await storage.sessions.loadSignal(id)).timestampMs).toHaveLength(5);
});

test('no frame is stored before the document that it belongs to', async () => {
  const { record, band, open } = await recordSetUp(storage);
  let saved: () => void = () => {};
  const save = storage.sessions.saveRecording;
  vi.spyOn(storage.sessions, 'saveRecording').mockImplementationOnce(async (recording) => {
    await new Promise<void>((resolve) => {
      saved = resolve;
    });
    return save(recording);
  });
  const append = vi.spyOn(storage.sessions, 'appendChunk');
  const started = record.start();
  await settle();
  band.send(5);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(append).not.toHaveBeenCalled();
  saved();
  await started;
  await vi.waitFor(() => expect(append).toHaveBeenCalled());
  await record.stop();
  expect(open().recordings).toMatchObject([{ frameCount: 5, state: 'complete' }]);
});

test('a recording that another tab is making is not taken for cut', async () => {
  const { record, band, open } = await recordSetUp(storage);
  await record.start();
  band.send();
  await record.mendCut();
  expect(open().recordings[0]?.state).toBe('recording');
  await record.stop();
  expect(open().recordings[0]?.state).toBe('complete');
});

test('how the stream did, and when its first frame was read, are kept', async () => {
  fakeTimers();
  const { record, band, open } = await recordSetUp(storage);
  await record.start();
  const startedAt = Date.now();
  await stream([band], 800);
  band.send(4, { lostBefore: 4 });
  await record.stop();
  const [recording] = open().recordings;
  expect(recording).toMatchObject({
    state: 'complete',
    quality: { jitterMs: 0, gapCount: 1, lossShare: 4 / 48 },
    clock: { source: 'device' },
  });
  expect(recording).not.toHaveProperty('cutBy');
  expect(recording).not.toHaveProperty('takeId');
  // The packet's last frame was read as it arrived, its first one three periods before.
  expect(recording!.clock!.firstFrameAt).toBeCloseTo(startedAt - 60, -1);
});

test('disconnecting by hand ends the recording whole', async () => {
  const { record, device, band, open, state } = await recordSetUp(storage);
  await record.start();
  band.send(10);
  await device.disconnect();
  await vi.waitFor(() => expect(state().phase).toBe('idle'));
  expect(open().recordings).toMatchObject([{ state: 'complete', frameCount: 10 }]);
});

test('a full disk stops the recording with what was saved, on every device', async () => {
  const { record, band, watch, addWatch, open, state } = await recordSetUp(storage);
  await addWatch();
  await record.start();
  const append = storage.sessions.appendChunk;
  let isFull = false;
  vi.spyOn(storage.sessions, 'appendChunk').mockImplementation(async (...args) => {
    if (isFull) throw new Failure('storage-full', 'no room');
    return append(...args);
  });
  band.send(5);
  watch.send(6);
  await vi.waitFor(() => expect(append).toBeDefined());
  await new Promise((resolve) => setTimeout(resolve, 600));
  isFull = true;
  band.send(5);
  await vi.waitFor(() => expect(state().phase).toBe('failed'));
  const ids = open().recordings.map(({ id }) => id);
  expect(state()).toMatchObject({
    failure: { code: 'storage-full' },
    kept: expect.arrayContaining(ids),
  });
  expect(open().recordings).toHaveLength(2);
  for (const recording of open().recordings) {
    expect(recording).toMatchObject({ state: 'cut', cutBy: 'storage-full' });
  }
  record.dismiss();
  expect(state().phase).toBe('idle');
});

test('a stream that makes no sense any more ends the recording, which says so', async () => {
  const { record, band, open, state } = await recordSetUp(storage);
  await record.start();
  const batch = band.send(5);
  for (let i = 0; i < 25; i++) band.tell({ type: 'frames', batch });
  await vi.waitFor(() => expect(state()).toMatchObject({ failure: { code: 'device-protocol' } }));
  expect(open().recordings).toMatchObject([
    { state: 'cut', cutBy: 'stream-broken', frameCount: 5 },
  ]);
});

test('when not even the document can be saved, nothing is left behind', async () => {
  const { record, open, state } = await recordSetUp(storage);
  vi.spyOn(storage.sessions, 'saveRecording').mockRejectedValue(
    new Failure('storage-full', 'no room'),
  );
  await record.start();
  expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'storage-full' }, kept: [] });
  expect(open().recordings).toEqual([]);
});

test('without a device, or without a frame, there is no recording', async () => {
  const { record, device, open, state } = await recordSetUp(storage);
  await record.start();
  await record.stop();
  expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'device-silent' } });
  await device.disconnect();
  await record.start();
  expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'device-lost' } });
  expect(open().recordings).toEqual([]);
  expect(await storage.sessions.listRecordings(open().project.id)).toEqual([]);
});

test('the countdown can be called off, and is ended by a device that goes away', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { record, band, open, state } = await recordSetUp(storage);
  record.setCountdown(3);
  const started = record.start();
  await vi.advanceTimersByTimeAsync(1100);
  expect(state()).toMatchObject({ phase: 'countdown', remainingS: 2 });
  await record.cancel();
  await started;
  expect(state().phase).toBe('idle');
  const again = record.start();
  band.lose('port-busy');
  await again;
  expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'port-busy' } });
  expect(open().recordings).toEqual([]);
});

test('a discarded recording can be brought back', async () => {
  const { record, band, open } = await recordSetUp(storage);
  await record.start();
  band.send(6);
  const undo = await record.cancel();
  expect(open().recordings).toEqual([]);
  await undo?.();
  expect(open().recordings).toMatchObject([{ frameCount: 6, state: 'complete' }]);
});

test('who is recorded, and the countdown, are remembered; the browser is asked to keep what is stored', async () => {
  const { record, band, state, platform } = await recordSetUp(storage);
  expect(state().subject).toBe('A');
  record.setSubject('Bo');
  record.setCountdown(5);
  expect(state().subject).toBe('Bo');
  expect(record.countdownS).toBe(5);
  record.setCountdown(0);
  vi.mocked(platform.askPersistence).mockClear();
  await record.start();
  expect(platform.askPersistence).toHaveBeenCalled();
  band.send();
  await record.stop();
});

test('a guided recording is labelled as it goes, on every device, where the simulated person moved', async () => {
  fakeTimers();
  const { record, project, band, watch, addWatch, control, open } = await recordSetUp(storage, {
    kind: 'simulator',
  });
  await addWatch();
  const nod = project.addGesture('Nod', 'event');
  const down = project.addGesture('Head down', 'state');
  const wearer = createWearer({ subject: createSubject(4) });
  const born = performance.now();
  control.perform.mockImplementation((action) => wearer.perform(action));
  control.hold.mockImplementation((posture) => wearer.hold(posture));
  band.describe(wearer.description);
  watch.describe(wearer.description);
  const plan = planGuided([nod, down], { repetitions: 2, seed: 1 });
  await record.startGuided(plan, { simulatorFollows: true });
  let labelledDuring = 0;
  for (let step = 0; step < 2000 && record.store.getState().phase === 'recording'; step++) {
    await vi.advanceTimersByTimeAsync(40);
    for (const batch of wearer.step(performance.now() - born)) {
      const arrivalMs = batch.arrivalMs + born;
      band.tell({ type: 'frames', batch: { ...batch, arrivalMs } });
      // The same person wears another device, whose clock says something else.
      const timestampMs = batch.timestampMs.map((timeMs) => timeMs + 777_000);
      watch.tell({ type: 'frames', batch: { ...batch, timestampMs, arrivalMs } });
    }
    if (step % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    labelledDuring = Math.max(labelledDuring, open().recordings[0]?.spans.length ?? 0);
  }
  vi.useRealTimers();
  await vi.waitFor(() => expect(record.store.getState().phase).toBe('idle'));
  const [recording, other] = open().recordings;
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
  const unnamed = recording!.spans.map(({ id: _, ...span }) => span);
  expect(other?.spans).toMatchObject(unnamed);
});
