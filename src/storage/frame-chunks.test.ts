import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { openDB } from 'idb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Recording } from '#core/dataset/session';
import { summariseSignal } from '#core/dataset/signal-summary';
import { openDatabase } from './database';
import { openStorage } from './open-storage';
import type { Storage, StoredChunk } from './storage';

const channels = [
  { name: 'accX', unit: 'g' },
  { name: 'accY', unit: 'g' },
] as const;

const recordingOf = (id: string, more: Partial<Recording> = {}): Recording => ({
  id,
  projectId: 'p',
  sessionId: 's',
  name: id,
  state: 'complete',
  channels,
  rateHz: 100,
  startedAt: 0,
  frameCount: 0,
  durationMs: 0,
  lostCount: 0,
  spans: [],
  ...more,
});

let storage: Storage;
let name: string;
let databases = 0;

beforeEach(async () => {
  name = `chunks-${databases++}`;
  storage = await openStorage(name);
});

afterEach(() => {
  vi.restoreAllMocks();
});

function chunkOf(first: number, frames: number, lostBefore = 0): StoredChunk {
  return {
    timestampMs: Float64Array.from({ length: frames }, (_, i) => (first + i) * 10),
    values: Float32Array.from({ length: frames * 2 }, (_, i) => first * 2 + i),
    lostBefore,
  };
}

/** Appends chunks of so many frames each. */
async function append(id: string, sizes: readonly number[], firstIndex = 0): Promise<void> {
  let first = 0;
  for (const [index, frames] of sizes.entries()) {
    await storage.sessions.appendChunk(id, firstIndex + index, chunkOf(first, frames, index));
    first += frames;
  }
}

/** Frames of each stored chunk, in order. */
async function sizesOf(id: string): Promise<number[]> {
  const database = await openDatabase(name);
  const all = await database.getAll('chunks', IDBKeyRange.bound([id, 0], [id, Number.MAX_VALUE]));
  database.close();
  return all.map(({ timestampMs }) => timestampMs.length);
}

async function expectFrames(id: string, count: number): Promise<void> {
  const { timestampMs, values } = await storage.sessions.loadSignal(id);
  expect(timestampMs).toEqual(chunkOf(0, count).timestampMs);
  expect(values).toEqual(chunkOf(0, count).values);
}

test('small chunks are merged into large ones and read back frame by frame as before', async () => {
  await storage.sessions.saveRecording(recordingOf('r'));
  const sizes = Array.from({ length: 90 }, () => 500);
  await append('r', sizes);
  await append('other', [5, 5]);
  await storage.sessions.mergeChunks('r');
  expect(await sizesOf('r')).toEqual([16_500, 16_500, 12_000]);
  expect(await sizesOf('other')).toEqual([5, 5]);
  await expectFrames('r', 45_000);
});

test('while a recording goes on, what was appended is merged now and then', async () => {
  await storage.sessions.saveRecording(recordingOf('r', { state: 'recording' }));
  await append(
    'r',
    Array.from({ length: 80 }, () => 500),
  );
  await vi.waitFor(async () =>
    expect((await sizesOf('r')).slice(0, 3)).toEqual([16_500, 16_500, 500]),
  );
  await expectFrames('r', 40_000);
});

test('whatever the sizes and wherever merging is called for, frames stay in order', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(1, 7, 600, 5000, 9000, 20_000), { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 3 }),
      async (sizes, merges) => {
        const id = `r${run++}`;
        const total = sizes.reduce((sum, size) => sum + size, 0);
        await storage.sessions.saveRecording(recordingOf(id));
        await append(id, sizes);
        for (const [from, to] of merges) await storage.sessions.mergeChunks(id, from, to);
        // Goes on as if nothing had been merged.
        await storage.sessions.appendChunk(id, sizes.length, chunkOf(total, 3));
        await storage.sessions.mergeChunks(id);
        await expectFrames(id, total + 3);
      },
    ),
    { numRuns: 15 },
  );
});

test('a merge that is aborted leaves every chunk as it was', async () => {
  await storage.sessions.saveRecording(recordingOf('r'));
  await append('r', [5, 6, 7]);
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
  await expect(storage.sessions.mergeChunks('r')).rejects.toMatchObject({ code: 'storage-full' });
  put.mockRestore();
  expect(await sizesOf('r')).toEqual([5, 6, 7]);
});

test('a merge is written with strict durability, in one transaction', async () => {
  await append('r', [5, 6, 7]);
  const opened = vi.spyOn(IDBDatabase.prototype, 'transaction');
  await storage.sessions.mergeChunks('r');
  const writes = opened.mock.calls.filter(([, mode]) => mode === 'readwrite');
  expect(writes[0]).toEqual(['chunks', 'readwrite', { durability: 'strict' }]);
  expect(await sizesOf('r')).toEqual([18]);
});

