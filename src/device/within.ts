/**
 * Runs `task` with a signal that aborts with `signal`, or with `failure` after `limitMs`. The task
 * has to heed it.
 */
export async function within<T>(
  limitMs: number,
  failure: Error,
  signal: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(failure), limitMs);
  try {
    return await task(AbortSignal.any([signal, limit.signal]));
  } finally {
    clearTimeout(timer);
  }
}
