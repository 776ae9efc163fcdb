import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CompressedModel } from '#core/compress/compressed-model';
import type { CompressionRecipe } from '#core/compress/compression-recipe';
import type { DataRequest } from '#core/dataset/labelled-recording';
import { Failure } from '#core/failure';
import type { TrainedModel } from '#core/model/trained-model';
import type { CompressProgress, Engine } from '#engine/engine';
import { failureOf } from './failure-of';

export type CompressState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly progress: CompressProgress; readonly startedAtMs: number }
  | { readonly phase: 'done' }
  | { readonly phase: 'failed'; readonly failure: Failure };

export interface CompressDeps {
  readonly engine: Engine;
  loadData(): Promise<DataRequest>;
  recipe(): CompressionRecipe;
  trained(): TrainedModel | undefined;
  saveCompressed(model: CompressedModel): Promise<void>;
  /** Monotonic, ms. */
  nowMs(): number;
}

export interface CompressStation {
  readonly store: StoreApi<CompressState>;
  /** Resolves when the model is saved, compression failed or was cancelled. */
  start(): Promise<void>;
  cancel(): void;
}

export function createCompressStation(deps: CompressDeps): CompressStation {
  const store = createStore<CompressState>(() => ({ phase: 'idle' }));
  let running: AbortController | undefined;

  return {
    store,

    async start() {
      running?.abort();
      const mine = new AbortController();
      running = mine;
      const startedAtMs = deps.nowMs();
      const show = (progress: CompressProgress) =>
        store.setState({ phase: 'running', progress, startedAtMs }, true);
      show({ step: 'preparing' });
      try {
        const model = deps.trained();
        if (model === undefined) throw new Failure('data-too-little', 'There is no trained model.');
        const data = await deps.loadData();
        if (mine.signal.aborted) return;
        const compressed = await deps.engine.compress(
          { data, model, recipe: deps.recipe() },
          { signal: mine.signal, onProgress: show },
        );
        await deps.saveCompressed(compressed);
        if (mine.signal.aborted) return;
        store.setState({ phase: 'done' }, true);
      } catch (error) {
        if (mine.signal.aborted) return;
        store.setState({ phase: 'failed', failure: failureOf(error) }, true);
      }
    },

    cancel() {
      running?.abort();
      store.setState({ phase: 'idle' }, true);
    },
  };
}
