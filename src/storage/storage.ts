import type { Project, ProjectModels } from '#core/dataset/project';
import type { Recording, Session } from '#core/dataset/session';
import type { SignalSummary } from '#core/dataset/signal-summary';
import type { FrameBatch, Signal } from '#core/motion/frame';
import type { TuningState } from '#core/tuner/tuning';

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
  /** With its frames, its summary and its picture. */
  removeRecording(id: string): Promise<void>;
  /**
   * Appends one chunk; durable when the promise resolves. Now and then the small ones are put
   * together, as `mergeChunks` does; the end of a recording is left to that.
   */
  appendChunk(recordingId: string, index: number, chunk: StoredChunk): Promise<void>;
  /** Stores frames that are whole, in place of any that the recording has, all or none. */
  saveSignal(recordingId: string, signal: Signal): Promise<void>;
  /**
   * Puts runs of small chunks with indices `[from, to]` together, each run at once or not at all:
   * readers see the same frames before, between and after. A thousand small ones are slow to read.
   */
  mergeChunks(recordingId: string, from?: number, to?: number): Promise<void>;
  /** Read in pieces, between which the page answers. */
  loadSignal(recordingId: string): Promise<Signal>;
  /** What was last saved; frames may have changed since. */
  loadSummary(recordingId: string): Promise<SignalSummary | undefined>;
  saveSummary(recordingId: string, summary: SignalSummary): Promise<void>;
  /**
   * Marks recordings left in state `recording` by a page that died as `cut`, with counts and
   * duration taken from their chunks, and returns those it mended. Those without a single frame are
   * removed, those that `isInUse` (another tab records them) are left alone.
   */
  mendCutRecordings(isInUse?: (recordingId: string) => boolean): Promise<readonly Recording[]>;
}

/** Frames in the order they came; times on the frames' own clock. */
export type StoredChunk = Pick<FrameBatch, 'timestampMs' | 'values' | 'lostBefore'>;

/** What is known of a camera's picture of a recording. */
export interface VideoDocument {
  readonly mediaType: string;
  /** When the picture began, Unix epoch, ms. */
  readonly startedAt: number;
}

/** Camera pictures, one a recording; kept apart from the frames, since they may be left out. */
export interface VideoRepository {
  /** Written before the first piece: what a page that dies leaves can still be played. */
  save(recordingId: string, video: VideoDocument): Promise<void>;
  /** Appends a piece of the file; durable when the promise resolves. */
  appendPiece(recordingId: string, index: number, bytes: Uint8Array): Promise<void>;
  /** The whole file in pieces, in order; undefined where there is none. */
  load(
    recordingId: string,
  ): Promise<(VideoDocument & { readonly pieces: readonly Uint8Array[] }) | undefined>;
  /** Recordings that have a picture. */
  ids(): Promise<readonly string[]>;
  remove(recordingId: string): Promise<void>;
}

/** The search for settings of each project; no part of a project's file. */
export interface TuningRepository {
  load(projectId: string): Promise<TuningState | undefined>;
  /** In place of the one before; durable when the promise resolves. */
  save(projectId: string, tuning: TuningState): Promise<void>;
  remove(projectId: string): Promise<void>;
}

export interface Storage {
  readonly projects: ProjectRepository;
  readonly sessions: SessionRepository;
  readonly videos: VideoRepository;
  readonly tunings: TuningRepository;
}
