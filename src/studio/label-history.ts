import type { LabelSpan } from '#core/dataset/label-span';

/** What an edit changes of one recording. */
export interface LabelSnapshot {
  readonly spans: readonly LabelSpan[];
  /** Starts of the suggestions that were dismissed, ms. */
  readonly dismissed: ReadonlySet<number>;
}

interface Track {
  readonly before: LabelSnapshot[];
  readonly after: LabelSnapshot[];
  dismissed: ReadonlySet<number>;
}

/** Undo and redo without end, for each recording by itself, while the project is open. */
export interface LabelHistory {
  counts(recordingId: string): { readonly undoCount: number; readonly redoCount: number };
  dismissed(recordingId: string): ReadonlySet<number>;
  /** Notes that `now` is about to become `next`. */
  push(recordingId: string, now: LabelSnapshot, next: LabelSnapshot): void;
  /** What to go back (or forth) to from `now`; undefined at the end. */
  step(recordingId: string, way: 'undo' | 'redo', now: LabelSnapshot): LabelSnapshot | undefined;
  clear(): void;
}

export function createLabelHistory(): LabelHistory {
  const tracks = new Map<string, Track>();
  const trackOf = (id: string): Track => {
    const track = tracks.get(id) ?? { before: [], after: [], dismissed: new Set<number>() };
    tracks.set(id, track);
    return track;
  };
  return {
    counts(id) {
      const { before, after } = trackOf(id);
      return { undoCount: before.length, redoCount: after.length };
    },
    dismissed: (id) => trackOf(id).dismissed,
    push(id, now, next) {
      const track = trackOf(id);
      track.before.push(now);
      track.after.length = 0;
      track.dismissed = next.dismissed;
    },
    step(id, way, now) {
      const track = trackOf(id);
      const [from, to] = way === 'undo' ? [track.before, track.after] : [track.after, track.before];
      const target = from.pop();
      if (target === undefined) return undefined;
      to.push(now);
      track.dismissed = target.dismissed;
      return target;
    },
    clear: () => tracks.clear(),
  };
}
