import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { planGuided } from '#core/dataset/guided-plan';
import { Failure } from '#core/failure';
import { openStorage } from '#storage/open-storage';
import type { Storage } from '#storage/storage';
import { FAKE_DESCRIPTION } from '../../tests/support/fake-wearable';
import { fakeTimers, recordSetUp, settle, stream } from '../../tests/support/record-set-up';

let storage: Storage;
let databases = 0;

beforeEach(async () => {
  storage = await openStorage(`loss-${databases++}`);
  fakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const setUp = (options?: Parameters<typeof recordSetUp>[1]) => recordSetUp(storage, options);

/** The device is back within the first wait of the back-off. */
async function comeBack(): Promise<void> {
  await vi.advanceTimersByTimeAsync(600);
  await settle();
}

test('a recording goes on in a new part when its lost device is back, and no frame is lost', async () => {
  const { record, project, band, open, state } = await setUp();
  record.setSubject('Ada');
  await record.start();
  await stream([band], 800);
  band.lose();
  expect(state()).toMatchObject({
    phase: 'interrupted',
    frameCount: 40,
    devices: [{ name: 'band', waiting: true }],
  });
  await comeBack();
  // From the very first packet, while the new part's document is still being stored.
  const first = band.send(4);
  expect(state()).toMatchObject({ phase: 'recording', devices: [{ waiting: false }] });
  await stream([band], 800);
  await record.stop();
  expect(state().phase).toBe('idle');
  const [one, other] = open().recordings;
  expect(one).toMatchObject({ name: 'Ada 1', state: 'cut', cutBy: 'link-lost', frameCount: 40 });
  expect(other).toMatchObject({
    name: 'Ada 2',
    state: 'complete',
    frameCount: 44,
    continues: one!.id,
    sessionId: one!.sessionId,
  });
  expect((await project.loadSignal(other!.id)).timestampMs[0]).toBe(first.timestampMs[0]);
});

test('the figures go on counting over the parts', async () => {
  const { record, band, state } = await setUp();
  await record.start();
  await stream([band], 800);
  band.lose();
  await comeBack();
  await stream([band], 400);
  await vi.advanceTimersByTimeAsync(200);
  expect(state()).toMatchObject({ phase: 'recording', frameCount: 60 });
  await record.stop();
});

test('a second loss while it connects again, and a third later, only make more parts', async () => {
  const { record, band, open, state } = await setUp();
  await record.start();
  await stream([band], 400);
  band.open.mockRejectedValueOnce(new Failure('device-lost', 'not yet'));
  band.lose();
  await comeBack();
  expect(state().phase).toBe('interrupted');
  await vi.advanceTimersByTimeAsync(1000);
  await stream([band], 400);
  band.lose();
  await comeBack();
  await stream([band], 400);
  await record.stop();
  const recordings = open().recordings;
  expect(recordings.map(({ state: how, frameCount }) => [how, frameCount])).toEqual([
    ['cut', 20],
    ['cut', 20],
    ['complete', 20],
  ]);
  expect(recordings.map(({ continues }) => continues)).toEqual([
    undefined,
    recordings[0]!.id,
    recordings[1]!.id,
  ]);
});

test('a link that came back without a frame leaves no empty part behind', async () => {
  const { record, band, open } = await setUp();
  await record.start();
  await stream([band], 400);
  band.lose();
  // So soon that storage has not yet done with the part before.
  await vi.advanceTimersByTimeAsync(600);
  band.lose();
  await vi.advanceTimersByTimeAsync(600);
  await stream([band], 400);
  await record.stop();
  const [one, other, ...more] = open().recordings;
  expect(more).toEqual([]);
  expect(other!.continues).toBe(one!.id);
  expect(await storage.sessions.listRecordings(open().project.id)).toHaveLength(2);
});

test('stopped while it is interrupted, nothing begins any more', async () => {
  const { record, band, open, state, awake, claims } = await setUp();
  await record.start();
  await stream([band], 400);
  band.lose();
  expect(awake.count).toBe(1);
  await record.stop();
  expect(state().phase).toBe('idle');
  expect([awake.count, claims.size]).toEqual([0, 0]);
  await comeBack();
  await stream([band], 400);
  expect(open().recordings).toMatchObject([{ state: 'cut', cutBy: 'link-lost', frameCount: 20 }]);
});

test('discarded while it is interrupted, every part goes, and comes back when undone', async () => {
  const { record, band, open } = await setUp();
  await record.start();
  await stream([band], 400);
  band.lose();
  await comeBack();
  await stream([band], 400);
  band.lose();
  const undo = await record.cancel();
  expect(open().recordings).toEqual([]);
  await undo?.();
  expect(open().recordings).toHaveLength(2);
});

test('a silent link that is opened anew ends the part with what came', async () => {
  const { record, band, open, state } = await setUp();
  await record.start();
  await stream([band], 400);
  await vi.advanceTimersByTimeAsync(5000);
  expect(state().phase).toBe('recording');
  await vi.advanceTimersByTimeAsync(6000);
  await settle();
  await stream([band], 400);
  await record.stop();
  expect(open().recordings).toMatchObject([
    { state: 'cut', cutBy: 'link-lost', frameCount: 20 },
    { state: 'complete', frameCount: 20 },
  ]);
});

test('a device that was given up and let go is still waited for, and goes on when chosen again', async () => {
  const { record, device, band, open, state } = await setUp();
  await record.start();
  await stream([band], 400);
  band.lose();
  await device.disconnect();
  expect(state().phase).toBe('interrupted');
  await device.connect('web-serial');
  await stream([band], 400);
  await record.stop();
  const [one, other] = open().recordings;
  expect(other).toMatchObject({ state: 'complete', continues: one!.id });
});

test('columns that are named anew begin a part with the new channels', async () => {
  const { record, band, open } = await setUp();
  await record.start();
  await stream([band], 400);
  band.describe({ ...FAKE_DESCRIPTION, channels: [{ name: 'accZ', unit: 'g' }] });
  await stream([band], 400);
  await record.stop();
  const [one, other] = open().recordings;
  expect(one).toMatchObject({ state: 'complete', frameCount: 20 });
  expect(other).toMatchObject({
    ...{ state: 'complete', frameCount: 20, continues: one!.id },
    channels: [{ name: 'accZ', unit: 'g' }],
  });
});

test('two devices make one recording each, of one take, by one name and number', async () => {
  const { record, band, watch, addWatch, open, state } = await setUp();
  await addWatch();
  record.setSubject('Ada');
  await record.start();
  await stream([band, watch], 400);
  await vi.advanceTimersByTimeAsync(200);
  expect(state()).toMatchObject({
    phase: 'recording',
    frameCount: 20,
    devices: [
      { name: 'band', frameCount: 20, waiting: false },
      { name: 'watch', frameCount: 20, waiting: false },
    ],
  });
  await record.stop();
  const { recordings, sessions } = open();
  expect(recordings.map(({ name }) => name).sort()).toEqual(['Ada 1 · band', 'Ada 1 · watch']);
  expect(recordings[0]!.takeId).toBeDefined();
  expect(recordings[0]!.takeId).toBe(recordings[1]!.takeId);
  expect(sessions.map(({ subject, deviceName }) => `${subject} ${deviceName}`).sort()).toEqual([
    'Ada band',
    'Ada watch',
  ]);
  await record.start();
  await stream([band, watch], 400);
  await record.stop();
  expect(open().recordings.map(({ name }) => name)).toContain('Ada 2 · band');
});

test('one of two devices is lost and comes back: the other one records on', async () => {
  const { record, band, watch, addWatch, open, state } = await setUp();
  await addWatch();
  await record.start();
  await stream([band, watch], 400);
  band.lose();
  expect(state()).toMatchObject({
    phase: 'recording',
    devices: [{ waiting: true }, { waiting: false }],
  });
  await stream([watch], 640);
  await stream([band, watch], 400);
  await record.stop();
  const of = (name: string) => open().recordings.filter((one) => one.name.endsWith(name));
  expect(of('watch')).toMatchObject([{ state: 'complete', frameCount: 20 + 32 + 20 }]);
  expect(of('band')).toMatchObject([
    { state: 'cut', frameCount: 20 },
    { state: 'complete', frameCount: 20, continues: of('band')[0]!.id },
  ]);
  expect(new Set(open().recordings.map(({ takeId }) => takeId)).size).toBe(1);
});

test('one of two devices is let go by hand: its part is whole, the other one records on', async () => {
  const { record, device, band, watch, addWatch, open, state } = await setUp();
  await addWatch();
  await record.start();
  await stream([band, watch], 400);
  await device.disconnect(device.store.getState().links[0]!.id);
  await stream([watch], 400);
  expect(state()).toMatchObject({ phase: 'recording', devices: [{ name: 'watch' }] });
  await record.stop();
  expect(
    open()
      .recordings.map((one) => [one.state, one.frameCount])
      .sort(),
  ).toEqual([
    ['complete', 20],
    ['complete', 40],
  ]);
});

test('a recording that was cut can be gone on with later, by its person and in its session', async () => {
  const { record, band, open } = await setUp();
  record.setSubject('Ada');
  await record.start();
  await stream([band], 400);
  band.lose();
  await record.stop();
  const [cut] = open().recordings;
  await comeBack();
  record.setSubject('Bo');
  vi.setSystemTime(Date.now() + 9 * 3_600_000);
  await record.resume(cut!.id);
  await stream([band], 400);
  await record.stop();
  expect(open().recordings[1]).toMatchObject({
    ...{ name: 'Ada 2', state: 'complete', continues: cut!.id, sessionId: cut!.sessionId },
  });
  // A whole one has nothing to go on with.
  await record.resume(open().recordings[1]!.id);
  expect(record.store.getState().phase).toBe('idle');
});

test('a guided recording pauses while it is interrupted and asks again when it goes on', async () => {
  const { record, project, band, state } = await setUp();
  const nod = project.addGesture('Nod', 'event');
  await record.startGuided(planGuided([nod], { repetitions: 3, seed: 1 }));
  const guided = () => {
    const now = state();
    return 'guided' in now ? now.guided : undefined;
  };
  await stream([band], 400);
  const { index } = guided()!;
  band.lose();
  expect(state().phase).toBe('interrupted');
  expect(guided()).toMatchObject({ paused: true });
  await comeBack();
  await stream([band], 400);
  expect(guided()).toMatchObject({ paused: false, step: 'announce', index });
  // Paused by the person, it stays so.
  record.guide.togglePause();
  band.lose();
  await comeBack();
  await stream([band], 400);
  expect(guided()).toMatchObject({ paused: true });
  await record.stop();
});

test('what two devices recorded together becomes one recording with the labels of the first', async () => {
  const { record, project, band, watch, addWatch, open } = await setUp();
  await addWatch();
  record.setSubject('Ada');
  await record.start();
  await stream([band], 80);
  await stream([band, watch], 800);
  watch.lose();
  await stream([band], 640);
  await stream([band, watch], 800);
  await record.stop();
  const lead = open().recordings.find(({ name }) => name === 'Ada 1 · band')!;
  const nod = { id: 'span', gestureId: 'nod', startMs: 300, endMs: 500, source: 'hand' } as const;
  const early = { ...nod, id: 'early', startMs: 0, endMs: 30 };
  await project.saveRecording({ ...lead, spans: [early, nod] });
  await record.combine(lead.id);
  const combined = open().recordings.find(({ name }) => name === 'Ada 1 · band + watch')!;
  const signal = await project.loadSignal(combined.id);
  expect(combined).toMatchObject({
    state: 'complete',
    channels: ['accX', 'gyroX', 'watch.accX', 'watch.gyroX'].map((name) => ({ name })),
    frameCount: signal.timestampMs.length,
    sessionId: lead.sessionId,
  });
  const own = await project.loadSignal(lead.id);
  const laterMs = signal.timestampMs[0]! - own.timestampMs[0]!;
  expect(laterMs).toBeGreaterThan(30);
  expect(combined.spans).toMatchObject([{ startMs: 300 - laterMs, endMs: 500 - laterMs }]);
  // While the watch was away there is nothing.
  const steps = Array.from(
    signal.timestampMs.slice(1),
    (at, index) => at - signal.timestampMs[index]!,
  );
  expect(steps.filter((step) => step > 21)).toEqual([expect.closeTo(660, -2)]);
  await expect(record.combine('nowhere')).rejects.toMatchObject({ code: 'data-too-little' });
  expect(open().recordings).toHaveLength(4);
  // Models see it in place of what it was made of; made again, it is made of the same.
  expect((await project.loadData()).recordings.map(({ id }) => id)).toEqual([combined.id]);
  await record.combine(lead.id);
  const again = open().recordings.filter(({ combines }) => combines);
  expect(again.map(({ combines }) => combines)).toEqual([combined.combines, combined.combines]);
});
