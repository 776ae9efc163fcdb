/**
 * Keeps the screen on until the returned function is called. The browser lets go of the lock when
 * the page is hidden, so it is taken again when the page is back.
 */
export function keepScreenAwake(): () => void {
  let wanted = true;
  let lock: WakeLockSentinel | undefined;
  const take = async () => {
    if (!wanted || document.visibilityState !== 'visible') return;
    // Refused on a low battery: recording goes on, the screen may go dark.
    lock = await navigator.wakeLock?.request('screen').catch(() => undefined);
    if (!wanted) await lock?.release();
  };
  document.addEventListener('visibilitychange', take);
  void take();
  return () => {
    wanted = false;
    document.removeEventListener('visibilitychange', take);
    void lock?.release();
  };
}
