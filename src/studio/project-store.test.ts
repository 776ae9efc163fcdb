import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readProjectFile, writeProjectFile } from '#core/dataset/project-file';
import { summariseSignal } from '#core/dataset/signal-summary';
import { Failure } from '#core/failure';
import { openStorage } from '#storage/open-storage';
import type { Storage } from '#storage/storage';
import { openProject } from './project-document';
import type { ProjectStation } from './project-station';
import { createProjectStation } from './project-store';

let storage: Storage;
let station: ProjectStation;
let databases = 0;
let clockMs = 0;
let ids = 0;

const channels = [{ name: 'accX', unit: 'g' }] as const;
const signal = {
  channels,
  timestampMs: Float64Array.of(0, 20, 40),
  values: Float32Array.of(1, 2, 3),
};

beforeEach(async () => {
  storage = await openStorage(`project-${databases++}`);
  station = makeStation();
});

afterEach(() => {
  vi.useRealTimers();
});

function makeStation(): ProjectStation {
  return createProjectStation({
    storage,
    engine: {
      makeDemo: async ({ gestureIds }) => [
        {
          subject: 'A',
          name: 'A 1',
          deviceName: 'simulated',
          signal,
          lostCount: 0,
          spans: [{ id: 'x', gestureId: gestureIds.nod, startMs: 0, endMs: 20, source: 'guided' }],
        },
      ],
      readProject: async (bytes) => readProjectFile(bytes),
      writeProject: async (bundle) => writeProjectFile(bundle),
      summarise: async (whole) => summariseSignal(whole),
    },
    platform: {
      epochMs: () => ++clockMs,
      newId: () => `id-${ids++}`,
      preference: () => undefined,
      setPreference: () => undefined,
      askPersistence: async () => true,
      claimAlone: async () => () => undefined,
      whenFree: () => new Promise(() => undefined),
      claimed: async () => new Set(),
    },
  });
}

const NAMES = {
  project: 'Demo',
  nod: 'Nod',
  shake: 'Shake',
  neckLeft: 'Left',
  neckRight: 'Right',
  headDown: 'Down',
  headUp: 'Up',
};

const open = () => openProject(station.store.getState());

test('the demo is stored whole and opened', async () => {
  await station.openDemo(NAMES);
  expect(open().project).toMatchObject({ name: 'Demo' });
  expect(open().recordings).toMatchObject([{ name: 'A 1', frameCount: 3, rateHz: 50 }]);
  expect(await station.loadData()).toMatchObject({
    recordings: [{ subject: 'A', spans: [{ gestureId: 'nod' }] }],
  });
  await station.readShelf();
  expect(station.shelf.getState()).toMatchObject({
    phase: 'ready',
    cards: [{ recordingCount: 1 }],
  });
});

test('a change is shown at once, saved shortly after, and there after a restart', async () => {
  await station.create('First');
  const { id } = open().project;
  station.update((project) => ({ ...project, name: 'Second' }));
  expect(open()).toMatchObject({ saving: 'saving', project: { name: 'Second' } });
  await vi.waitFor(() => expect(open().saving).toBe('saved'));
  station = makeStation();
  await station.open(id);
  expect(open().project.name).toBe('Second');
});

test('a change made just before another project is opened is not lost', async () => {
  await station.create('First');
  const { id } = open().project;
  station.update((project) => ({ ...project, name: 'Changed' }));
  await station.create('Other');
  await station.open(id);
  expect(open().project.name).toBe('Changed');
});

test('a failed save is shown and the next one tries again with everything', async () => {
  await station.create('First');
  const save = vi
    .spyOn(storage.projects, 'save')
    .mockRejectedValueOnce(new Failure('storage-full', 'no room'));
  station.update((project) => ({ ...project, name: 'Kept' }));
  await vi.waitFor(() => expect(open().saving).toBe('failed'));
  expect(open().saveFailure?.code).toBe('storage-full');
  station.addGesture('nod', 'event');
  await vi.waitFor(() => expect(open().saving).toBe('saved'));
  save.mockRestore();
  const stored = await storage.projects.load(open().project.id);
  expect(stored).toMatchObject({ name: 'Kept', gestures: [{ name: 'nod', colour: 0 }] });
});

