import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CompressedModel } from '#core/compress/compressed-model';
import { presentRecipe } from '#core/compress/old-compression-recipe';
import type { Project } from '#core/dataset/project';
import type { Recording } from '#core/dataset/session';
import { openStorage } from './open-storage';
import type { Storage, StoredChunk } from './storage';

let storage: Storage;
let databases = 0;

beforeEach(async () => {
  storage = await openStorage(`test-${databases++}`);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const project = (id: string, changedAt = 1): Project => ({
  id,
  name: id,
  createdAt: 1,
  changedAt,
  gestures: [],
  windowing: { rateHz: 50, lengthMs: 2000, hopMs: 200, channelNames: ['accX'] },
  recipe: {
    preset: 'dense',
    backend: 'auto',
    epochs: 1,
    batchSize: 32,
    learningRate: 0.001,
    seed: 1,
    patience: 0,
    balanceClasses: true,
    augment: true,
    heldOutSubjects: [],
  },
  compression: presentRecipe({ structuredShare: 0, sparsity: 0, fineTuneEpochs: 0 }),
});

const recording = (id: string, projectId: string, more: Partial<Recording> = {}): Recording => ({
  id,
  projectId,
  sessionId: 's',
  name: id,
  state: 'complete',
  channels: [
    { name: 'accX', unit: 'g' },
    { name: 'accY', unit: 'g' },
  ],
  rateHz: 50,
  startedAt: 5,
  frameCount: 0,
  durationMs: 0,
  lostCount: 0,
  spans: [],
  ...more,
});

const chunk = (firstMs: number, frames: number, lostBefore = 0): StoredChunk => ({
  timestampMs: Float64Array.from({ length: frames }, (_, i) => firstMs + i * 20),
  values: Float32Array.from({ length: frames * 2 }, (_, i) => firstMs + i),
  lostBefore,
});

test('chunks come back as one signal in the order of their indices', async () => {
  await storage.sessions.saveRecording(recording('r', 'p'));
  await storage.sessions.appendChunk('r', 10, chunk(40, 1));
  await storage.sessions.appendChunk('r', 9, chunk(0, 2));
  await storage.sessions.appendChunk('other', 0, chunk(900, 3));
  const signal = await storage.sessions.loadSignal('r');
  expect([...signal.timestampMs]).toEqual([0, 20, 40]);
  expect([...signal.values]).toEqual([0, 1, 2, 3, 40, 41]);
});

test('a recording left open by a page that died is marked as cut, with what its chunks hold', async () => {
  const span = { id: 'a', gestureId: 'nod', startMs: 0, endMs: 30, source: 'guided' } as const;
  const late = { ...span, id: 'b', startMs: 50, endMs: 400 };
  await storage.sessions.saveRecording(
    recording('r', 'p', { state: 'recording', spans: [span, late] }),
  );
  await storage.sessions.saveRecording(recording('whole', 'p'));
  await storage.sessions.appendChunk('r', 0, chunk(100, 3));
  await storage.sessions.appendChunk('r', 1, chunk(160, 2, 4));
  const mended = await storage.sessions.mendCutRecordings();
  expect(mended).toHaveLength(1);
  expect(mended[0]).toMatchObject({
    id: 'r',
    state: 'cut',
    frameCount: 5,
    durationMs: 80,
    rateHz: 50,
    lostCount: 4,
    spans: [span],
  });
  expect(await storage.sessions.mendCutRecordings()).toEqual([]);
  expect((await storage.sessions.listRecordings('p')).map((one) => one.state)).toEqual([
    'cut',
    'complete',
  ]);
});

test('removing a project removes all that belongs to it and nothing else', async () => {
  for (const id of ['p', 'q']) {
    await storage.projects.save(project(id));
    await storage.projects.saveModels(id, {});
    await storage.sessions.saveSession({
      id: `s-${id}`,
      projectId: id,
      subject: 'A',
      deviceName: '',
      startedAt: 0,
    });
    await storage.sessions.saveRecording(recording(`r-${id}`, id));
    await storage.sessions.appendChunk(`r-${id}`, 0, chunk(0, 2));
  }
  await storage.projects.remove('p');
  expect(await storage.projects.load('p')).toBeUndefined();
  expect(await storage.sessions.listSessions('p')).toEqual([]);
  expect(await storage.sessions.listRecordings('p')).toEqual([]);
  await expect(storage.sessions.loadSignal('r-p')).rejects.toMatchObject({
    code: 'storage-unavailable',
  });
  expect((await storage.sessions.loadSignal('r-q')).timestampMs).toHaveLength(2);
  await storage.sessions.saveRecording(recording('r-p', 'p'));
  expect((await storage.sessions.loadSignal('r-p')).timestampMs).toHaveLength(0);
});

test('projects are listed by their last change, newest first', async () => {
  await storage.projects.save(project('old', 10));
  await storage.projects.save(project('new', 30));
  await storage.projects.save(project('middle', 20));
  expect((await storage.projects.list()).map((one) => one.id)).toEqual(['new', 'middle', 'old']);
});

test('a project that an older version stored opens with its compression as steps', async () => {
  const old = { structuredShare: 0.25, sparsity: 0, fineTuneEpochs: 4 };
  await storage.projects.save({ ...project('old'), compression: old as never });
  await storage.projects.saveModels('old', { compressed: { recipe: old } as never });
  const loaded = await storage.projects.load('old');
  const [listed] = await storage.projects.list();
  const { compressed } = await storage.projects.loadModels('old');
  const steps = presentRecipe(old);
  expect(steps.steps.filter(({ enabled }) => enabled)).toHaveLength(1);
  expect(loaded?.compression).toEqual(steps);
  expect(listed?.compression).toEqual(steps);
  expect(compressed).toEqual({ recipe: steps } satisfies Partial<CompressedModel>);
});

test('an open recording without a frame is removed, one that another tab records is left alone', async () => {
  await storage.sessions.saveRecording(recording('empty', 'p', { state: 'recording' }));
  await storage.sessions.saveRecording(recording('elsewhere', 'p', { state: 'recording' }));
  await storage.sessions.appendChunk('elsewhere', 0, chunk(0, 3));
  const mended = await storage.sessions.mendCutRecordings((id) => id === 'elsewhere');
  expect(mended).toEqual([]);
  const left = await storage.sessions.listRecordings('p');
  expect(left).toMatchObject([{ id: 'elsewhere', state: 'recording' }]);
});

test('a recording with gaps and losses comes back as it was pushed, to the last bit', async () => {
  const times = Float64Array.of(0.1, 20.30000000001, 900.5, 920.75);
  const values = Float32Array.from({ length: 8 }, (_, i) => Math.fround(Math.sin(i) * 1e3));
  await storage.sessions.saveRecording(recording('r', 'p'));
  for (const [index, from] of [0, 1, 2, 3].entries()) {
    await storage.sessions.appendChunk('r', index, {
      timestampMs: times.slice(from, from + 1),
      values: values.slice(from * 2, from * 2 + 2),
      lostBefore: from === 2 ? 43 : 0,
    });
  }
  const signal = await storage.sessions.loadSignal('r');
  expect(signal.timestampMs).toEqual(times);
  expect(signal.values).toEqual(values);
});

test('chunks are written with strict durability', async () => {
  const opened = vi.spyOn(IDBDatabase.prototype, 'transaction');
  await storage.sessions.appendChunk('r', 0, chunk(0, 2));
  expect(opened.mock.calls.at(-1)).toEqual(['chunks', 'readwrite', { durability: 'strict' }]);
});

test('a full disk is told apart from storage that cannot be used', async () => {
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
  const writes = [
    () => storage.sessions.appendChunk('r', 0, chunk(0, 2)),
    () => storage.sessions.saveRecording(recording('r', 'p')),
    () => storage.projects.save(project('p')),
    () => storage.projects.saveModels('p', {}),
  ];
  for (const write of writes) await expect(write()).rejects.toMatchObject({ code: 'storage-full' });
  put.mockImplementation(() => {
    throw new DOMException('gone', 'InvalidStateError');
  });
  for (const write of writes) {
    await expect(write()).rejects.toMatchObject({ code: 'storage-unavailable' });
  }
});

test('a transaction that is aborted as a whole says why it was', async () => {
  const real = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...args
  ) {
    const request = real.apply(this, args);
    Object.defineProperty(this.transaction, 'error', {
      value: new DOMException('no room', 'QuotaExceededError'),
    });
    this.transaction.abort();
    return request;
  });
  await expect(storage.sessions.appendChunk('r', 0, chunk(0, 2))).rejects.toMatchObject({
    code: 'storage-full',
  });
});

test('a browser that refuses its storage, as private windows may, is told in words', async () => {
  vi.stubGlobal('indexedDB', {
    open() {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  await expect(openStorage('refused')).rejects.toMatchObject({ code: 'storage-unavailable' });
});

test('an hour at 100 Hz in quarter-second chunks is read in a few goes', async () => {
  const channels = Array.from({ length: 9 }, (_, i) => ({ name: `c${i}`, unit: 'raw' as const }));
  await storage.sessions.saveRecording(recording('hour', 'p', { channels }));
  // A tenth of it: the imitated database clones slowly.
  for (let index = 0; index < 1440; index++) {
    await storage.sessions.appendChunk('hour', index, {
      timestampMs: Float64Array.from({ length: 25 }, (_, i) => (index * 25 + i) * 10),
      values: new Float32Array(225).fill(index),
      lostBefore: 0,
    });
  }
  const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll');
  const signal = await storage.sessions.loadSignal('hour');
  expect(getAll).toHaveBeenCalledTimes(2);
  expect(signal.timestampMs).toHaveLength(36_000);
  expect(signal.values[signal.values.length - 1]).toBe(1439);
});
