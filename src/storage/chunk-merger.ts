import type { NodlabDatabase } from './database';
import { MERGED_FRAMES, mergeRuns } from './frame-chunks';

/** Watches what is appended and merges it while the recording goes on. */
export interface ChunkMerger {
  /** Runs one append of so many frames. Rejects as it does. */
  during(
    recordingId: string,
    index: number,
    frames: number,
    append: () => Promise<void>,
  ): Promise<void>;
  forget(recordingId: string): void;
}

/** What was appended to a recording since the last merge. */
interface Appended {
  from: number;
  to: number;
  frames: number;
  underWay: number;
}

export function createChunkMerger(database: NodlabDatabase): ChunkMerger {
  const recordings = new Map<string, Appended>();

  function mergeIfDue(recordingId: string, since: Appended): void {
    // One that is still under way belongs in between.
    if (since.frames < MERGED_FRAMES || since.underWay > 0) return;
    recordings.delete(recordingId);
    // Small ones can be read as well; when the recording ends they are tried again.
    mergeRuns(database, recordingId, since.from, since.to).catch(() => undefined);
  }

  return {
    async during(recordingId, index, frames, append) {
      const since = recordings.get(recordingId) ?? {
        from: index,
        to: index,
        frames: 0,
        underWay: 0,
      };
      recordings.set(recordingId, since);
      since.underWay++;
      try {
        await append();
        since.from = Math.min(since.from, index);
        since.to = Math.max(since.to, index);
        since.frames += frames;
      } catch (error) {
        // Tried again, it would come after what follows it: these wait for the recording's end.
        since.frames = Number.NEGATIVE_INFINITY;
        recordings.delete(recordingId);
        throw error;
      } finally {
        since.underWay--;
      }
      mergeIfDue(recordingId, since);
    },

    forget(recordingId) {
      recordings.delete(recordingId);
    },
  };
}
