import type { StoreApi } from 'zustand/vanilla';
import type { Gesture } from '#core/dataset/gesture';
import type { DataRequest } from '#core/dataset/labelled-recording';
import type { Project, ProjectModels } from '#core/dataset/project';
import type { Recording, Session } from '#core/dataset/session';
import type { SignalSummary } from '#core/dataset/signal-summary';
import type { Failure } from '#core/failure';
import type { Signal } from '#core/motion/frame';

/** Everything of the open project that changes at human speed; signals are loaded when needed. */
export interface OpenProject {
  readonly project: Project;
  readonly models: ProjectModels;
  readonly sessions: readonly Session[];
  readonly recordings: readonly Recording[];
  readonly saving: 'saved' | 'saving' | 'failed';
  /** Why the last save failed; the change stays in memory and is tried again with the next one. */
  readonly saveFailure?: Failure;
  /** Another tab has the project: it is shown as it was when opened, and nothing here is stored. */
  readonly readOnly?: boolean;
  /** Of one that is only read: the other tab has let it go since. */
  readonly freeAgain?: boolean;
}

export type ProjectState =
  /** No project is open. */
  | { readonly phase: 'none' }
  /** `share` of the work done, 0 … 1, where it is known. */
  | { readonly phase: 'opening'; readonly share?: number }
  | ({ readonly phase: 'open' } & OpenProject)
  | { readonly phase: 'failed'; readonly failure: Failure };

/** One project as a card on the first page. */
export interface ProjectCard {
  readonly project: Project;
  readonly recordingCount: number;
  readonly durationMs: number;
  /** Held-out macro F1 of its float model, 0 … 1. */
  readonly macroF1?: number;
}

export type ShelfState =
  | { readonly phase: 'reading' }
  | { readonly phase: 'ready'; readonly cards: readonly ProjectCard[] }
  | { readonly phase: 'failed'; readonly failure: Failure };

/** Gesture names of the demo, in the person's language. */
export type DemoNames = Readonly<
  Record<'project' | 'nod' | 'shake' | 'neckLeft' | 'neckRight' | 'headDown' | 'headUp', string>
>;

/** Takes back the last removal; does nothing when it is too late. */
export type Undo = () => Promise<void>;

export interface ProjectStation {
  readonly store: StoreApi<ProjectState>;
  readonly shelf: StoreApi<ShelfState>;
  readShelf(): Promise<void>;
  create(name: string): Promise<void>;
  /** Opens a stored project; the last one open is opened again when the page starts. */
  open(id: string): Promise<void>;
  /** Opens the project again, as it is now, to change it here. Rejects with `Failure`. */
  editHere(): Promise<void>;
  /** Makes the demo project with the simulated wearable and opens it. */
  openDemo(names: DemoNames): Promise<void>;
  /** Opens a project file as a new project. On a bad file nothing is changed. */
  openFile(bytes: Uint8Array): Promise<void>;
  /** The open project as one file; camera pictures only where asked for. Rejects with `Failure`. */
  toFile(options?: { readonly withVideos?: boolean }): Promise<Uint8Array>;
  close(): void;
  /** Names a stored project, open or not. Rejects with `Failure`. */
  rename(id: string, name: string): Promise<void>;
  /** Hides the project at once and deletes it after a while. */
  remove(id: string): Promise<Undo>;
  /** Changes the project's document; saved shortly after. */
  update(change: (project: Project) => Project): void;
  addGesture(name: string, kind: Gesture['kind']): Gesture;
  saveModels(models: ProjectModels): Promise<void>;
  /** The session of today with this subject and device, made if there is none. */
  sessionFor(subject: string, deviceName: string): Promise<Session>;
  /** Stores a recording that is already whole, an imported file say. */
  addRecording(recording: Recording, signal: Signal): Promise<void>;
  /** Stores the document (labels, name, state) and shows it. */
  saveRecording(recording: Recording): Promise<void>;
  removeRecording(id: string): Promise<Undo>;
  /** The frames, kept in memory for the recordings used last. Rejects with `Failure`. */
  loadSignal(recordingId: string): Promise<Signal>;
  /** What the timeline draws before the frames are read; undefined where it has yet to be made. */
  loadSummary(recordingId: string): Promise<SignalSummary | undefined>;
  /** Makes it, and keeps it for the next time. Rejects with `Failure`. */
  summarise(recordingId: string): Promise<SignalSummary>;
  /** All complete and cut recordings with their labels, as training reads them. */
  loadData(): Promise<DataRequest>;
}
