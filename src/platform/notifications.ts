import type { NotifyResult } from './platform';

/** Shows a notification of the system, asking for permission the first time. */
export async function notify(title: string, body: string): Promise<NotifyResult> {
  if (typeof Notification === 'undefined') return 'missing';
  const permission =
    Notification.permission === 'default'
      ? await Notification.requestPermission()
      : Notification.permission;
  if (permission !== 'granted') return 'denied';
  try {
    new Notification(title, { body, tag: 'nodlab' });
    return 'shown';
  } catch {
    // Chrome on Android has only those of a service worker.
    const worker = await navigator.serviceWorker?.getRegistration();
    if (!worker) return 'missing';
    await worker.showNotification(title, { body, tag: 'nodlab' });
    return 'shown';
  }
}
