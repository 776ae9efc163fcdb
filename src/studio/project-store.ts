import { createStore } from 'zustand/vanilla';
import type { Project } from '#core/dataset/project';
import type { ProjectBundle } from '#core/dataset/project-file';
import { Failure } from '#core/failure';
import type { Engine } from '#engine/engine';
import type { Platform } from '#platform/platform';
import type { Storage } from '#storage/storage';
import { failureOf } from './failure-of';
import { createProjectClaim, projectClaim } from './project-claim';
import { createProjectDocument, openProject } from './project-document';
import type { OpenProject, ProjectState, ProjectStation, ShelfState } from './project-station';
import { createRecordingVerbs } from './recording-verbs';
import { createRemovals } from './removals';
import { createSignalCache } from './signal-cache';
import { createSummaries } from './summaries';

export interface ProjectDeps {
  readonly storage: Storage;
  readonly engine: Pick<Engine, 'makeDemo' | 'readProject' | 'writeProject' | 'summarise'>;
  readonly platform: Pick<
    Platform,
    | 'epochMs'
    | 'newId'
    | 'preference'
    | 'setPreference'
    | 'askPersistence'
    | 'claimAlone'
    | 'whenFree'
    | 'claimed'
  >;
}

/** What fills a new project: the first page does without until one is made. */
const loadBundles = () => import('./project-bundles');

/** Preference that names the project to open again. */
export const LAST_PROJECT = 'project';

