import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { DataRequest } from '#core/dataset/labelled-recording';
import { splitWindows } from '#core/dataset/split';
import { cutWindows } from '#core/dataset/windowing';
import { Failure } from '#core/failure';
import type { ModelRecipe, TrainedModel } from '#core/model/trained-model';
import type { Engine, TrainProgress } from '#engine/engine';
import { simulatedRecordings } from '../../tests/support/simulated-recordings';
import { createTrainStation, type TrainStation } from './train-store';

type Train = Parameters<Engine['train']>;

/** One call of the engine, to be answered by the test. */
interface Job {
  readonly request: Train[0];
  readonly signal: AbortSignal;
  tell(progress: TrainProgress): void;
  finish(model?: TrainedModel): void;
  fail(error: unknown): void;
}

const data = simulatedRecordings(3, 2);
const RECIPE = { epochs: 4, seed: 1, heldOutSubjects: [] } as unknown as ModelRecipe;
const model = { trainedAt: 7 } as TrainedModel;
const saveTrained = vi.fn(async (_: TrainedModel) => {});
const loadData = vi.fn(async (): Promise<DataRequest> => data);
const loadStart = vi.fn(async () => model);

let jobs: Job[];
let recipe: ModelRecipe;
let nowMs: number;
let train: TrainStation;

/** Rejects as the engine does when its signal aborts. */
function abortable<T>(signal: AbortSignal, start: (resolve: (value: T) => void) => void) {
  return new Promise<T>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    start(resolve);
  });
}

beforeEach(() => {
  jobs = [];
  recipe = RECIPE;
  nowMs = 7;
  saveTrained.mockReset().mockResolvedValue();
  loadData.mockReset().mockResolvedValue(data);
  const engine: Pick<Engine, 'train' | 'prepare'> = {
    train: (request, { signal, onProgress }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        jobs.push({
          request,
          signal,
          tell: (progress) => onProgress?.(progress),
          finish: (trained = model) => resolve(trained),
          fail: reject,
        });
      }),
    prepare: (request, { signal }) =>
      abortable(signal, (resolve) => {
        const set = cutWindows(request.data);
        resolve({ set, split: splitWindows(set, request.recipe), dataHash: 'abc' });
      }),
  };
  train = createTrainStation({
    engine: engine as Engine,
    loadData,
    recipe: () => recipe,
    loadStart,
    saveTrained,
    epochMs: () => nowMs,
  });
});

const training = () => train.store.getState().training;
const run = () => {
  const state = training();
  if (state.phase === 'idle') throw new Error('No training.');
  return state.run;
};
const job = async (at: number) => vi.waitUntil(() => jobs[at]);
const epoch = (number: number) => ({
  epoch: number,
  loss: 1 / number,
  accuracy: 0.5,
  validationLoss: 1,
  validationAccuracy: 0.5,
});

describe('preparing', () => {
  test('shows the windows, their split and what they cannot carry', async () => {
    const done = train.prepare();
    expect(train.store.getState().prepared).toEqual({ phase: 'preparing' });
    await done;
    const { prepared } = train.store.getState();
    expect(prepared).toMatchObject({ phase: 'ready', dataHash: 'abc' });
    expect(prepared.phase === 'ready' && prepared.split.heldOut.length).toBeGreaterThan(0);
  });

  test('fails with the reason', async () => {
    loadData.mockRejectedValue(new Failure('data-too-little', 'none'));
    await train.prepare();
    expect(train.store.getState().prepared).toMatchObject({
      phase: 'failed',
      failure: { code: 'data-too-little' },
    });
  });

  test('is forgotten with its project, though it ends later', async () => {
    const done = train.prepare();
    train.reset();
    await done;
    expect(train.store.getState().prepared).toEqual({ phase: 'none' });
  });
});

