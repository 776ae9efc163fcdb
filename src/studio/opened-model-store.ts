import { createStore, type StoreApi } from 'zustand/vanilla';
import { Failure } from '#core/failure';
import type { Engine, OpenedModel } from '#engine/engine';
import type { Platform } from '#platform/platform';
import { failureOf } from './failure-of';

export type { OpenedModel };

/** A `.tflite` file made elsewhere, looked at beside the project; it is not kept. */
export type OpenedModelState =
  | { readonly phase: 'closed' }
  | { readonly phase: 'opening'; readonly fileName: string }
  | {
      readonly phase: 'open';
      readonly fileName: string;
      readonly file: Uint8Array;
      readonly opened: OpenedModel;
    }
  | { readonly phase: 'failed'; readonly fileName: string; readonly failure: Failure };

export interface OpenedModelStation {
  readonly store: StoreApi<OpenedModelState>;
  /** Reads and runs a file; a newer one silences it. Never rejects. */
  open(file: File): Promise<void>;
  /** Downloads the open int8 model as a C99 folder; rejects with `Failure`. */
  downloadC99(): Promise<void>;
  close(): void;
}

/** A microcontroller's model is far smaller; a larger file is something else. */
const LARGEST_FILE = 64 * 2 ** 20;

export function createOpenedModelStation(
  engine: Engine,
  platform: Pick<Platform, 'download'>,
): OpenedModelStation {
  const store = createStore<OpenedModelState>(() => ({ phase: 'closed' }));
  let running: AbortController | undefined;

  return {
    store,

    async open(source) {
      running?.abort();
      const mine = new AbortController();
      running = mine;
      const fileName = source.name;
      store.setState({ phase: 'opening', fileName }, true);
      try {
        if (source.size > LARGEST_FILE) {
          throw new Failure('model-unsupported', `${fileName} has ${source.size} bytes.`);
        }
        const file = await bytesOf(source);
        if (mine.signal.aborted) return;
        const opened = await engine.openModel(file, { signal: mine.signal });
        if (mine.signal.aborted) return;
        store.setState({ phase: 'open', fileName, file, opened }, true);
      } catch (error) {
        if (mine.signal.aborted) return;
        store.setState({ phase: 'failed', fileName, failure: failureOf(error) }, true);
      }
    },

    async downloadC99() {
      const state = store.getState();
      if (state.phase !== 'open') return;
      const zip = await engine.writeC99(state.file, { signal: new AbortController().signal });
      const stem = state.fileName.replace(/\.tflite$/i, '');
      platform.download(`${stem}-c99.zip`, zip, 'application/zip');
    },

    close() {
      running?.abort();
      store.setState({ phase: 'closed' }, true);
    },
  };
}

async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new Failure('file-unreadable', String(cause), { cause });
  }
}
