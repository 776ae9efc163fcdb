import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DataRequest } from '#core/dataset/labelled-recording';
import type { ProjectModels } from '#core/dataset/project';
import { Failure } from '#core/failure';
import type { Engine, FileCheck } from '#engine/engine';
import { failureOf } from './failure-of';

export type { FileCheck };

/** The exported file, opened again by TensorFlow's own runtime. */
export type FileCheckState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly done: number; readonly total: number }
  | { readonly phase: 'done'; readonly check: FileCheck; readonly sha256: string }
  | { readonly phase: 'failed'; readonly failure: Failure };

/** Windows compared before a download. */
export const CHECK_WINDOW_LIMIT = 1000;

export interface ExportDeps {
  readonly engine: Engine;
  loadData(): Promise<DataRequest>;
  models(): ProjectModels;
}

export interface ExportStation {
  readonly store: StoreApi<FileCheckState>;
  /** Runs the file beside `run-int8`; resolves when that is done, failed or silenced. */
  check(): Promise<void>;
  reset(): void;
}

export function createExportStation(deps: ExportDeps): ExportStation {
  const store = createStore<FileCheckState>(() => ({ phase: 'idle' }));
  let running: AbortController | undefined;

  return {
    store,

    async check() {
      running?.abort();
      const mine = new AbortController();
      running = mine;
      store.setState({ phase: 'running', done: 0, total: CHECK_WINDOW_LIMIT }, true);
      try {
        const { trained, compressed } = deps.models();
        if (trained === undefined || compressed === undefined) {
          throw new Failure('data-too-little', 'There is no int8 model to check.');
        }
        const data = await deps.loadData();
        if (mine.signal.aborted) return;
        const check = await deps.engine.checkFile(
          { data, model: trained, compressed, windowLimit: CHECK_WINDOW_LIMIT },
          {
            signal: mine.signal,
            onProgress: ({ done, total }) =>
              store.setState({ phase: 'running', done, total }, true),
          },
        );
        store.setState({ phase: 'done', check, sha256: compressed.sha256 }, true);
      } catch (error) {
        if (mine.signal.aborted) return;
        store.setState({ phase: 'failed', failure: failureOf(error) }, true);
      }
    },

    reset() {
      running?.abort();
      store.setState({ phase: 'idle' }, true);
    },
  };
}
