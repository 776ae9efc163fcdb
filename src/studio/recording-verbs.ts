import type { StoreApi } from 'zustand/vanilla';
import type { Recording, Session } from '#core/dataset/session';
import type { Platform } from '#platform/platform';
import type { Storage } from '#storage/storage';
import { openProject, type ProjectDocument } from './project-document';
import type { ProjectState, ProjectStation } from './project-station';
import type { Removals } from './removals';
import type { SignalCache } from './signal-cache';

/** A sitting is over when this much time has passed since it began, ms. */
const SITTING_MS = 4 * 3_600_000;

type RecordingVerbs = Pick<
  ProjectStation,
  'sessionFor' | 'addRecording' | 'saveRecording' | 'removeRecording' | 'loadSignal' | 'loadData'
>;

/** Sessions and recordings of the open project, in storage and in the state alike. */
export function createRecordingVerbs(deps: {
  readonly store: StoreApi<ProjectState>;
  readonly storage: Storage;
  readonly platform: Pick<Platform, 'epochMs' | 'newId'>;
  readonly signals: SignalCache;
  readonly removals: Removals;
  readonly document: Pick<ProjectDocument, 'update'>;
}): RecordingVerbs {
  const { store, storage, platform, signals, removals, document } = deps;
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
      await storage.sessions.appendChunk(recording.id, 0, {
        timestampMs: signal.timestampMs,
        values: signal.values,
        lostBefore: 0,
      });
      await storage.sessions.saveRecording(recording);
      signals.put(recording.id, signal);
      showRecording(recording);
    },

    async saveRecording(recording) {
      // Frames are still coming: what is cached would be only the beginning.
      if (recording.state === 'recording') signals.forget(recording.id);
      showRecording(recording);
      await storage.sessions.saveRecording(recording);
    },

    async removeRecording(id) {
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

    async loadData() {
      const { project, sessions, recordings } = open();
      const subjectOf = new Map(sessions.map((one) => [one.id, one.subject]));
      const whole = recordings.filter((one) => one.state !== 'recording');
      return {
        gestures: project.gestures,
        windowing: project.windowing,
        recordings: await Promise.all(
          whole.map(async ({ id, sessionId, spans }) => ({
            id,
            subject: subjectOf.get(sessionId) ?? '',
            signal: await signals.load(id),
            spans,
          })),
        ),
      };
    },
  };
}

/** Whether training would read something else; what is still being recorded it does not read. */
function isOtherData(before: Recording | undefined, after: Recording): boolean {
  if (after.state === 'recording') return false;
  return before?.state !== after.state || before.spans !== after.spans;
}

function byStart(a: Recording, b: Recording): number {
  return a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);
}
