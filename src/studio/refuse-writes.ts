import { Failure } from '#core/failure';
import type { Storage } from '#storage/storage';
import type { OpenProject } from './project-station';

/**
 * The same storage, which refuses to change anything of the project that is open only to be read:
 * the one place that keeps two tabs from writing over each other. Rejects with `project-in-use`.
 */
export function refuseWrites(
  storage: Storage,
  readOnlyProject: () => OpenProject | undefined,
): Storage {
  const { projects, sessions, videos, tunings } = storage;

  async function unless(refused: boolean, write: () => Promise<void>): Promise<void> {
    if (refused) throw new Failure('project-in-use', 'another tab holds the project');
    await write();
  }
  const ofProject = (id: string, write: () => Promise<void>) =>
    unless(readOnlyProject()?.project.id === id, write);
  const ofRecording = (id: string, write: () => Promise<void>) =>
    unless(readOnlyProject()?.recordings.some((one) => one.id === id) ?? false, write);

  return {
    projects: {
      ...projects,
      save: (project) => ofProject(project.id, () => projects.save(project)),
      remove: (id) => ofProject(id, () => projects.remove(id)),
      saveModels: (id, models) => ofProject(id, () => projects.saveModels(id, models)),
    },
    sessions: {
      ...sessions,
      saveSession: (session) => ofProject(session.projectId, () => sessions.saveSession(session)),
      saveRecording: (recording) =>
        ofProject(recording.projectId, () => sessions.saveRecording(recording)),
      removeRecording: (id) => ofRecording(id, () => sessions.removeRecording(id)),
      appendChunk: (id, index, chunk) =>
        ofRecording(id, () => sessions.appendChunk(id, index, chunk)),
      saveSignal: (id, signal) => ofRecording(id, () => sessions.saveSignal(id, signal)),
      mergeChunks: (id, from, to) => ofRecording(id, () => sessions.mergeChunks(id, from, to)),
      saveSummary: (id, summary) => ofRecording(id, () => sessions.saveSummary(id, summary)),
    },
    videos: {
      ...videos,
      save: (id, video) => ofRecording(id, () => videos.save(id, video)),
      appendPiece: (id, index, bytes) =>
        ofRecording(id, () => videos.appendPiece(id, index, bytes)),
      remove: (id) => ofRecording(id, () => videos.remove(id)),
    },
    tunings: {
      ...tunings,
      save: (id, tuning) => ofProject(id, () => tunings.save(id, tuning)),
      remove: (id) => ofProject(id, () => tunings.remove(id)),
    },
  };
}