/** What is on the shelf, what is open, and everything that changes it. */
export function createProjectStation(deps: ProjectDeps): ProjectStation {
  const { storage, engine, platform } = deps;
  const store = createStore<ProjectState>(() => ({ phase: 'none' }));
  const shelf = createStore<ShelfState>(() => ({ phase: 'reading' }));
  const signals = createSignalCache((id) => storage.sessions.loadSignal(id));
  const summaries = createSummaries({ sessions: storage.sessions, engine, signals });
  const removals = createRemovals();
  const claim = createProjectClaim(platform, (id) => {
    const state = store.getState();
    if (state.phase === 'open' && state.project.id === id) store.setState({ freeAgain: true });
  });
  const document = createProjectDocument({ store, storage, platform });
  const recordings = createRecordingVerbs({
    store,
    storage,
    platform,
    signals,
    removals,
    summaries,
    document,
  });
  // Opening takes a while; what was asked for last is what gets opened.
  let opening = 0;

  function show(open: OpenProject): void {
    platform.setPreference(LAST_PROJECT, open.project.id);
    store.setState({ phase: 'open', ...open }, true);
  }

  /** Runs `work` with the phases shown around it; a failure leaves the open project open. */
  async function whileOpening(work: (isLatest: () => boolean) => Promise<OpenProject | undefined>) {
    const mine = ++opening;
    const before = store.getState();
    const isLatest = () => mine === opening;
    await document.flush();
    store.setState({ phase: 'opening' }, true);
    try {
      const open = await work(isLatest);
      if (!isLatest()) return;
      if (open) show(open);
      else store.setState({ phase: 'none' }, true);
    } catch (error) {
      if (!isLatest()) return;
      if (before.phase === 'open') {
        const readOnly = !(await claim.take(before.project.id));
        store.setState({ ...before, readOnly }, true);
      } else store.setState({ phase: 'none' }, true);
      throw failureOf(error);
    }
  }

  async function readOpen(project: Project, readOnly: boolean): Promise<OpenProject> {
    const [models, sessions, all] = await Promise.all([
      storage.projects.loadModels(project.id),
      storage.sessions.listSessions(project.id),
      storage.sessions.listRecordings(project.id),
    ]);
    const visible = all.filter((one) => !removals.has(one.id));
    return { project, models, sessions, recordings: visible, saving: 'saved', readOnly };
  }

  async function openBundle(bundle: ProjectBundle): Promise<OpenProject> {
    // Losing recordings to a browser that clears space would be worse than one more question.
    void platform.askPersistence();
    const { storeBundle } = await loadBundles();
    await storeBundle(storage, bundle);
    signals.clear();
    return readOpen(bundle.project, !(await claim.take(bundle.project.id)));
  }

  /** Rejects where another tab has the project. */
  async function refuseElsewhere(id: string): Promise<void> {
    const state = store.getState();
    const isHere = state.phase === 'open' && state.project.id === id && !state.readOnly;
    if (isHere || !(await platform.claimed()).has(projectClaim(id))) return;
    throw new Failure('project-in-use', 'another tab holds the project');
  }

  const station: ProjectStation = {
    store,
    shelf,
    ...recordings,
    update: document.update,
    addGesture: document.addGesture,
    saveModels: document.saveModels,

    async readShelf() {
      try {
        const projects = (await storage.projects.list()).filter((one) => !removals.has(one.id));
        const cards = await Promise.all(
          projects.map(async (project) => {
            const [owned, models] = await Promise.all([
              storage.sessions.listRecordings(project.id),
              storage.projects.loadModels(project.id),
            ]);
            const macroF1 = models.trained?.judgement?.macroF1;
            return {
              project,
              recordingCount: owned.length,
              durationMs: owned.reduce((sum, one) => sum + one.durationMs, 0),
              ...(macroF1 === undefined ? {} : { macroF1 }),
            };
          }),
        );
        shelf.setState({ phase: 'ready', cards }, true);
      } catch (error) {
        shelf.setState({ phase: 'failed', failure: failureOf(error) }, true);
      }
    },

    create: (name) =>
      whileOpening(async () => {
        const { newProject } = await import('./new-project');
        const project = newProject(platform.newId(), name, platform.epochMs());
        return openBundle({ project, models: {}, sessions: [], recordings: [] });
      }),

    open: (id) =>
      whileOpening(async () => {
        // Before it is read: what the other tab wrote last is in it.
        const readOnly = !(await claim.take(id));
        const project = await storage.projects.load(id);
        signals.clear();
        return project && readOpen(project, readOnly);
      }),

    editHere: () => station.open(openProject(store.getState()).project.id),

    openDemo: (names) =>
      whileOpening(async (isLatest) => {
        const { DEMO, demoBundle } = await loadBundles();
        const made = await engine.makeDemo(DEMO, {
          signal: new AbortController().signal,
          onProgress: ({ done, total }) => {
            if (isLatest()) store.setState({ phase: 'opening', share: done / total }, true);
          },
        });
        return openBundle(demoBundle(made, names, platform.newId, platform.epochMs()));
      }),

    openFile: (bytes) =>
      whileOpening(async () => {
        const { withNewIds } = await loadBundles();
        const bundle = await engine.readProject(bytes, { signal: new AbortController().signal });
        return openBundle(withNewIds(bundle, platform.newId, platform.epochMs()));
      }),

    async toFile({ withVideos = false } = {}) {
      const { project, models, sessions, recordings: all } = document.open();
      const whole = all.filter((one) => one.state !== 'recording');
      const withSignals = await Promise.all(
        whole.map(async (recording) => ({ recording, signal: await signals.load(recording.id) })),
      );
      const { videosOf } = await loadBundles();
      const videos = withVideos ? await videosOf(storage.videos, whole) : [];
      return engine.writeProject(
        {
          project,
          models,
          sessions,
          recordings: withSignals,
          ...(videos.length > 0 ? { videos } : {}),
        },
        { signal: new AbortController().signal },
      );
    },

    close() {
      opening++;
      void document.flush();
      platform.setPreference(LAST_PROJECT, '');
      signals.clear();
      store.setState({ phase: 'none' }, true);
      claim.leave();
      void station.readShelf();
    },

    async rename(id, name) {
      await refuseElsewhere(id);
      const state = store.getState();
      if (state.phase === 'open' && state.project.id === id) {
        document.update((project) => ({ ...project, name }));
        await document.flush();
      } else {
        const project = await storage.projects.load(id);
        if (project) {
          await storage.projects.save({ ...project, name, changedAt: platform.epochMs() });
        }
      }
      await station.readShelf();
    },

    async remove(id) {
      await refuseElsewhere(id);
      const state = store.getState();
      if (state.phase === 'open' && state.project.id === id) station.close();
      return removals.add(id, {
        destroy: () => storage.projects.remove(id),
        changed: () => void station.readShelf(),
      });
    },
  };
  return station;
}
