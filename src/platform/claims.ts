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

/** See `Platform.claimed`. */
export async function claimed(): Promise<ReadonlySet<string>> {
  const state = await navigator.locks?.query().catch(() => undefined);
  const names = (state?.held ?? []).map(({ name = '' }) => name);
  return new Set(
    names.filter((one) => one.startsWith(PREFIX)).map((one) => one.slice(PREFIX.length)),
  );
}
