import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { DataRequest } from '#core/dataset/labelled-recording';
import type { Project } from '#core/dataset/project';
import { Failure } from '#core/failure';
import { startTuning } from '#core/tuner/start-tuning';
import type { ModelCard, TrialOutcome, TuningState } from '#core/tuner/tuning';
import type { Engine, TrialPool } from '#engine/engine';
import { openStorage } from '#storage/open-storage';
import type { Storage } from '#storage/storage';
import { EXAMPLE_CARD } from '../../tests/support/example-tuning-plan';
import type { OpenProject } from './project-station';
import { refuseWrites } from './refuse-writes';
import type { TunerRun, TunerState } from './tuner-station';
import { createTunerStation, type TunerDeps } from './tuner-store';

const idle = () => createStore<TunerState>(() => ({ run: { phase: 'idle' }, opened: [] }));

const project: Project = {
  id: 'p',
  name: 'P',
  createdAt: 1,
  changedAt: 1,
  gestures: [
    { id: 'nod', name: 'Nod', kind: 'event', colour: 0 },
    { id: 'shake', name: 'Shake', kind: 'event', colour: 1 },
  ],
  ...EXAMPLE_CARD,
};
const request = { limits: {}, candidateCount: 9 };

let storage: Storage;
let databases = 0;

beforeEach(async () => {
  storage = await openStorage(`tuner-${databases++}`);
});

/** Better the longer it trains and the wider it is; the same for the same card. */
function outcomeOf({ recipe, windowing }: ModelCard): TrialOutcome {
  const { epochs, width = 1, preset } = recipe;
  return {
    validationMacroF1: 0.5 + epochs / 100 + width / 10,
    macroF1: 0.5,
    cost: { parameterCount: 1, sizeBytes: width * 1000, macs: 1, arenaBytes: 1 },
    gzipBytes: 1,
    sha256: JSON.stringify([preset, width, epochs, windowing]),
    tookMs: 5,
  };
}

/** A pool that answers by itself, or each trial when `answer` is called. */
function setUp({ byHand = false, workerCount = 2 } = {}) {
  let document = project;
  let now = 0;
  let dataHash = 'hash';
  const waiting: (() => void)[] = [];
  const tried: ModelCard[] = [];
  let fail: ((card: ModelCard) => Failure | undefined) | undefined;
  const closed = vi.fn();
  const openTrials = vi.fn(
    async (): Promise<TrialPool> => ({
      workerCount,
      close: closed,
      run: (card, { signal, onProgress }) =>
        new Promise((resolve, reject) => {
          tried.push(card);
          const abort = () => reject(new DOMException('', 'AbortError'));
          signal.addEventListener('abort', abort);
          const answer = () => {
            signal.removeEventListener('abort', abort);
            now += 1000;
            onProgress?.({ step: 'compressing', share: 0.9 });
            const failure = fail?.(card);
            if (failure) reject(failure);
            else resolve(outcomeOf(card));
          };
          if (byHand) waiting.push(answer);
          else answer();
        }),
    }),
  );
  const deps = {
    engine: {
      openTrials,
      startTuning: vi.fn<Engine['startTuning']>(async ({ plan }) => ({
        ...startTuning(plan),
        dataHash,
      })),
    },
    tunings: { ...storage.tunings },
    project: () => document,
    loadData: async () => ({ recordings: [] }) as unknown as DataRequest,
    update: (change: (project: Project) => Project) => {
      document = change(document);
    },
    epochMs: () => 7,
    nowMs: () => now,
  } satisfies TunerDeps;
  const tuner = createTunerStation(deps, idle());
  return {
    deps,
    tuner,
    tried,
    openTrials,
    closed,
    run: () => tuner.store.getState().run,
    tuning: () => tuningIn(tuner.store.getState().run),
    document: () => document,
    changeData: () => {
      dataHash = 'other';
    },
    failWhere: (decide: typeof fail) => {
      fail = decide;
    },
    /** Ends the trial that waits longest, once there is one. */
    async answer() {
      await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0));
      waiting.shift()!();
    },
  };
}

function tuningIn(run: TunerRun): TuningState {
  if (!('tuning' in run) || !run.tuning) throw new Error(`no search in ${run.phase}`);
  return run.tuning;
}

const keysOf = ({ results }: TuningState) =>
  results.map(({ candidateId, rung }) => `${candidateId} ${rung}`).sort();

