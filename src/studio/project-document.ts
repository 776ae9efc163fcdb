import type { StoreApi } from 'zustand/vanilla';
import type { Gesture } from '#core/dataset/gesture';
import type { Project, ProjectModels } from '#core/dataset/project';
import type { Platform } from '#platform/platform';
import type { Storage } from '#storage/storage';
import { failureOf } from './failure-of';
import type { OpenProject, ProjectState } from './project-station';

/** Typing a name is one save, not ten, ms. */
const SAVE_DELAY_MS = 300;

/** The open project's own document and models: changed in memory, saved shortly after. */
export interface ProjectDocument {
  /** The open project; asking for it while none is open is a mistake in the program. */
  open(): OpenProject;
  update(change: (project: Project) => Project): void;
  addGesture(name: string, kind: Gesture['kind']): Gesture;
  saveModels(models: ProjectModels): Promise<void>;
  /** Saves what waits. Never rejects: a failure is shown in the state. */
  flush(): Promise<void>;
}

export function createProjectDocument(deps: {
  readonly store: StoreApi<ProjectState>;
  readonly storage: Storage;
  readonly platform: Pick<Platform, 'epochMs' | 'newId'>;
}): ProjectDocument {
  const { store, storage, platform } = deps;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = (): OpenProject => openProject(store.getState());
  const patch = (change: Partial<OpenProject>) => store.setState(change);

  async function save(work: () => Promise<void>): Promise<void> {
    patch({ saving: 'saving' });
    try {
      await work();
      if (store.getState().phase === 'open' && timer === undefined) patch({ saving: 'saved' });
    } catch (error) {
      const saveFailure = failureOf(error);
      if (store.getState().phase === 'open') patch({ saving: 'failed', saveFailure });
    }
  }

  async function flush(): Promise<void> {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    const { project } = open();
    await save(() => storage.projects.save(project));
  }

  const update: ProjectDocument['update'] = (change) => {
    // Another tab would write over it, and what can't be kept isn't shown as if it were.
    if (open().readOnly) return;
    const project = { ...change(open().project), changedAt: platform.epochMs() };
    patch({ project, saving: 'saving' });
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), SAVE_DELAY_MS);
  };

  return {
    open,
    update,
    flush,

    addGesture(name, kind) {
      const { gestures } = open().project;
      const taken = new Set(gestures.map((one) => one.colour));
      let colour = 0;
      while (taken.has(colour)) colour++;
      const gesture: Gesture = { id: platform.newId(), name, kind, colour };
      update((project) => ({ ...project, gestures: [...project.gestures, gesture] }));
      return gesture;
    },

    async saveModels(models) {
      const { id } = open().project;
      patch({ models });
      // To be looked at here; the tab that has the project keeps its own.
      if (open().readOnly) return;
      await save(() => storage.projects.saveModels(id, models));
    },
  };
}

/** The open project of a state; throws where none is open. */
export function openProject(state: ProjectState): OpenProject {
  if (state.phase !== 'open') throw new Error(`no project is open (${state.phase})`);
  return state;
}
