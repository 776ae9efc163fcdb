import type { Project, ProjectModels } from '#core/dataset/project';
import type { Recording, Session } from '#core/dataset/session';
import type { FrameBatch, Signal } from '#core/motion/frame';

/** Projects and their models. Rejects with `Failure` (`storage-full`, `storage-unavailable`). */
export interface ProjectRepository {
  list(): Promise<readonly Project[]>;
  load(id: string): Promise<Project | undefined>;
  save(project: Project): Promise<void>;
  /** With everything that belongs to it. */
  remove(id: string): Promise<void>;
  loadModels(id: string): Promise<ProjectModels>;
  saveModels(id: string, models: ProjectModels): Promise<void>;
}

/** Sessions, recordings and their chunks of frames. */
export interface SessionRepository {
  listSessions(projectId: string): Promise<readonly Session[]>;
  saveSession(session: Session): Promise<void>;
  listRecordings(projectId: string): Promise<readonly Recording[]>;
  /** Creates or replaces the recording's document (labels included), not its frames. */
  saveRecording(recording: Recording): Promise<void>;
  removeRecording(id: string): Promise<void>;
  /** Appends one chunk; durable when the promise resolves. */
  appendChunk(recordingId: string, index: number, chunk: StoredChunk): Promise<void>;
  loadSignal(recordingId: string): Promise<Signal>;
  /**
   * Marks recordings left in state `recording` by a page that died as `cut`, with counts and
   * duration taken from their chunks, and returns those it mended. Those without a single frame are
   * removed, those that `isInUse` (another tab records them) are left alone.
   */
  mendCutRecordings(isInUse?: (recordingId: string) => boolean): Promise<readonly Recording[]>;
}

/** Frames in the order they came; times on the frames' own clock. */
export type StoredChunk = Pick<FrameBatch, 'timestampMs' | 'values' | 'lostBefore'>;

export interface Storage {
  readonly projects: ProjectRepository;
  readonly sessions: SessionRepository;
}
