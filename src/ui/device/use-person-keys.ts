import { useEffect, useRef } from 'react';

/** Keys of the simulated person, as `KeyboardEvent.key` in lower case. */
export type PersonKeys = Readonly<Record<string, () => void>>;

/** Listens while the simulated person is shown; a key that a control needs is left to it. */
export function usePersonKeys(keys: PersonKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.defaultPrevented || needsKeys(event.target)) return;
      const run = latest.current[event.key.toLowerCase()];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

/** Text fields, lists, sliders and groups of radio buttons have a use for letters or arrows. */
function needsKeys(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role=slider], [role=dialog], [role=listbox]') !== null
  );
}