test('a project file opens as a project of its own, equal in all but its ids', async () => {
  await station.openDemo(NAMES);
  const first = open();
  const firstData = await station.loadData();
  await station.openFile(await station.toFile());
  const second = open();
  expect(second.project.id).not.toBe(first.project.id);
  const { id: _, changedAt: __, ...rest } = first.project;
  expect(second.project).toMatchObject(rest);
  const secondData = await station.loadData();
  expect(secondData.recordings[0]!.signal).toEqual(firstData.recordings[0]!.signal);
  expect(secondData.recordings[0]!.spans).toEqual(firstData.recordings[0]!.spans);
  expect((await storage.projects.list()).length).toBe(2);
});

test('a bad file is an error and leaves the open project open', async () => {
  await station.openDemo(NAMES);
  const before = open();
  const file = await station.toFile();
  await expect(station.openFile(file.subarray(0, file.length - 40))).rejects.toMatchObject({
    code: 'file-truncated',
  });
  expect(open()).toEqual(before);
  expect((await storage.projects.list()).length).toBe(1);
});

test('a removed recording can be brought back; left alone it is deleted', async () => {
  await station.openDemo(NAMES);
  const recording = open().recordings[0]!;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const undo = await station.removeRecording(recording.id);
  expect(open().recordings).toEqual([]);
  await undo();
  expect(open().recordings).toEqual([recording]);
  vi.advanceTimersByTime(60_000);
  const destroyed = vi.spyOn(storage.sessions, 'removeRecording');
  expect(await storage.sessions.listRecordings(recording.projectId)).toHaveLength(1);
  await station.removeRecording(recording.id);
  vi.advanceTimersByTime(60_000);
  await destroyed.mock.results[0]!.value;
  expect(await storage.sessions.listRecordings(recording.projectId)).toEqual([]);
});

test('a label, a new recording and a removal date the data, a new name does not', async () => {
  await station.openDemo(NAMES);
  const recording = open().recordings[0]!;
  const dated = () => open().project.dataChangedAt;
  await station.saveRecording({ ...recording, name: 'B' });
  expect(dated()).toBeUndefined();
  clockMs = 100;
  await station.saveRecording({ ...recording, spans: [] });
  expect(dated()).toBe(101);
  clockMs = 200;
  await station.saveRecording({ ...recording, id: 'r', state: 'recording' });
  expect(dated()).toBe(101);
  await station.saveRecording({ ...recording, id: 'r', state: 'cut' });
  expect(dated()).toBe(201);
  clockMs = 300;
  await station.removeRecording('r');
  expect(dated()).toBe(301);
  clockMs = 400;
  await station.addRecording({ ...recording, id: 'q', startedAt: 0 }, signal);
  expect(dated()).toBe(401);
  await station.openFile(await station.toFile());
  expect(dated()).toBe(401);
});

test('subjects get one session a sitting', async () => {
  await station.create('P');
  const first = await station.sessionFor('A', 'dev');
  expect(await station.sessionFor('A', 'dev')).toEqual(first);
  expect((await station.sessionFor('B', 'dev')).id).not.toBe(first.id);
  clockMs += 5 * 3_600_000;
  expect((await station.sessionFor('A', 'dev')).id).not.toBe(first.id);
});

test('a project is renamed whether it is open or not', async () => {
  await station.create('First');
  const { id } = open().project;
  await station.rename(id, 'Open');
  expect(open().project.name).toBe('Open');
  await station.create('Other');
  await station.rename(id, 'Closed');
  expect(open().project.name).toBe('Other');
  const names = (await storage.projects.list()).map(({ name }) => name);
  expect(names.sort()).toEqual(['Closed', 'Other']);
});
