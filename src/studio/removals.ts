import type { Undo } from './project-station';

/** How long a removal can be taken back, ms. */
const UNDO_MS = 15_000;

/**
 * Things hidden now and deleted later. A page that closes in between deletes nothing: what was
 * hidden is there again next time, which is the safe side.
 */
export interface Removals {
  has(id: string): boolean;
  /** Hides; `destroy` runs when the time is over, `changed` whenever hiding changes. */
  add(id: string, actions: { destroy(): Promise<void>; changed(): void }): Undo;
}

export function createRemovals(): Removals {
  const hidden = new Set<string>();
  return {
    has: (id) => hidden.has(id),
    add(id, { destroy, changed }) {
      hidden.add(id);
      changed();
      const timer = setTimeout(() => {
        // Stays hidden for this page whatever happens; a failed deletion shows it next time.
        void destroy().catch(() => undefined);
      }, UNDO_MS);
      return async () => {
        clearTimeout(timer);
        if (hidden.delete(id)) changed();
      };
    },
  };
}
