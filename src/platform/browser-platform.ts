import { claim, claimAlone, claimed, whenFree } from './claims';
import { hasCamera } from './has-camera';
import { keepScreenAwake } from './keep-awake';
import { notify } from './notifications';
import type { Platform } from './platform';
import { createSpeaker } from './speaker';

const PREFERENCE_PREFIX = 'nodlab.';

/** The platform of the browser that the page runs in. */
export function createBrowserPlatform(): Platform {
  const speaker = createSpeaker();
  return {
    nowMs: () => performance.now(),
    epochMs: () => Date.now(),
    newId: () => crypto.randomUUID(),

    async sha256(bytes) {
      const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
      return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(
        '',
      );
    },

    download(fileName, bytes, mediaType) {
      const url = URL.createObjectURL(fileOf(fileName, bytes, mediaType));
      const link = document.createElement('a');
      link.href = url;
      link.download = fileName;
      link.click();
      // Some browsers begin to read only after the click has returned.
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },

    canShare: () =>
      typeof navigator.canShare === 'function' &&
      navigator.canShare({ files: [fileOf('project.zip', new Uint8Array(1), 'application/zip')] }),

    async share(fileName, bytes, mediaType) {
      try {
        await navigator.share({ files: [fileOf(fileName, bytes, mediaType)], title: fileName });
        return true;
      } catch {
        // Dismissed, or the system has no place for such a file: the caller offers a download.
        return false;
      }
    },

    notify,
    play: speaker.play,
    ring: speaker.ring,
    hasCamera,
    openCamera: async () => (await import('./camera')).openCamera(),
    keepAwake: keepScreenAwake,
    claim,
    claimAlone,
    whenFree,
    claimed,

    onPageHide(listener) {
      addEventListener('pagehide', listener);
      return () => removeEventListener('pagehide', listener);
    },

    // Storage of small choices can be switched off; the page then forgets them, no more.
    preference(key) {
      try {
        return localStorage.getItem(PREFERENCE_PREFIX + key) ?? undefined;
      } catch {
        return undefined;
      }
    },
    setPreference(key, value) {
      try {
        localStorage.setItem(PREFERENCE_PREFIX + key, value);
      } catch {
        return;
      }
    },

    async generalModel() {
      const response = await fetch('./general-model.nodlab');
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    },
    firmwareSources: async () => (await import('./firmware-sources')).FIRMWARE_SOURCES,
    wearableSources: async () => (await import('./wearable-sources')).WEARABLE_SOURCES,
    askPersistence: async () => (await navigator.storage?.persist?.()) ?? false,
    isPersistent: async () => (await navigator.storage?.persisted?.()) ?? false,
    async storageEstimate() {
      const { usage, quota } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
      if (usage === undefined || quota === undefined) return undefined;
      return { usedBytes: usage, quotaBytes: quota };
    },
  };
}

function fileOf(fileName: string, bytes: Uint8Array, mediaType: string): File {
  return new File([bytes as Uint8Array<ArrayBuffer>], fileName, { type: mediaType });
}
