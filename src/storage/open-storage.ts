import { openDatabase } from './database';
import { createProjectRepository } from './project-repository';
import { createSessionRepository } from './session-repository';
import type { Storage } from './storage';
import { createTuningRepository } from './tuning-repository';
import { createVideoRepository } from './video-repository';

/** Storage on this browser's IndexedDB. Rejects with `storage-unavailable`. */
export async function openStorage(databaseName?: string): Promise<Storage> {
  const database = await openDatabase(databaseName);
  return {
    projects: createProjectRepository(database),
    sessions: createSessionRepository(database),
    videos: createVideoRepository(database),
    tunings: createTuningRepository(database),
  };
}
