import { beforeEach, expect, test, vi } from 'vitest';
import type { CompressedModel } from '#core/compress/compressed-model';
import type { CompressionRecipe } from '#core/compress/compression-recipe';
import type { DataRequest } from '#core/dataset/labelled-recording';
import { Failure } from '#core/failure';
import type { TrainedModel } from '#core/model/trained-model';
import type { CompressProgress, Engine } from '#engine/engine';
import { type CompressStation, createCompressStation } from './compress-store';

const recipe: CompressionRecipe = {
  steps: [{ kind: 'prune-channels', enabled: true, share: 0.25, epochs: 2 }],
  calibration: { method: 'min-max' },
  perChannelDense: false,
};
const compressed = { trainedAt: 7 } as CompressedModel;
const saveCompressed = vi.fn(async (_: CompressedModel) => {});
const data = {} as DataRequest;

let model: TrainedModel | undefined;
let job:
  | {
      readonly request: unknown;
      readonly signal: AbortSignal;
      tell(progress: CompressProgress): void;
      finish(): void;
      fail(error: unknown): void;
    }
  | undefined;
let compress: CompressStation;

beforeEach(() => {
  model = { trainedAt: 7 } as TrainedModel;
  job = undefined;
  saveCompressed.mockReset().mockResolvedValue();
  const engine: Pick<Engine, 'compress'> = {
    compress: (request, { signal, onProgress }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        job = {
          request,
          signal,
          tell: (progress) => onProgress?.(progress),
          finish: () => resolve(compressed),
          fail: reject,
        };
      }),
  };
  compress = createCompressStation({
    engine: engine as Engine,
    loadData: async () => data,
    recipe: () => recipe,
    trained: () => model,
    saveCompressed,
    nowMs: () => 5,
  });
});

const started = () => vi.waitUntil(() => job);
const state = () => compress.store.getState();

test('compression shows each step and saves what comes of it', async () => {
  const done = compress.start();
  expect(state()).toMatchObject({ phase: 'running', progress: { step: 'preparing' } });
  const { request, tell, finish } = await started();
  expect(request).toEqual({ data, model, recipe });
  const progress = {
    step: 'pass',
    kind: 'prune-channels',
    at: 0,
    count: 1,
    epoch: 1,
    epochs: 2,
  } as const;
  tell(progress);
  expect(state()).toMatchObject({ progress });
  finish();
  await done;
  expect(saveCompressed).toHaveBeenCalledExactlyOnceWith(compressed);
  expect(state()).toEqual({ phase: 'done' });
});

test('compression without a trained model fails before the engine is asked', async () => {
  model = undefined;
  await compress.start();
  expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'data-too-little' } });
  expect(job).toBeUndefined();
});

test('a failure is shown with its reason', async () => {
  const done = compress.start();
  (await started()).fail(new Failure('training-diverged', 'NaN'));
  await done;
  expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'training-diverged' } });
});

test('cancelling works at once and saves nothing', async () => {
  const done = compress.start();
  const { signal } = await started();
  compress.cancel();
  expect(signal.aborted).toBe(true);
  expect(state()).toEqual({ phase: 'idle' });
  await done;
  expect(state()).toEqual({ phase: 'idle' });
  expect(saveCompressed).not.toHaveBeenCalled();
});

test('a compression that ends as its project closes leaves the next project alone', async () => {
  let saved = () => {};
  saveCompressed.mockReturnValue(new Promise<void>((resolve) => (saved = resolve)));
  const done = compress.start();
  (await started()).finish();
  await vi.waitUntil(() => saveCompressed.mock.calls.length === 1);
  compress.cancel();
  saved();
  await done;
  expect(state()).toEqual({ phase: 'idle' });
});
