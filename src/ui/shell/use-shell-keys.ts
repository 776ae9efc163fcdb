import { useEffect, useRef } from 'react';
import { STATIONS } from '#studio/path-state';

export interface ShellActions {
  palette(): void;
  help(): void;
  save(): void;
  dock(): void;
  go(to: string): void;
}

/** The frame's keys: as shown, and what each does (a key of `keys` in `common.json`). */
export const SHELL_KEYS = [
  { keys: ['mod', 'K'], action: 'palette' },
  { keys: ['?'], action: 'help' },
  { keys: ['Alt', '1 … 8'], action: 'stations' },
  { keys: ['Alt', '0'], action: 'start' },
  { keys: ['mod', 'S'], action: 'save' },
  { keys: ['Alt', 'T'], action: 'dock' },
] as const;

/** `mod` as this machine's keyboards name it. */
export function keyName(key: string): string {
  if (key !== 'mod') return key;
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
}

/** Listens to the frame's keys on the whole page. */
export function useShellKeys(actions: ShellActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const run = actionOf(event, latest.current);
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

function actionOf(event: KeyboardEvent, actions: ShellActions): (() => void) | undefined {
  const { code, key, altKey } = event;
  const mod = event.ctrlKey || event.metaKey;
  if (mod && !altKey && code === 'KeyK') return actions.palette;
  if (mod && !altKey && !event.shiftKey && code === 'KeyS') return actions.save;
  if (mod) return undefined;
  // By place on the keyboard: with Alt, some systems type other characters.
  if (altKey) {
    if (code === 'KeyT') return actions.dock;
    const digit = /^Digit([0-8])$/.exec(code)?.[1];
    if (digit === undefined) return undefined;
    return () => actions.go(digit === '0' ? '/' : `/${STATIONS[Number(digit) - 1]}`);
  }
  return key === '?' && !isTyping(event.target) ? actions.help : undefined;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
