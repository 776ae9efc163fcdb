import { type NodlabDatabase, put } from './database';
import { guarded } from './project-repository';
import { keysOf } from './recording-parts';
import type { VideoRepository } from './storage';

/** Camera pictures in IndexedDB: what is known of each, and its file in pieces. */
export function createVideoRepository(database: NodlabDatabase): VideoRepository {
  return guarded<VideoRepository>({
    save: (recordingId, video) => put(database, 'videos', video, { key: recordingId }),

    appendPiece: (recordingId, index, bytes) =>
      put(database, 'videoPieces', { recordingId, index, bytes }, { durability: 'strict' }),

    async load(recordingId) {
      const about = await database.get('videos', recordingId);
      if (!about) return undefined;
      const stored = await database.getAll('videoPieces', keysOf(recordingId));
      if (stored.length === 0) return undefined;
      return { ...about, pieces: stored.map(({ bytes }) => bytes) };
    },

    ids: () => database.getAllKeys('videos'),

    async remove(recordingId) {
      const transaction = database.transaction(['videos', 'videoPieces'], 'readwrite');
      await Promise.all([
        transaction.objectStore('videos').delete(recordingId),
        transaction.objectStore('videoPieces').delete(keysOf(recordingId)),
        transaction.done,
      ]);
    },
  });
}