describe('a search', () => {
  test('runs every rung to the end and is stored as it goes', async () => {
    const { tuner, run, tuning, tried } = setUp();
    await tuner.start(request);
    expect(run()).toMatchObject({ phase: 'done', pace: { share: 1, remainingMs: 0 } });
    expect(tuning().results.map(({ rung }) => rung)).toEqual([
      ...Array.from({ length: 9 }, () => 0),
      ...Array.from({ length: 3 }, () => 1),
    ]);
    expect(tried.map(({ recipe }) => recipe.epochs)).toEqual([...Array(9).fill(6), 36, 36, 36]);
    expect(tried.every(({ recipe }) => recipe.backend === 'wasm')).toBe(true);
    expect(await storage.tunings.load('p')).toEqual(tuning());
  });

  test('keeps as many trials running as there are workers, and says how far each is', async () => {
    const { tuner, run, answer, tried } = setUp({ byHand: true, workerCount: 2 });
    void tuner.start(request);
    await vi.waitFor(() => expect(tried).toHaveLength(2));
    expect(run()).toMatchObject({
      phase: 'running',
      trials: [
        { candidateId: 0, rung: 0, share: 0 },
        { candidateId: 1, rung: 0, share: 0 },
      ],
      pace: { trialsPerMinute: 0, share: 0 },
    });
    await answer();
    await vi.waitFor(() => expect(tried).toHaveLength(3));
    const now = run();
    if (now.phase !== 'running') throw new Error(now.phase);
    // A second for six of its 162 epochs.
    expect(now.pace.trialsPerMinute).toBe(60);
    expect(now.pace.remainingMs).toBeCloseTo((1000 * 156) / 6, 6);
    expect(now.pace.share).toBeCloseTo(6 / 162, 6);
    tuner.reset();
  });

  test('takes a trial that fails as a result, and goes on without it', async () => {
    const { tuner, run, tuning, failWhere } = setUp();
    failWhere(({ recipe }) =>
      recipe.preset === 'conv1d' ? new Failure('training-diverged', 'NaN') : undefined,
    );
    await tuner.start(request);
    expect(run().phase).toBe('done');
    const failed = tuning().results.filter((one) => 'failure' in one);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]).toMatchObject({ rung: 0, failure: 'training-diverged', detail: 'NaN' });
  });

  test('fails where workers die before anything has gone through, and can be resumed', async () => {
    const { tuner, run, failWhere, closed } = setUp();
    failWhere(() => new Failure('engine-crashed', 'not loaded'));
    await tuner.start(request);
    expect(run()).toMatchObject({ phase: 'failed', failure: { code: 'engine-crashed' } });
    expect(closed).toHaveBeenCalled();
    failWhere(undefined);
    await tuner.resume();
    expect(run().phase).toBe('done');
  });

  test('stays failed when a trial beside the one that failed it still ends', async () => {
    const { tuner, run, failWhere, answer } = setUp({ byHand: true, workerCount: 2 });
    const started = tuner.start(request);
    failWhere(() => new Failure('engine-crashed', 'not loaded'));
    await answer();
    await started;
    failWhere(undefined);
    await answer();
    await Promise.resolve();
    expect(run().phase).toBe('failed');
  });

  test('fails, keeping what it has, where it cannot be stored', async () => {
    const { tuner, run, tuning, deps } = setUp();
    let saves = 0;
    const save = vi.spyOn(deps.tunings, 'save').mockImplementation(async () => {
      if (saves++ === 3) throw new Failure('storage-full', 'no room');
    });
    await tuner.start(request);
    expect(run()).toMatchObject({ phase: 'failed', failure: { code: 'storage-full' } });
    expect(tuning().results.length).toBeGreaterThanOrEqual(3);
    save.mockRestore();
    await tuner.resume();
    expect(run().phase).toBe('done');
  });
});

describe('pausing', () => {
  test('ends what runs at once; resuming runs it again and comes to the same end', async () => {
    const plain = setUp();
    await plain.tuner.start(request);
    const { tuner, run, tuning, tried, answer, closed } = setUp({ byHand: true });
    const started = tuner.start(request);
    for (let trial = 0; trial < 4; trial++) await answer();
    await vi.waitFor(() => expect(tuning().results).toHaveLength(4));
    tuner.pause();
    expect(run().phase).toBe('paused');
    await started;
    expect(closed).toHaveBeenCalled();
    expect(run().phase).toBe('paused');
    const lost = tried.slice(4);
    const resumed = tuner.resume();
    await vi.waitFor(() => expect(tried.length).toBeGreaterThan(4 + lost.length));
    expect(tried[4 + lost.length]).toEqual(lost[0]);
    for (let trial = 0; trial < lost.length + 8; trial++) await answer();
    await resumed;
    expect(run().phase).toBe('done');
    expect(keysOf(tuning())).toEqual(keysOf(plain.tuning()));
  });

  test('survives a reload: the stored search is shown as paused and goes on', async () => {
    const before = setUp({ byHand: true });
    void before.tuner.start(request);
    for (let trial = 0; trial < 5; trial++) await before.answer();
    await vi.waitFor(async () =>
      expect((await storage.tunings.load('p'))?.results).toHaveLength(5),
    );
    // The page dies; another one begins.
    before.tuner.reset();
    const { tuner, run, tuning, tried } = setUp();
    await tuner.load(project.id);
    expect(run()).toMatchObject({ phase: 'paused', pace: { trialsPerMinute: 60 } });
    expect(tuning().results).toHaveLength(5);
    await tuner.resume();
    expect(run().phase).toBe('done');
    expect(tried).toHaveLength(9 + 3 - 5);
    const plain = setUp();
    await plain.tuner.start(request);
    expect(keysOf(tuning())).toEqual(keysOf(plain.tuning()));
  });

  test('does not go on with other data, and says so', async () => {
    const { tuner, run, answer, changeData, tried } = setUp({ byHand: true });
    void tuner.start(request);
    await answer();
    await vi.waitFor(() => expect(tuningIn(run()).results).toHaveLength(1));
    tuner.pause();
    changeData();
    const triedBefore = tried.length;
    await tuner.resume();
    expect(run()).toMatchObject({ phase: 'failed', failure: { code: 'data-changed' } });
    expect(tuningIn(run()).results).toHaveLength(1);
    expect(tried).toHaveLength(triedBefore);
  });
});