describe('a training', () => {
  test('lists each back end once: begun, then its time or why it has none', async () => {
    void train.start();
    const { tell } = await job(0);
    tell({ step: 'measuring', backend: 'wasm' });
    expect(run().measures).toEqual([{ backend: 'wasm' }]);
    tell({ step: 'measuring', backend: 'wasm', stepMs: 9 });
    tell({ step: 'measuring', backend: 'webgl', passedOver: 'too-slow', detail: '2 s' });
    tell({ step: 'started', backend: 'wasm', batchesPerEpoch: 10 });
    expect(run().measures).toEqual([
      { backend: 'wasm', stepMs: 9 },
      { backend: 'webgl', passedOver: 'too-slow', detail: '2 s' },
    ]);
    expect(run().backend).toBe('wasm');
  });

  test('shows again what was measured before for a network of the same shape', async () => {
    void train.start();
    (await job(0)).tell({ step: 'measuring', backend: 'wasm', stepMs: 9 });
    train.cancel();
    void train.start();
    (await job(1)).tell({ step: 'started', backend: 'wasm', batchesPerEpoch: 10 });
    expect(run().measures).toEqual([{ backend: 'wasm', stepMs: 9 }]);
    recipe = { ...recipe, preset: 'dense' };
    void train.start();
    await job(2);
    expect(run().measures).toEqual([]);
  });

  test('tells how far it is and how long it takes, then saves the model', async () => {
    const done = train.start();
    const { request, tell, finish } = await job(0);
    expect(request).toEqual({ data, recipe });
    tell({ step: 'batch', epoch: 1, batch: 1, remainingMs: 900 });
    expect(run()).toMatchObject({ step: 'batch', share: 0, remainingMs: 900 });
    tell({ step: 'epoch', result: epoch(1), remainingMs: 600 });
    tell({ step: 'epoch', result: epoch(2), remainingMs: 400 });
    expect(run()).toMatchObject({ share: 0.5, remainingMs: 400 });
    expect(run().epochs.map((one) => one.epoch)).toEqual([1, 2]);
    finish();
    await done;
    expect(saveTrained).toHaveBeenCalledExactlyOnceWith(model);
    expect(training()).toMatchObject({ phase: 'done', run: { share: 1 } });
  });

  test('is as old as the recordings it read, so that a label changed meanwhile is newer', async () => {
    const done = train.start();
    const { finish } = await job(0);
    nowMs = 900;
    finish({ ...model, trainedAt: 900 });
    await done;
    expect(saveTrained).toHaveBeenCalledExactlyOnceWith({ ...model, trainedAt: 7 });
  });

  test('that fails keeps its curves and says why', async () => {
    const done = train.start();
    const { tell, fail } = await job(0);
    tell({ step: 'epoch', result: epoch(1), remainingMs: 1 });
    fail(new Failure('training-diverged', 'NaN'));
    await done;
    expect(training()).toMatchObject({ phase: 'failed', failure: { code: 'training-diverged' } });
    expect(run().epochs).toHaveLength(1);
  });

  test('is cancelled at once, and nothing is saved', async () => {
    const done = train.start();
    const { signal } = await job(0);
    train.cancel();
    expect(signal.aborted).toBe(true);
    expect(training()).toEqual({ phase: 'idle' });
    await done;
    expect(training()).toEqual({ phase: 'idle' });
    expect(saveTrained).not.toHaveBeenCalled();
  });

  test('cancelled while the recordings are read never reaches the engine', async () => {
    const done = train.start();
    train.cancel();
    await done;
    expect(jobs).toEqual([]);
  });

  test('silences the one before', async () => {
    const first = train.start();
    await job(0);
    const second = train.start();
    const { finish } = await job(1);
    await first;
    expect(jobs[0]!.signal.aborted).toBe(true);
    expect(training().phase).toBe('running');
    finish();
    await second;
    expect(training().phase).toBe('done');
  });

  test('that ends as its project closes leaves the next project alone', async () => {
    let saved = () => {};
    saveTrained.mockReturnValue(new Promise<void>((resolve) => (saved = resolve)));
    const done = train.start();
    (await job(0)).finish();
    await vi.waitUntil(() => saveTrained.mock.calls.length === 1);
    train.reset();
    saved();
    await done;
    expect(training()).toEqual({ phase: 'idle' });
  });

  test('starts from the model that its recipe names, and fails where that is gone', async () => {
    recipe = { ...RECIPE, start: { from: 'general', name: 'General', freeze: true } };
    const done = train.start();
    const { request, finish } = await job(0);
    expect(request).toEqual({ data, recipe, start: model });
    finish();
    await done;
    loadStart.mockRejectedValueOnce(new Failure('start-missing', 'gone'));
    await train.start();
    expect(training()).toMatchObject({ phase: 'failed', failure: { code: 'start-missing' } });
  });
});
