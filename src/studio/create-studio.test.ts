import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import type { CompressedModel } from '#core/compress/compressed-model';
import type { TrainedModel } from '#core/model/trained-model';
import type { TuningState } from '#core/tuner/tuning';
import { createSimulator } from '#device/simulator';
import type { Engine, FileCheck } from '#engine/engine';
import type { Platform } from '#platform/platform';
import { openStorage } from '#storage/open-storage';
import type { Storage } from '#storage/storage';
import { createStudio, resume } from './create-studio';
import { openProject } from './project-document';
import type { Studio } from './studio';

const trained = { trainedAt: 5, classes: [], gestures: [] } as unknown as TrainedModel;
const compressed = {
  sha256: 'abc',
  trainedAt: 5,
  recipe: { steps: [] },
} as unknown as CompressedModel;

let storage: Storage;
let preferences: Map<string, string>;
let databases = 0;
let ids = 0;

beforeEach(async () => {
  storage = await openStorage(`studio-${databases++}`);
  preferences = new Map();
});

function setUp() {
  const platform = {
    nowMs: () => performance.now(),
    // When the models below were made.
    epochMs: () => 5,
    newId: () => `id-${ids++}`,
    preference: (key: string) => preferences.get(key),
    setPreference: (key: string, value: string) => preferences.set(key, value),
    askPersistence: async () => true,
    play: () => undefined,
    keepAwake: () => () => undefined,
    onPageHide: () => () => undefined,
    claim: () => () => undefined,
    claimed: async () => new Set<string>(),
    claimAlone: async () => () => undefined,
  } as unknown as Platform;
  const engine = {
    prepare: vi.fn(() => new Promise<never>(() => undefined)),
    train: vi.fn(async () => trained),
    compress: vi.fn<Engine['compress']>(async () => compressed),
    checkFile: vi.fn(async () => ({}) as FileCheck),
    makeDemo: vi.fn(),
    readProject: vi.fn(() => Promise.reject(new Error('bad file'))),
    writeProject: vi.fn(),
  };
  const studio = createStudio({
    storage,
    engine: engine as unknown as Engine,
    platform,
    devices: { simulator: createSimulator(platform), others: [] },
  });
  return { studio, engine };
}

const modelsOf = (studio: Studio) => openProject(studio.project.store.getState()).models;

test('what is trained and what is compressed become the open project’s models, and stay', async () => {
  const { studio } = setUp();
  await studio.project.create('P');
  await studio.train.start();
  expect(modelsOf(studio)).toEqual({ trained });
  await studio.compress.start();
  expect(modelsOf(studio)).toEqual({ trained, compressed });
  await studio.train.start();
  expect(modelsOf(studio)).toEqual({ trained, compressed });
  const { id } = openProject(studio.project.store.getState()).project;
  expect(await storage.projects.loadModels(id)).toEqual({ trained, compressed });
});

test('another project finds nothing of the one before, and nothing running', async () => {
  const { studio, engine } = setUp();
  await studio.project.create('First');
  await studio.train.start();
  await studio.compress.start();
  await studio.export.check();
  void studio.train.prepare();
  let signal: AbortSignal | undefined;
  engine.compress.mockImplementation((_request, options) => {
    signal = options.signal;
    return new Promise(() => undefined);
  });
  void studio.compress.start();
  await vi.waitFor(() => expect(signal).toBeDefined());
  await studio.project.create('Second');
  expect(signal?.aborted).toBe(true);
  expect(studio.train.store.getState()).toEqual({
    prepared: { phase: 'none' },
    training: { phase: 'idle' },
  });
  expect(studio.compress.store.getState()).toEqual({ phase: 'idle' });
  expect(studio.export.store.getState()).toEqual({ phase: 'idle' });
  expect(studio.label.store.getState().phase).toBe('none');
  expect(modelsOf(studio)).toEqual({});
});

test('the search of a project is shown when it opens, and not when another one does', async () => {
  const load = vi.spyOn(storage.tunings, 'load');
  const { studio } = setUp();
  await studio.project.create('First');
  // The tuner's code is loaded with the first project.
  await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(1), 10_000);
  await load.mock.results[0]!.value;
  const { id } = openProject(studio.project.store.getState()).project;
  const plan = { rungEpochs: [1], reduction: 3 };
  const tuning = { plan, candidates: [{ id: 0 }], rejected: [], results: [], spentMs: 0 };
  await storage.tunings.save(id, tuning as unknown as TuningState);
  const phase = () => studio.tuner.store.getState().run.phase;
  await vi.waitFor(() => expect(phase()).toBe('idle'));
  await studio.project.open(id);
  // Opened again as the same project it is not read anew.
  expect(phase()).toBe('idle');
  await studio.project.create('Second');
  await studio.project.open(id);
  await vi.waitFor(() => expect(phase()).toBe('paused'));
  studio.project.close();
  expect(phase()).toBe('idle');
  load.mockRestore();
});

test('a recording under way is whole when its project is closed', async () => {
  const { studio } = setUp();
  await studio.project.create('First');
  const { id } = openProject(studio.project.store.getState()).project;
  await studio.device.connect('simulator');
  studio.record.setCountdown(0);
  await studio.record.start();
  await vi.waitFor(() =>
    expect(studio.record.store.getState()).toMatchObject({ phase: 'recording', lostCount: 0 }),
  );
  await new Promise((resolve) => setTimeout(resolve, 400));
  studio.project.close();
  await vi.waitFor(() => expect(studio.record.store.getState().phase).toBe('idle'));
  const [recording] = await storage.sessions.listRecordings(id);
  expect(recording).toMatchObject({ state: 'complete' });
  expect(recording!.frameCount).toBeGreaterThan(4);
  await studio.device.disconnect();
});

test('a file that does not open leaves the open project as it was, results and all', async () => {
  const { studio } = setUp();
  await studio.project.create('First');
  await studio.train.start();
  const before = studio.train.store.getState();
  await expect(studio.project.openFile(new Uint8Array(4))).rejects.toThrow('bad file');
  expect(studio.train.store.getState()).toBe(before);
  expect(modelsOf(studio)).toEqual({ trained });
});

test('the next page mends what a dead one left and opens its project, remembered or not', async () => {
  const first = setUp().studio;
  await first.project.create('Kept');
  const { project } = openProject(first.project.store.getState());
  const session = await first.project.sessionFor('A', 'band');
  await first.project.saveRecording({
    id: 'left',
    projectId: project.id,
    sessionId: session.id,
    name: 'A 1',
    state: 'recording',
    channels: [{ name: 'accX', unit: 'g' }],
    rateHz: 50,
    startedAt: 1,
    frameCount: 0,
    durationMs: 0,
    lostCount: 0,
    spans: [],
  });
  await storage.sessions.appendChunk('left', 0, {
    timestampMs: Float64Array.of(0, 20),
    values: Float32Array.of(1, 2),
    lostBefore: 0,
  });

  preferences.clear();
  const { studio } = setUp();
  await resume(studio);
  expect(openProject(studio.project.store.getState())).toMatchObject({
    project: { name: 'Kept' },
    recordings: [{ id: 'left', state: 'cut', frameCount: 2 }],
  });
});

test('where nothing was open, or it is gone, the next page starts with the shelf', async () => {
  const { studio } = setUp();
  await resume(studio);
  expect(studio.project.store.getState()).toEqual({ phase: 'none' });
  await studio.project.create('P');
  const { id } = openProject(studio.project.store.getState()).project;
  await storage.projects.remove(id);
  const later = setUp().studio;
  await resume(later);
  expect(later.project.store.getState()).toEqual({ phase: 'none' });
});
