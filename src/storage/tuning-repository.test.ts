import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import type { TuningState } from '#core/tuner/tuning';
import { openStorage } from './open-storage';
import type { Storage } from './storage';

let storage: Storage;
let databases = 0;

beforeEach(async () => {
  storage = await openStorage(`tunings-${databases++}`);
});

const tuning = (dataHash: string) => ({ dataHash, results: [] }) as unknown as TuningState;

test('a search comes back as it was saved last, each project its own', async () => {
  await storage.tunings.save('a', tuning('first'));
  await storage.tunings.save('b', tuning('other'));
  await storage.tunings.save('a', tuning('second'));
  expect(await storage.tunings.load('a')).toEqual(tuning('second'));
  expect(await storage.tunings.load('b')).toEqual(tuning('other'));
  expect(await storage.tunings.load('c')).toBeUndefined();
});

test('a removed search is gone, the others stay', async () => {
  await storage.tunings.save('a', tuning('first'));
  await storage.tunings.save('b', tuning('other'));
  await storage.tunings.remove('a');
  expect(await storage.tunings.load('a')).toBeUndefined();
  expect(await storage.tunings.load('b')).toEqual(tuning('other'));
});

test('a project that is deleted takes its search with it', async () => {
  await storage.tunings.save('a', tuning('first'));
  await storage.tunings.save('b', tuning('other'));
  await storage.projects.remove('a');
  expect(await storage.tunings.load('a')).toBeUndefined();
  expect(await storage.tunings.load('b')).toEqual(tuning('other'));
});

test('a database from before there were searches keeps what it holds and gets room for them', async () => {
  const name = `tunings-${databases++}`;
  const old = await openDB(name, 3, {
    upgrade(database) {
      for (const store of ['projects', 'sessions', 'recordings']) {
        const made = database.createObjectStore(store, { keyPath: 'id' });
        if (store !== 'projects') made.createIndex('project', 'projectId');
        if (store === 'recordings') made.createIndex('state', 'state');
      }
      for (const store of ['models', 'videos', 'summaries']) database.createObjectStore(store);
      for (const store of ['chunks', 'videoPieces']) {
        database.createObjectStore(store, { keyPath: ['recordingId', 'index'] });
      }
    },
  });
  await old.put('projects', { id: 'kept', changedAt: 1, compression: { steps: [] } });
  old.close();
  const mended = await openStorage(name);
  await mended.tunings.save('kept', tuning('new'));
  expect(await mended.tunings.load('kept')).toEqual(tuning('new'));
  expect((await mended.projects.list()).map(({ id }) => id)).toEqual(['kept']);
});