describe('cancelling', () => {
  test('takes effect at once and for good; what was found stays, stored', async () => {
    const { tuner, run, tuning, answer } = setUp({ byHand: true });
    const started = tuner.start(request);
    for (let trial = 0; trial < 3; trial++) await answer();
    await vi.waitFor(() => expect(tuning().results).toHaveLength(3));
    tuner.cancel();
    expect(run().phase).toBe('done');
    expect(tuning().results).toHaveLength(3);
    await started;
    await vi.waitFor(async () => expect((await storage.tunings.load('p'))?.cancelled).toBe(true));
    const next = setUp();
    await next.tuner.load(project.id);
    expect(next.run().phase).toBe('done');
  });

  test('while candidates are drawn leaves nothing', async () => {
    const { tuner, run, deps, openTrials } = setUp();
    deps.engine.startTuning.mockImplementationOnce(
      (_request, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        }),
    );
    const started = tuner.start(request);
    await vi.waitFor(() => expect(deps.engine.startTuning).toHaveBeenCalled());
    tuner.cancel();
    await started;
    expect(run()).toEqual({ phase: 'idle' });
    expect(openTrials).not.toHaveBeenCalled();
    expect(await storage.tunings.load('p')).toBeUndefined();
  });
});

describe('a point', () => {
  test('is taken as of its longest trial, and taken back', async () => {
    const { tuner, tuning, document } = setUp();
    await tuner.start(request);
    const [last] = tuning().results.slice(-1);
    const outcome = last && 'outcome' in last ? last.outcome : undefined;
    const takeBack = tuner.take(last!.candidateId);
    const { windowing, recipe, compression } = document();
    expect(recipe.epochs).toBe(36);
    expect(outcomeOf({ windowing, recipe, compression }).sha256).toBe(outcome?.sha256);
    expect(document().gestures).toBe(project.gestures);
    takeBack();
    expect(document()).toEqual(project);
  });

  test('without a file cannot be taken', async () => {
    const { tuner, document } = setUp();
    expect(() => tuner.take(0)).toThrow(RangeError);
    await tuner.start({ ...request, candidateCount: 2 });
    expect(() => tuner.take(77)).toThrow(RangeError);
    expect(document()).toBe(project);
  });

  test('is opened, and another one laid beside it', () => {
    const { tuner } = setUp();
    const opened = () => tuner.store.getState().opened;
    tuner.compare(3);
    expect(opened()).toEqual([3]);
    tuner.open(1);
    tuner.compare(2);
    expect(opened()).toEqual([1, 2]);
    tuner.compare(1);
    expect(opened()).toEqual([1]);
    tuner.open(undefined);
    expect(opened()).toEqual([]);
  });
});

test('a project that another tab has is not searched', async () => {
  const { deps, tried } = setUp();
  const reading = refuseWrites(storage, () => ({ project }) as OpenProject);
  const tuner = createTunerStation({ ...deps, tunings: reading.tunings }, idle());
  await tuner.start(request);
  expect(tuner.store.getState().run).toMatchObject({
    phase: 'failed',
    failure: { code: 'project-in-use' },
  });
  await expect(tuner.clear()).rejects.toMatchObject({ code: 'project-in-use' });
  expect(tried).toEqual([]);
  expect(await storage.tunings.load('p')).toBeUndefined();
});

test('clearing forgets the search, stored or shown', async () => {
  const { tuner, run } = setUp();
  await tuner.start(request);
  await tuner.clear();
  expect(run()).toEqual({ phase: 'idle' });
  expect(await storage.tunings.load('p')).toBeUndefined();
  await tuner.load(project.id);
  expect(run()).toEqual({ phase: 'idle' });
});
