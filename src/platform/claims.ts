/** Locks are shared with everything of this site; the prefix keeps ours apart. */
const PREFIX = 'nodlab.';

/** See `Platform.claim`. Does nothing where the browser lacks Web Locks. */
export function claim(name: string): () => void {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  // Refused only while the page is being left.
  void navigator.locks?.request(PREFIX + name, () => held).catch(() => undefined);
  return () => release();
}

/**
 * A page that is reloaded lets go of its names a little later than its successor asks for them, ms.
 */
const HANDOVER_MS = 400;

/** See `Platform.claimAlone`. Where the browser lacks Web Locks every page has every name. */
export async function claimAlone(name: string): Promise<(() => void) | undefined> {
  const { locks } = navigator;
  if (!locks) return () => undefined;
  return new Promise((resolve) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), HANDOVER_MS);
    const hold = () =>
      new Promise<void>((release) => {
        clearTimeout(timer);
        resolve(release);
      });
    locks.request(PREFIX + name, { signal: patience.signal }, hold).catch(() => resolve(undefined));
  });
}

/** See `Platform.whenFree`. */
export async function whenFree(name: string, signal: AbortSignal): Promise<void> {
  // Shared: several pages may wait and all of them hear of it.
  await navigator.locks?.request(PREFIX + name, { mode: 'shared', signal }, () => undefined);
}

/** See `Platform.claimed`. */
export async function claimed(): Promise<ReadonlySet<string>> {
  const state = await navigator.locks?.query().catch(() => undefined);
  const names = (state?.held ?? []).map(({ name = '' }) => name);
  return new Set(
    names.filter((one) => one.startsWith(PREFIX)).map((one) => one.slice(PREFIX.length)),
  );
}
