import { type NodlabDatabase, put } from './database';
import { guarded } from './project-repository';
import type { TuningRepository } from './storage';

/** Searches in IndexedDB, one a project. */
export function createTuningRepository(database: NodlabDatabase): TuningRepository {
  return guarded<TuningRepository>({
    load: (projectId) => database.get('tunings', projectId),
    save: (projectId, tuning) => put(database, 'tunings', tuning, { key: projectId }),
    remove: (projectId) => database.delete('tunings', projectId),
  });
}
