/**
 * `promise`, or a rejection with the signal's reason as soon as it aborts. What the promise gives
 * after that is handed to `tooLate`, which lets go of it.
 */
export function abortable<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  tooLate?: (value: T) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason);
      // Whatever it comes to, somebody has to have heard it.
      promise.then(tooLate, () => undefined);
    };
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
