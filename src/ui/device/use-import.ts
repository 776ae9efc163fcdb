import { useEffect, useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Gesture } from '#core/dataset/gesture';
import { Failure } from '#core/failure';
import { failureOf } from '#studio/failure-of';
import { useStudio } from '../parts/studio-context';
import { useUndoNotice } from '../parts/use-undo-notice';
import {
  changeDrafts,
  type DraftAction,
  draftsOf,
  type ImportDraft,
  labelOf,
  recordingOf,
} from './import-drafts';

export type ImportPhase =
  | { readonly phase: 'reading'; readonly done: number }
  | { readonly phase: 'ready' }
  | { readonly phase: 'storing'; readonly done: number; readonly total: number }
  | { readonly phase: 'failed'; readonly failure: Failure };

export interface ImportWork {
  readonly drafts: readonly ImportDraft[];
  readonly state: ImportPhase;
  change(action: DraftAction): void;
  /** Stores everything that is ready, offers to undo it, and closes. */
  store(kindOf: (label: string) => Gesture['kind']): Promise<void>;
  /** Stops reading or storing, and closes. */
  cancel(): void;
}

/** Reads the files one after another as soon as it is used, and stores them when asked. */
export function useImport(files: readonly File[], onClose: () => void): ImportWork {
  const { t } = useTranslation('import');
  const { importing, record } = useStudio();
  const offerUndo = useUndoNotice();
  const subject = useStore(record.store, (state) => state.subject);
  const [drafts, change] = useReducer(changeDrafts, undefined, () => draftsOf(files, subject));
  const [state, setState] = useState<ImportPhase>({ phase: 'reading', done: 0 });
  const storing = useRef<AbortController>(undefined);

  useEffect(() => {
    const stop = new AbortController();
    void (async () => {
      for (const [key, file] of files.entries()) {
        try {
          const bytes = await bytesOf(file);
          change({ do: 'read', key, table: await importing.read(bytes, stop.signal) });
        } catch (error) {
          if (stop.signal.aborted) return;
          change({ do: 'fail', key, failure: failureOf(error) });
        }
        if (stop.signal.aborted) return;
        setState({ phase: 'reading', done: key + 1 });
      }
      setState({ phase: 'ready' });
    })();
    return () => stop.abort();
  }, [files, importing]);

  return {
    drafts,
    state,
    change,

    async store(kindOf) {
      const items = drafts.flatMap((draft) => {
        const recording = recordingOf(draft);
        if (!recording) return [];
        const { fileName } = draft;
        return [{ fileName, subject: draft.subject.trim(), label: labelOf(draft), recording }];
      });
      const mine = new AbortController();
      storing.current = mine;
      setState({ phase: 'storing', done: 0, total: items.length });
      let stored = 0;
      try {
        const undo = await importing.store(items, {
          signal: mine.signal,
          kindOf,
          onProgress(done) {
            stored = done;
            setState({ phase: 'storing', done, total: items.length });
          },
        });
        if (stored > 0) offerUndo(t('stored', { count: stored }), undo);
        onClose();
      } catch (error) {
        setState({ phase: 'failed', failure: failureOf(error) });
      }
    },

    cancel() {
      // What is stored already is offered for undo when the present file is through.
      if (state.phase === 'storing') storing.current?.abort();
      else onClose();
    },
  };
}

async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new Failure('file-unreadable', `${file.name} could not be read`, { cause });
  }
}
