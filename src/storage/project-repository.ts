import type { CompressionRecipe } from '#core/compress/compression-recipe';
import type { Project, ProjectModels } from '#core/dataset/project';
import { type NodlabDatabase, put, storageFailure } from './database';
import { deleteRecording, RECORDING_STORES } from './recording-parts';
import type { ProjectRepository } from './storage';

/** Projects and their models in IndexedDB; what older versions stored is read as of today. */
export function createProjectRepository(database: NodlabDatabase): ProjectRepository {
  const repository: ProjectRepository = {
    async list() {
      const projects = await database.getAll('projects');
      return (await Promise.all(projects.map(presentProject))).sort(
        (a, b) => b.changedAt - a.changedAt,
      );
    },

    async load(id) {
      const project = await database.get('projects', id);
      return project && presentProject(project);
    },

    save: (project) => put(database, 'projects', project),

    async remove(id) {
      const stores = ['projects', 'models', 'tunings', 'sessions', ...RECORDING_STORES] as const;
      const transaction = database.transaction(stores, 'readwrite');
      const recordings = transaction.objectStore('recordings');
      const sessions = transaction.objectStore('sessions');
      const removals: Promise<unknown>[] = [
        transaction.objectStore('projects').delete(id),
        transaction.objectStore('models').delete(id),
        transaction.objectStore('tunings').delete(id),
      ];
      for (const key of await recordings.index('project').getAllKeys(id)) {
        removals.push(...deleteRecording(transaction, key));
      }
      for (const key of await sessions.index('project').getAllKeys(id)) {
        removals.push(sessions.delete(key));
      }
      await Promise.all([...removals, transaction.done]);
    },

    loadModels: async (id) => presentModels((await database.get('models', id)) ?? {}),

    saveModels: (id, models) => put(database, 'models', models, { key: id }),
  };
  return guarded(repository);
}

async function presentProject(project: Project): Promise<Project> {
  return { ...project, compression: await present(project.compression) };
}

async function presentModels(models: ProjectModels): Promise<ProjectModels> {
  const { compressed } = models;
  if (!compressed) return models;
  return { ...models, compressed: { ...compressed, recipe: await present(compressed.recipe) } };
}

/** Few projects are so old that the code for it is needed. */
async function present(recipe: CompressionRecipe): Promise<CompressionRecipe> {
  if ('steps' in recipe) return recipe;
  return (await import('#core/compress/old-compression-recipe')).presentRecipe(recipe);
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
