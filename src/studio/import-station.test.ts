import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { importCsv } from '#core/dataset/import-csv';
import { readMotionTable } from '#core/dataset/read-motion-table';
import { openStorage } from '#storage/open-storage';
import { createImportStation, type ImportItem, type ImportStation } from './import-station';
import { openProject } from './project-document';
import type { ProjectStation } from './project-station';
import { createProjectStation } from './project-store';

let project: ProjectStation;
let importing: ImportStation;
let count = 0;

beforeEach(async () => {
  let ids = 0;
  const platform = {
    epochMs: () => 1_000_000,
    newId: () => `id-${ids++}`,
    preference: () => undefined,
    setPreference: () => undefined,
    askPersistence: async () => true,
    claimed: async () => new Set<string>(),
    claimAlone: async () => () => undefined,
    whenFree: () => new Promise<void>(() => undefined),
  };
  const engine = {
    makeDemo: vi.fn(),
    readProject: vi.fn(),
    writeProject: vi.fn(),
    summarise: vi.fn(),
    readTable: async (file: Uint8Array) => readMotionTable(new TextDecoder().decode(file)),
  };
  const storage = await openStorage(`import-${count++}`);
  project = createProjectStation({ storage, engine, platform });
  importing = createImportStation({ engine, project, platform });
  await project.create('P');
});

const open = () => openProject(project.store.getState());
const rows = (header: string, row: string) => `${header}\n${`${row}\n`.repeat(60)}`;
const sixAxes = rows(
  'acc_x[mg],acc_y[mg],acc_z[mg],gyro_x[dps],gyro_y[dps],gyro_z[dps]',
  '0,1000,0,1,2,3',
);

function item(fileName: string, label: string, rateHz = 26): ImportItem {
  return { fileName, subject: 'Ada', label, recording: importCsv(sixAxes, { rateHz }) };
}

function store(items: readonly ImportItem[], signal = new AbortController().signal) {
  return importing.store(items, { signal, kindOf: () => 'event' });
}

test('a labelled file becomes a recording with one span over all of it', async () => {
  await store([item('nod1.csv', 'nod'), item('walk.csv', '')]);
  const { recordings, project: document, sessions } = open();
  expect(document.gestures.map(({ name, kind }) => [name, kind])).toEqual([['nod', 'event']]);
  expect(sessions).toMatchObject([{ subject: 'Ada', deviceName: 'file' }]);
  const [nod, walk] = ['nod1', 'walk'].map((name) => recordings.find((one) => one.name === name)!);
  expect(nod!.spans).toMatchObject([
    { gestureId: document.gestures[0]!.id, startMs: 0, endMs: nod!.durationMs, source: 'imported' },
  ]);
  expect(nod!.rateHz).toBeCloseTo(26);
  expect(walk!.spans).toEqual([]);
  const signal = await project.loadSignal(nod!.id);
  expect([...signal.values.slice(0, 6)]).toEqual([0, 1, 0, 1, 2, 3]);
});

test('gestures are found by name whatever their case, and files of one name are told apart', async () => {
  project.addGesture('Nod', 'event');
  await store([item('nod.csv', 'nod'), item('nod.csv', 'NOD')]);
  expect(open().project.gestures).toHaveLength(1);
  expect(
    open()
      .recordings.map(({ name }) => name)
      .sort(),
  ).toEqual(['nod', 'nod 2']);
});

test("a new project's windows take the files' channels and rate, a used one's stay", async () => {
  const acc = importCsv(rows('accX,accY,accZ', '0,0,1'), { rateHz: 26 });
  await store([{ fileName: 'a.csv', subject: 'Ada', label: 'a', recording: acc }]);
  expect(open().project.windowing).toMatchObject({
    rateHz: 26,
    channelNames: ['accX', 'accY', 'accZ'],
  });
  await store([item('b.csv', 'b', 100)]);
  expect(open().project.windowing).toMatchObject({ rateHz: 26 });
});

test('undo takes recordings and new gestures back and leaves what was there', async () => {
  await store([item('nod.csv', 'nod')]);
  const before = open();
  const undo = await store([item('shake.csv', 'shake'), item('nod2.csv', 'nod')]);
  expect(open().recordings).toHaveLength(3);
  await undo();
  expect(open().recordings).toEqual(before.recordings);
  expect(open().project.gestures).toEqual(before.project.gestures);
});

test('stopping keeps the files that are in', async () => {
  const stop = new AbortController();
  await importing.store([item('a.csv', 'a'), item('b.csv', 'b')], {
    signal: stop.signal,
    kindOf: () => 'state',
    onProgress: () => stop.abort(),
  });
  expect(open().recordings.map(({ name }) => name)).toEqual(['a']);
  expect(open().project.gestures).toMatchObject([{ name: 'a', kind: 'state' }]);
});

test('a file is read off the page, its failure comes through', async () => {
  const { signal } = new AbortController();
  const table = await importing.read(new TextEncoder().encode(sixAxes), signal);
  expect(table.rowCount).toBe(60);
  await expect(importing.read(new TextEncoder().encode('no'), signal)).rejects.toMatchObject({
    code: 'csv-no-numbers',
  });
});
