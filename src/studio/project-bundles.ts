import type { DemoRecording, DemoRequest } from '#core/dataset/demo-recordings';
import type { Gesture } from '#core/dataset/gesture';
import type { ProjectModels } from '#core/dataset/project';
import type { BundledVideo, ProjectBundle } from '#core/dataset/project-file';
import type { Recording, Session } from '#core/dataset/session';
import type { TruthGesture } from '#core/motion/simulator/gestures';
import type { Storage } from '#storage/storage';
import { newProject } from './new-project';
import type { DemoNames } from './project-station';

/** Who the demo is about; the same people every time. */
const DEMO_SEED = 20;
const DEMO_SUBJECTS = 6;
const DEMO_SITTING_MS = 600_000;

const DEMO_GESTURES: readonly (readonly [TruthGesture, keyof DemoNames, Gesture['kind']])[] = [
  ['nod', 'nod', 'event'],
  ['shake', 'shake', 'event'],
  ['neck-left', 'neckLeft', 'event'],
  ['neck-right', 'neckRight', 'event'],
  ['head-down', 'headDown', 'state'],
  ['head-up', 'headUp', 'state'],
];

/** Gesture ids of the demo project: the simulator's own words. */
export const DEMO_GESTURE_IDS = Object.fromEntries(
  DEMO_GESTURES.map(([truth]) => [truth, truth]),
) as Readonly<Record<TruthGesture, string>>;

/** The demo's people, as the engine makes them. */
export const DEMO: DemoRequest = {
  seed: DEMO_SEED,
  subjectCount: DEMO_SUBJECTS,
  gestureIds: DEMO_GESTURE_IDS,
};

/** The demo project as a bundle, from recordings that the simulated wearable has just made. */
export function demoBundle(
  made: readonly DemoRecording[],
  names: DemoNames,
  newId: () => string,
  nowMs: number,
): ProjectBundle {
  const gestures = DEMO_GESTURES.map(([id, name, kind], colour) => ({
    id,
    name: names[name],
    kind,
    colour,
  }));
  const project = newProject(newId(), names.project, nowMs, gestures);
  const sessions = new Map<string, Session>();
  const recordings = made.map((one, index) => {
    const startedAt = nowMs - (made.length - index) * DEMO_SITTING_MS;
    const session = sessions.get(one.subject) ?? {
      id: newId(),
      projectId: project.id,
      subject: one.subject,
      deviceName: one.deviceName,
      startedAt,
    };
    sessions.set(one.subject, session);
    const { timestampMs } = one.signal;
    const durationMs = (timestampMs.at(-1) ?? 0) - (timestampMs[0] ?? 0);
    const recording: Recording = {
      id: newId(),
      projectId: project.id,
      sessionId: session.id,
      name: one.name,
      state: 'complete',
      channels: one.signal.channels,
      rateHz: ((timestampMs.length - 1) * 1000) / durationMs,
      startedAt,
      frameCount: timestampMs.length,
      durationMs,
      lostCount: one.lostCount,
      spans: one.spans,
    };
    return { recording, signal: one.signal };
  });
  return { project, models: {}, sessions: [...sessions.values()], recordings };
}

/** The same bundle under ids of its own, so that a file opened twice gives two projects. */
export function withNewIds(
  bundle: ProjectBundle,
  newId: () => string,
  nowMs: number,
): ProjectBundle {
  const project = { ...bundle.project, id: newId(), changedAt: nowMs };
  const sessionIds = new Map(bundle.sessions.map((session) => [session.id, newId()]));
  const recordingIds = new Map(bundle.recordings.map(({ recording }) => [recording.id, newId()]));
  const renamed = (id: string) => recordingIds.get(id) ?? id;
  return {
    project,
    models: withHeldOut(bundle.models, recordingIds),
    sessions: bundle.sessions.map((session) => ({
      ...session,
      id: sessionIds.get(session.id) ?? newId(),
      projectId: project.id,
    })),
    recordings: bundle.recordings.map(({ recording, signal }) => ({
      recording: {
        ...recording,
        id: recordingIds.get(recording.id) ?? newId(),
        projectId: project.id,
        sessionId: sessionIds.get(recording.sessionId) ?? newId(),
        ...(recording.continues !== undefined && { continues: renamed(recording.continues) }),
        ...(recording.combines && { combines: recording.combines.map(renamed) }),
      },
      signal,
    })),
    ...(bundle.videos && {
      videos: bundle.videos.flatMap((video) => {
        const recordingId = recordingIds.get(video.recordingId);
        return recordingId === undefined ? [] : [{ ...video, recordingId }];
      }),
    }),
  };
}

/** A model that held recordings out names them by their ids. */
function withHeldOut(
  models: ProjectModels,
  recordingIds: ReadonlyMap<string, string>,
): ProjectModels {
  const { trained } = models;
  if (trained?.heldOutBy !== 'recording') return models;
  const heldOutGroups = trained.heldOutGroups.map((id) => recordingIds.get(id) ?? id);
  return { ...models, trained: { ...trained, heldOutGroups } };
}

/** Stores a whole bundle; the project comes last, so that a failure leaves no half project behind. */
export async function storeBundle(storage: Storage, bundle: ProjectBundle): Promise<void> {
  const { project, models, sessions, recordings } = bundle;
  try {
    for (const session of sessions) await storage.sessions.saveSession(session);
    for (const { recording, signal } of recordings) {
      await storage.sessions.saveRecording(recording);
      await storage.sessions.saveSignal(recording.id, signal);
    }
    for (const { recordingId, mediaType, startedAt, bytes } of bundle.videos ?? []) {
      await storage.videos.save(recordingId, { mediaType, startedAt });
      await storage.videos.appendPiece(recordingId, 0, bytes);
    }
    await storage.projects.saveModels(project.id, models);
    await storage.projects.save(project);
  } catch (error) {
    await storage.projects.remove(project.id).catch(() => undefined);
    throw error;
  }
}

/** The camera pictures that some of the recordings have, each as one file. */
export async function videosOf(
  videos: Storage['videos'],
  recordings: readonly Pick<Recording, 'id'>[],
): Promise<BundledVideo[]> {
  const found: BundledVideo[] = [];
  for (const { id } of recordings) {
    const video = await videos.load(id);
    if (!video) continue;
    const { mediaType, startedAt, pieces } = video;
    const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    found.push({ recordingId: id, mediaType, startedAt, bytes });
  }
  return found;
}
