import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CompressedModel } from '#core/compress/compressed-model';
import type { Failure } from '#core/failure';
import type { Engine, OperatorTimes } from '#engine/engine';
import { failureOf } from './failure-of';

export type { OperatorTimes };

/** Times of one file in this browser; `sha256` says of which. */
export type ProfileState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly sha256: string; readonly share: number }
  | { readonly phase: 'done'; readonly sha256: string; readonly times: OperatorTimes }
  | { readonly phase: 'failed'; readonly sha256: string; readonly failure: Failure };

export interface ProfileStation {
  readonly store: StoreApi<ProfileState>;
  /** Resolves when the model is timed, that failed, or a newer run silenced it. */
  measure(compressed: CompressedModel): Promise<void>;
  reset(): void;
}

export function createProfileStation(engine: Pick<Engine, 'profile'>): ProfileStation {
  const store = createStore<ProfileState>(() => ({ phase: 'idle' }));
  let running: AbortController | undefined;

  return {
    store,

    async measure({ graph, sha256 }) {
      running?.abort();
      const mine = new AbortController();
      running = mine;
      store.setState({ phase: 'running', sha256, share: 0 }, true);
      try {
        const times = await engine.profile(graph, {
          signal: mine.signal,
          onProgress: ({ done, total }) =>
            store.setState({ phase: 'running', sha256, share: done / total }, true),
        });
        store.setState({ phase: 'done', sha256, times }, true);
      } catch (error) {
        if (mine.signal.aborted) return;
        store.setState({ phase: 'failed', sha256, failure: failureOf(error) }, true);
      }
    },

    reset() {
      running?.abort();
      store.setState({ phase: 'idle' }, true);
    },
  };
}
