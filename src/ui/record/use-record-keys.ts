import { useEffect, useRef } from 'react';

export interface RecordKeys {
  /** R */
  toggle(): void;
  /** Escape */
  cancel(): void;
  /** P, A and S, while a guided recording runs. */
  pause(): void;
  repeat(): void;
  skip(): void;
}

/** The page's keys; letters that are typed into a field are no keys. */
export function useRecordKeys(keys: RecordKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.defaultPrevented || isTyping(event.target)) return;
      const run = actionOf(event.key, latest.current);
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

function actionOf(key: string, keys: RecordKeys): (() => void) | undefined {
  switch (key.toLowerCase()) {
    case 'r':
      return keys.toggle;
    case 'escape':
      return keys.cancel;
    case 'p':
      return keys.pause;
    case 'a':
      return keys.repeat;
    case 's':
      return keys.skip;
    default:
      return undefined;
  }
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role=dialog]')) return true;
  const isText = target instanceof HTMLInputElement && !/^(checkbox|radio)$/.test(target.type);
  return isText || /^(TEXTAREA|SELECT)$/.test(target.tagName);
}
