import type { StoreApi } from 'zustand/vanilla';
import type { Recording, Session } from '#core/dataset/session';
import { Failure } from '#core/failure';
import type { Platform } from '#platform/platform';
import type { Storage } from '#storage/storage';
import { openProject, type ProjectDocument } from './project-document';
import type { ProjectState, ProjectStation } from './project-station';
import type { Removals } from './removals';
import type { SignalCache } from './signal-cache';
import type { Summaries } from './summaries';

/** A sitting is over when this much time has passed since it began, ms. */
const SITTING_MS = 4 * 3_600_000;

type RecordingVerbs = Pick<
  ProjectStation,
  | 'sessionFor'
  | 'addRecording'
  | 'saveRecording'
  | 'removeRecording'
  | 'loadSignal'
  | 'loadSummary'
  | 'summarise'
  | 'loadData'
>;

/** Sessions and recordings of the open project, in storage and in the state alike. */
export function createRecordingVerbs(deps: {
  readonly store: StoreApi<ProjectState>;
  readonly storage: Storage;
  readonly platform: Pick<Platform, 'epochMs' | 'newId'>;
  readonly signals: SignalCache;
  readonly removals: Removals;
  readonly summaries: Summaries;
  readonly document: Pick<ProjectDocument, 'update'>;
}): RecordingVerbs {
  const { store, storage, platform, signals, removals, summaries, document } = deps;
  const open = () => openProject(store.getState());

  function showRecording(recording: Recording): void {
    const state = store.getState();
    if (state.phase !== 'open' || state.project.id !== recording.projectId) return;
    const others = state.recordings.filter((one) => one.id !== recording.id);
    const before = state.recordings.find((one) => one.id === recording.id);
    store.setState({ recordings: [...others, recording].sort(byStart) });
    if (isOtherData(before, recording)) noteDataChange();
  }

  /** From now on a model that was trained before is out of date. */
  function noteDataChange(): void {
    document.update((project) => ({ ...project, dataChangedAt: platform.epochMs() }));
  }

  return {
    async sessionFor(subject, deviceName) {
      const { project, sessions } = open();
      const nowMs = platform.epochMs();
      const current = sessions.find(
        (one) =>
          one.subject === subject &&
          one.deviceName === deviceName &&
          nowMs - one.startedAt < SITTING_MS,
      );
      if (current) return current;
      const session: Session = {
        id: platform.newId(),
        projectId: project.id,
        subject,
        deviceName,
        startedAt: nowMs,
      };
      await storage.sessions.saveSession(session);
      store.setState({ sessions: [...open().sessions, session] });
      return session;
    },

    async addRecording(recording, signal) {
      await storage.sessions.saveSignal(recording.id, signal);
      await storage.sessions.saveRecording(recording);
      signals.put(recording.id, signal);
      showRecording(recording);
      void summaries.settle(recording.id, recording.frameCount);
    },

    async saveRecording(recording) {
      const state = store.getState();
      // One that is recorded while its project closes is stored all the same.
      const owner =
        state.phase === 'open' && state.project.id === recording.projectId ? state : undefined;
      if (owner?.readOnly) throw inUse();
      const before = owner?.recordings.find(({ id }) => id === recording.id);
      // Frames are still coming: what is cached would be only the beginning.
      if (recording.state === 'recording') signals.forget(recording.id);
      showRecording(recording);
      await storage.sessions.saveRecording(recording);
      const hasEnded = before?.state === 'recording' && recording.state !== 'recording';
      if (hasEnded) void summaries.settle(recording.id, recording.frameCount);
    },

    async removeRecording(id) {
      if (open().readOnly) throw inUse();
      const recording = open().recordings.find((one) => one.id === id);
      if (!recording) return async () => undefined;
      return removals.add(id, {
        destroy: () => storage.sessions.removeRecording(id),
        changed() {
          if (!removals.has(id)) return showRecording(recording);
          const state = store.getState();
          if (state.phase !== 'open') return;
          const left = state.recordings.filter((one) => one.id !== id);
          if (left.length === state.recordings.length) return;
          store.setState({ recordings: left });
          noteDataChange();
        },
      });
    },

    loadSignal: (id) => signals.load(id),

    async loadSummary(id) {
      const frameCount = open().recordings.find((one) => one.id === id)?.frameCount;
      return frameCount === undefined ? undefined : summaries.find(id, frameCount);
    },

    async summarise(id) {
      const summary = await summaries.make(id);
      // One of before summaries were kept may lie in thousands of chunks.
      void storage.sessions.mergeChunks(id).catch(() => undefined);
      return summary;
    },

    async loadData() {
      const { project, sessions, recordings } = open();
      const subjectOf = new Map(sessions.map((one) => [one.id, one.subject]));
      const combined = new Set(recordings.flatMap(({ combines = [] }) => combines));
      const whole = recordings.filter((one) => one.state !== 'recording' && !combined.has(one.id));
      return {
        gestures: project.gestures,
        windowing: project.windowing,
        recordings: await Promise.all(
          whole.map(async ({ id, sessionId, spans, takeId }) => ({
            id,
            subject: subjectOf.get(sessionId) ?? '',
            signal: await signals.load(id),
            spans,
            takeId,
          })),
        ),
      };
    },
  };
}

function inUse(): Failure {
  return new Failure('project-in-use', 'another tab holds the project');
}

/** Whether training would read something else; what is still being recorded it does not read. */
function isOtherData(before: Recording | undefined, after: Recording): boolean {
  if (after.state === 'recording') return false;
  return before?.state !== after.state || before.spans !== after.spans;
}

function byStart(a: Recording, b: Recording): number {
  return a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);
}
