import { type NodlabDatabase, put, storageFailure } from './database';
import { deleteRecording, RECORDING_STORES } from './recording-parts';
import type { ProjectRepository } from './storage';

/** Projects and their models in IndexedDB. */
export function createProjectRepository(database: NodlabDatabase): ProjectRepository {
  const repository: ProjectRepository = {
    async list() {
      const projects = await database.getAll('projects');
      return projects.sort((a, b) => b.changedAt - a.changedAt);
    },

    load: (id) => database.get('projects', id),

    save: (project) => put(database, 'projects', project),

    async remove(id) {
      const stores = ['projects', 'models', 'sessions', ...RECORDING_STORES] as const;
      const transaction = database.transaction(stores, 'readwrite');
      const recordings = transaction.objectStore('recordings');
      const sessions = transaction.objectStore('sessions');
      const removals: Promise<unknown>[] = [
        transaction.objectStore('projects').delete(id),
        transaction.objectStore('models').delete(id),
      ];
      for (const key of await recordings.index('project').getAllKeys(id)) {
        removals.push(...deleteRecording(transaction, key));
      }
      for (const key of await sessions.index('project').getAllKeys(id)) {
        removals.push(sessions.delete(key));
      }
      await Promise.all([...removals, transaction.done]);
    },

    loadModels: async (id) => (await database.get('models', id)) ?? {},

    saveModels: (id, models) => put(database, 'models', models, { key: id }),
  };
  return guarded(repository);
}

/** The same methods, rejecting with `Failure`. */
export function guarded<T extends object>(repository: T): T {
  const wrapped: Record<string, unknown> = {};
  for (const [name, method] of Object.entries(repository)) {
    wrapped[name] = async (...args: unknown[]) => {
      try {
        return await method(...args);
      } catch (error) {
        throw storageFailure(error);
      }
    };
  }
  return wrapped as T;
}
