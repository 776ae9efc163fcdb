import { expect, test } from 'vitest';
import type { CompressedModel } from '#core/compress/compressed-model';
import type { Recording } from '#core/dataset/session';
import type { TrainedModel } from '#core/model/trained-model';
import { newProject } from './new-project';
import { nextStation, type PathInput, pathState, STATIONS } from './path-state';
import type { OpenProject } from './project-station';

const NOD = { id: 'nod', name: 'Nod', kind: 'event', colour: 0 } as const;
const PROJECT = newProject('p', 'Project', 1000, [NOD]);

const RECORDING: Recording = {
  id: 'r',
  projectId: 'p',
  sessionId: 's',
  name: 'Recording',
  state: 'complete',
  channels: [],
  rateHz: 50,
  startedAt: 2000,
  frameCount: 100,
  durationMs: 2000,
  lostCount: 0,
  spans: [{ id: 'l', gestureId: 'nod', startMs: 0, endMs: 500, source: 'hand' }],
};

// Only what the path reads of the models.
const TRAINED = {
  trainedAt: 3000,
  gestures: [NOD],
  windowing: PROJECT.windowing,
  recipe: PROJECT.recipe,
} as unknown as TrainedModel;
const COMPRESSED = { trainedAt: 3000, recipe: PROJECT.compression } as unknown as CompressedModel;

function path(open: Partial<OpenProject> = {}, rest: Partial<PathInput> = {}) {
  return pathState({
    project: {
      phase: 'open',
      project: PROJECT,
      models: {},
      sessions: [],
      recordings: [],
      saving: 'saved',
      ...open,
    },
    device: 'idle',
    record: 'idle',
    training: { phase: 'idle' },
    compression: { phase: 'idle' },
    fileChecked: false,
    ...rest,
  });
}

const FINISHED = { recordings: [RECORDING], models: { trained: TRAINED, compressed: COMPRESSED } };

test('without a project every station says that it needs one', () => {
  const all = path({}, { project: { phase: 'none' } });
  for (const station of STATIONS) {
    expect(all[station]).toEqual({ state: 'blocked', reason: 'no-project' });
  }
});

test('an empty project begins at the device, and each later station names what it lacks', () => {
  const empty = path();
  expect(
    STATIONS.map((station) => ('reason' in empty[station] ? empty[station].reason : '-')),
  ).toEqual([
    '-',
    'no-device',
    'no-recordings',
    'no-labels',
    'no-model',
    'no-int8',
    'no-model',
    'no-model',
  ]);
  expect(nextStation(empty)).toBe('device');
});

test('a connected device makes recording ready', () => {
  const connected = path({}, { device: 'connected' });
  expect(connected.device.state).toBe('done');
  expect(nextStation(connected)).toBe('record');
});

test('labelled recordings lead to training even with nothing connected', () => {
  const labelled = path({ recordings: [RECORDING] });
  expect(labelled.label.state).toBe('done');
  expect(labelled.train.state).toBe('ready');
  expect(nextStation(labelled)).toBe('train');
  expect(nextStation(path({ recordings: [{ ...RECORDING, spans: [] }] }))).toBe('label');
});

test('training shows its share while it runs', () => {
  const run = { step: 'epoch', measures: [], epochs: [], share: 0.4 } as const;
  const running = path({ recordings: [RECORDING] }, { training: { phase: 'running', run } });
  expect(running.train).toEqual({ state: 'running', share: 0.4 });
});

test('a model made from the data and settings as they stand is done', () => {
  const finished = path(FINISHED, { device: 'connected', fileChecked: true });
  expect(finished.train.state).toBe('done');
  expect(finished.compress.state).toBe('done');
  expect(finished.export.state).toBe('done');
  expect(finished.live.state).toBe('ready');
});

test('recognising needs the int8 model of this very training, then a device', () => {
  const connected = { device: 'connected' } as const;
  const floatOnly = path({ ...FINISHED, models: { trained: TRAINED } }, connected);
  expect(floatOnly.live).toEqual({ state: 'blocked', reason: 'no-int8' });
  expect(floatOnly.apps).toEqual({ state: 'blocked', reason: 'no-int8' });
  const models = { trained: { ...TRAINED, trainedAt: 5000 }, compressed: COMPRESSED };
  const retrained = path({ ...FINISHED, models }, connected);
  expect(retrained.live).toEqual({ state: 'stale', reason: 'retrained' });
  expect(path(FINISHED).live).toEqual({ state: 'blocked', reason: 'no-device' });
});

test.each([
  ['a later recording', { recordings: [{ ...RECORDING, startedAt: 4000 }] }, 'recordings'],
  ['another gesture', { project: { ...PROJECT, gestures: [] } }, 'gestures'],
  [
    'longer windows',
    { project: { ...PROJECT, windowing: { ...PROJECT.windowing, lengthMs: 3000 } } },
    'windowing',
  ],
  ['another seed', { project: { ...PROJECT, recipe: { ...PROJECT.recipe, seed: 9 } } }, 'recipe'],
] as const)('%s puts the model out of date', (_, change, reason) => {
  expect(path({ ...FINISHED, ...change }).train).toEqual({ state: 'stale', reason });
});

test('a label drawn after training puts the model out of date', () => {
  const changed = (dataChangedAt: number) =>
    path({ ...FINISHED, project: { ...PROJECT, dataChangedAt } }).train;
  expect(changed(3001)).toEqual({ state: 'stale', reason: 'recordings' });
  expect(changed(2999).state).toBe('done');
});

test('what is still being recorded counts for nothing yet, though it has labels', () => {
  const running = { ...RECORDING, state: 'recording' } as const;
  const first = path({ recordings: [running] }, { device: 'connected', record: 'recording' });
  expect(first.record.state).toBe('running');
  expect(first.label).toEqual({ state: 'blocked', reason: 'no-recordings' });
  expect(first.train).toEqual({ state: 'blocked', reason: 'no-labels' });
  const recordings = [RECORDING, { ...running, id: 'q', startedAt: 9000 }];
  expect(path({ ...FINISHED, recordings }).train.state).toBe('done');
});

test('a new name for a gesture and another back end leave the model as it is', () => {
  const project = {
    ...PROJECT,
    gestures: [{ ...NOD, name: 'Yes' }],
    recipe: { ...PROJECT.recipe, backend: 'webgl' },
  } as const;
  expect(path({ ...FINISHED, project }).train.state).toBe('done');
});

test('a model trained again puts int8 and the export out of date', () => {
  const models = { trained: { ...TRAINED, trainedAt: 5000 }, compressed: COMPRESSED };
  const again = path({ ...FINISHED, models });
  expect(again.compress).toEqual({ state: 'stale', reason: 'retrained' });
  expect(again.export).toEqual({ state: 'stale', reason: 'retrained' });
  const exact = { ...PROJECT, compression: { ...PROJECT.compression, perChannelDense: true } };
  expect(path({ ...FINISHED, project: exact }).compress).toEqual({
    state: 'stale',
    reason: 'compression',
  });
});
