import type { Signal } from '#core/motion/frame';

/** An hour of nine channels at 100 Hz takes 16 MB. */
const LIMIT_BYTES = 256 * 1024 * 1024;

/** Signals of recordings used last, so that labels, training and replay load each once. */
export interface SignalCache {
  load(recordingId: string): Promise<Signal>;
  put(recordingId: string, signal: Signal): void;
  forget(recordingId: string): void;
  clear(): void;
}

export function createSignalCache(read: (recordingId: string) => Promise<Signal>): SignalCache {
  // A map keeps the order of insertion: the first entry is the one unused for longest.
  const kept = new Map<string, Signal>();
  let keptBytes = 0;

  const forget = (id: string) => {
    const signal = kept.get(id);
    if (!signal) return;
    kept.delete(id);
    keptBytes -= sizeOf(signal);
  };
  const put = (id: string, signal: Signal) => {
    forget(id);
    kept.set(id, signal);
    keptBytes += sizeOf(signal);
    for (const oldest of kept.keys()) {
      if (keptBytes <= LIMIT_BYTES || kept.size === 1) break;
      forget(oldest);
    }
  };
  return {
    put,
    forget,
    async load(id) {
      const signal = kept.get(id) ?? (await read(id));
      put(id, signal);
      return signal;
    },
    clear() {
      kept.clear();
      keptBytes = 0;
    },
  };
}

function sizeOf(signal: Signal): number {
  return signal.timestampMs.byteLength + signal.values.byteLength;
}
