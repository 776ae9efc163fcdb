/** Changes of one setting that follow each other this closely are taken back as one, ms. */
const ONE_EDIT_MS = 1500;
/** Edits that can be taken back. */
const MOST_EDITS = 200;

interface Edit<T> {
  readonly before: T;
  /** What was changed. */
  readonly what: string;
  readonly atMs: number;
}

/** What was edited, and what was taken back since; the newest is last in both. */
export interface History<T> {
  readonly past: readonly Edit<T>[];
  readonly future: readonly T[];
}

export const NO_HISTORY = { past: [], future: [] };

/** With the edit of `what` noted, `before` which all was as given; typing counts as one edit. */
export function recorded<T>(
  { past }: History<T>,
  before: T,
  what: string,
  atMs: number,
): History<T> {
  const last = past.at(-1);
  if (last?.what === what && atMs - last.atMs < ONE_EDIT_MS) {
    return { past: past.with(-1, { ...last, atMs }), future: [] };
  }
  return { past: [...past, { before, what, atMs }].slice(-MOST_EDITS), future: [] };
}

/** One edit back from `now`; undefined where there is none. */
export function undone<T>(
  { past, future }: History<T>,
  now: T,
): { readonly history: History<T>; readonly value: T } | undefined {
  const last = past.at(-1);
  if (!last) return undefined;
  return { history: { past: past.slice(0, -1), future: [...future, now] }, value: last.before };
}

/** One edit forth again from `now`; undefined where none was taken back. */
export function redone<T>(
  { past, future }: History<T>,
  now: T,
): { readonly history: History<T>; readonly value: T } | undefined {
  if (future.length === 0) return undefined;
  // No edit goes on from one that was made again.
  const again = { before: now, what: '', atMs: Number.NEGATIVE_INFINITY };
  return {
    history: { past: [...past, again], future: future.slice(0, -1) },
    value: future.at(-1) as T,
  };
}
