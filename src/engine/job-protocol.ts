import type { CompressedModel } from '#core/compress/compressed-model';
import type { Int8Graph } from '#core/compress/int8-graph';
import type { DemoRecording, DemoRequest } from '#core/dataset/demo-recordings';
import type { DataRequest } from '#core/dataset/labelled-recording';
import type { MotionTable } from '#core/dataset/motion-table';
import type { ProjectBundle } from '#core/dataset/project-file';
import type { SignalSummary } from '#core/dataset/signal-summary';
import type { Split, WindowSet } from '#core/dataset/window-set';
import type { FailureCode } from '#core/failure';
import type { BackendId, TrainedModel } from '#core/model/trained-model';
import type { Signal } from '#core/motion/frame';
import type { ModelCard, TrialOutcome } from '#core/tuner/tuning';
import type {
  CompressProgress,
  CompressRequest,
  FileCheck,
  OpenedModel,
  OperatorTimes,
  StartedTuning,
  TrainProgress,
  TrainRequest,
  TrialProgress,
  TuningRequest,
} from './engine';

/** What `Engine.checkFile` is asked. */
export interface CheckFileRequest {
  readonly data: DataRequest;
  readonly model: TrainedModel;
  readonly compressed: CompressedModel;
  readonly windowLimit: number;
}

/** Every job with its request, progress and result; the worker's dispatch follows it. */
export interface Jobs {
  readonly prepare: {
    readonly request: TrainRequest;
    readonly progress: never;
    readonly result: { set: WindowSet; split: Split; dataHash: string };
  };
  readonly train: {
    readonly request: TrainRequest;
    readonly progress: TrainProgress;
    readonly result: TrainedModel;
  };
  readonly compress: {
    readonly request: CompressRequest;
    readonly progress: CompressProgress;
    readonly result: CompressedModel;
  };
  readonly startTuning: {
    readonly request: TuningRequest;
    readonly progress: never;
    readonly result: StartedTuning;
  };
  /** On the recordings that the worker holds. */
  readonly tryCard: {
    readonly request: ModelCard;
    readonly progress: TrialProgress;
    readonly result: TrialOutcome;
  };
  readonly checkFile: {
    readonly request: CheckFileRequest;
    readonly progress: { readonly done: number; readonly total: number };
    readonly result: FileCheck;
  };
  readonly profile: {
    readonly request: Int8Graph;
    readonly progress: { readonly done: number; readonly total: number };
    readonly result: OperatorTimes;
  };
  readonly openModel: {
    readonly request: Uint8Array;
    readonly progress: { readonly done: number; readonly total: number };
    readonly result: OpenedModel;
  };
  readonly writeC99: {
    readonly request: Uint8Array;
    readonly progress: never;
    readonly result: Uint8Array;
  };
  readonly makeDemo: {
    readonly request: DemoRequest;
    readonly progress: { readonly done: number; readonly total: number };
    readonly result: readonly DemoRecording[];
  };
  readonly readProject: {
    readonly request: Uint8Array;
    readonly progress: never;
    readonly result: ProjectBundle;
  };
  readonly writeProject: {
    readonly request: ProjectBundle;
    readonly progress: never;
    readonly result: Uint8Array;
  };
  readonly readTable: {
    readonly request: Uint8Array;
    readonly progress: never;
    readonly result: MotionTable;
  };
  readonly summarise: {
    readonly request: Signal;
    readonly progress: never;
    readonly result: SignalSummary;
  };
}

/** Name of a job. */
export type JobKind = keyof Jobs;

/** Fastest back end by model shape (`backendKey`), as measured earlier on this page. */
export type KnownBackends = Readonly<Record<string, BackendId>>;

/** Page → worker. A worker runs one job at a time; cancelling is terminating it. */
export type RunMessage = {
  [K in JobKind]: {
    readonly kind: K;
    readonly request: Jobs[K]['request'];
    readonly knownBackends: KnownBackends;
  };
}[JobKind];

/** Page → worker: recordings for all runs to come, so that they are sent once. */
export interface HoldMessage {
  readonly kind: 'hold';
  readonly data: DataRequest;
}

/** Worker → page. `done` and `failed` end the run. */
export type WorkerMessage =
  | { readonly type: 'progress'; readonly progress: unknown }
  | { readonly type: 'learned'; readonly key: string; readonly backend: BackendId }
  | { readonly type: 'done'; readonly result: unknown }
  | { readonly type: 'failed'; readonly code: FailureCode; readonly detail: string };

/** What a job gets to talk with while it runs. */
export interface JobContext<Progress> {
  readonly knownBackends: KnownBackends;
  /** What the worker holds; workers of a `TrialPool` alone. */
  readonly held?: DataRequest;
  report(progress: Progress): void;
  /** Hands the page a measured choice, so that it survives this worker. */
  learn(key: string, backend: BackendId): void;
}
