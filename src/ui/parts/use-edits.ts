import { useCallback, useState } from 'react';
import { type History, NO_HISTORY, recorded, redone, undone } from './edit-history';

export interface Edits<T> {
  /** `what` names the setting, so that dragging or typing counts as one edit. */
  change(next: T, what: string): void;
  /** Absent where there is nothing to take back, or to make again. */
  readonly undo: (() => void) | undefined;
  readonly redo: (() => void) | undefined;
}

/** Edits of `now` that `write` stores, and the way back and forth. */
export function useEdits<T>(now: T, write: (next: T) => void): Edits<T> {
  const [history, setHistory] = useState<History<T>>(NO_HISTORY);
  const change = useCallback(
    (next: T, what: string) => {
      setHistory((past) => recorded(past, now, what, performance.now()));
      write(next);
    },
    [now, write],
  );
  const step = (stepped: typeof undone<T>) => {
    const found = stepped(history, now);
    if (!found) return undefined;
    return () => {
      setHistory(found.history);
      write(found.value);
    };
  };
  return { change, undo: step(undone), redo: step(redone) };
}
