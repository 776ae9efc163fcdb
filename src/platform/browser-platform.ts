import { claim, claimed } from './claims';
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
    keepAwake: keepScreenAwake,
    claim,
    claimed,

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

    firmwareSources: async () => (await import('./firmware-sources')).FIRMWARE_SOURCES,
    askPersistence: async () => (await navigator.storage?.persist?.()) ?? false,
  };
}

function fileOf(fileName: string, bytes: Uint8Array, mediaType: string): File {
  return new File([bytes as Uint8Array<ArrayBuffer>], fileName, { type: mediaType });
}
