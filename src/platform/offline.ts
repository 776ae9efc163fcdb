/**
 * Keeps the page's files in this browser once it has nothing better to do, so that it opens
 * without a network. A newer version waits until the page is loaded again; nothing is reloaded
 * under anyone's hands.
 */
export function keepOffline(workerUrl: string): void {
  if (!('serviceWorker' in navigator)) return;
  // Without it the page works as long as there is a network: no reason to tell anyone.
  const register = () => void navigator.serviceWorker.register(workerUrl).catch(() => undefined);
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}
