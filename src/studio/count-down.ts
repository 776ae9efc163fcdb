/** Calls `onSecond` with the whole seconds left, once a second. Rejects with the abort's reason. */
export async function countDown(
  seconds: number,
  signal: AbortSignal,
  onSecond: (remainingS: number) => void,
): Promise<void> {
  for (let remainingS = seconds; remainingS > 0; remainingS--) {
    signal.throwIfAborted();
    onSecond(remainingS);
    await wait(1000, signal);
  }
  signal.throwIfAborted();
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}