test('a reader beside a merge sees every frame once', async () => {
  await storage.sessions.saveRecording(recordingOf('r'));
  await append(
    'r',
    Array.from({ length: 60 }, () => 700),
  );
  const [signal] = await Promise.all([
    storage.sessions.loadSignal('r'),
    storage.sessions.mergeChunks('r'),
    storage.sessions.loadSignal('r'),
  ]);
  expect(signal.timestampMs).toEqual(chunkOf(0, 42_000).timestampMs);
  await expectFrames('r', 42_000);
});

test('what has been merged is not read again', async () => {
  await storage.sessions.saveRecording(recordingOf('r', { frameCount: 45_000 }));
  await append(
    'r',
    Array.from({ length: 90 }, () => 500),
  );
  await storage.sessions.mergeChunks('r');
  const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll');
  await storage.sessions.mergeChunks('r');
  expect(getAll).not.toHaveBeenCalled();
});

test('a recording that was cut after merging is mended with all its frames and losses', async () => {
  await storage.sessions.saveRecording(recordingOf('r', { state: 'recording' }));
  await append('r', [4, 4, 4]);
  await storage.sessions.mergeChunks('r', 0, 1);
  expect(await sizesOf('r')).toEqual([8, 4]);
  const [mended] = await storage.sessions.mendCutRecordings();
  expect(mended).toMatchObject({ state: 'cut', frameCount: 12, lostCount: 3, durationMs: 110 });
});

test('whole frames are stored in pieces that are quick to read, in place of what was there', async () => {
  await storage.sessions.saveRecording(recordingOf('r'));
  await append('r', [1, 1, 1, 1, 1]);
  const { timestampMs, values } = chunkOf(0, 40_000);
  const signal = { channels, timestampMs, values };
  await storage.sessions.saveSummary('r', summariseSignal(signal));
  await storage.sessions.saveSignal('r', signal);
  expect(await sizesOf('r')).toEqual([16_384, 16_384, 7232]);
  await expectFrames('r', 40_000);
  // It was of other frames.
  expect(await storage.sessions.loadSummary('r')).toBeUndefined();
});

test('a document that counts too few or too many frames does not lose or invent any', async () => {
  for (const frameCount of [0, 3, 12, 50]) {
    const id = `counts-${frameCount}`;
    await storage.sessions.saveRecording(recordingOf(id, { frameCount }));
    await append(id, [4, 4, 4, 4, 4]);
    await expectFrames(id, 20);
  }
});

test('a summary comes back as it was saved, and goes with its recording', async () => {
  const { timestampMs, values } = chunkOf(0, 400);
  const summary = summariseSignal({ channels, timestampMs, values });
  for (const id of ['r', 'q']) {
    await storage.sessions.saveRecording(recordingOf(id));
    await storage.sessions.saveSummary(id, summary);
    await storage.videos.save(id, { mediaType: 'video/webm', startedAt: 0 });
    await storage.videos.appendPiece(id, 0, new Uint8Array(3));
  }
  expect(await storage.sessions.loadSummary('r')).toEqual(summary);
  await storage.sessions.removeRecording('r');
  expect(await storage.sessions.loadSummary('r')).toBeUndefined();
  expect(await storage.videos.ids()).toEqual(['q']);
  await storage.projects.remove('p');
  expect(await storage.sessions.loadSummary('q')).toBeUndefined();
  expect(await storage.videos.ids()).toEqual([]);
});

test('a database of the first version keeps its recordings and frames', async () => {
  const old = `old-${databases++}`;
  const first = await openDB(old, 1, {
    upgrade(database) {
      database.createObjectStore('projects', { keyPath: 'id' });
      database.createObjectStore('models');
      const sessions = database.createObjectStore('sessions', { keyPath: 'id' });
      sessions.createIndex('project', 'projectId');
      const recordings = database.createObjectStore('recordings', { keyPath: 'id' });
      recordings.createIndex('project', 'projectId');
      recordings.createIndex('state', 'state');
      database.createObjectStore('chunks', { keyPath: ['recordingId', 'index'] });
    },
  });
  await first.put('recordings', recordingOf('r', { frameCount: 9 }));
  await first.put('chunks', { recordingId: 'r', index: 0, ...chunkOf(0, 4) });
  await first.put('chunks', { recordingId: 'r', index: 1, ...chunkOf(4, 5) });
  first.close();
  storage = await openStorage(old);
  expect(await storage.sessions.listRecordings('p')).toMatchObject([{ id: 'r', frameCount: 9 }]);
  await expectFrames('r', 9);
  await storage.sessions.mergeChunks('r');
  await expectFrames('r', 9);
  expect(await storage.sessions.loadSummary('r')).toBeUndefined();
});
