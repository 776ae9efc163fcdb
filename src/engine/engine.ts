import type { CompressedModel } from '#core/compress/compressed-model';
import type { CompressionRecipe, CompressionStep } from '#core/compress/compression-recipe';
import type { Int8Graph } from '#core/compress/int8-graph';
import type { DemoRecording, DemoRequest } from '#core/dataset/demo-recordings';
import type { DataRequest } from '#core/dataset/labelled-recording';
import type { MotionTable } from '#core/dataset/motion-table';
import type { ProjectBundle } from '#core/dataset/project-file';
import type { SignalSummary } from '#core/dataset/signal-summary';
import type { Split, WindowSet } from '#core/dataset/window-set';
import type { BackendId, EpochResult, ModelRecipe, TrainedModel } from '#core/model/trained-model';
import type { Signal } from '#core/motion/frame';
import type { TfliteModel } from '#core/tflite/tflite-model';
import type { ModelCard, TrialOutcome, TuningPlan, TuningState } from '#core/tuner/tuning';

export interface JobOptions<Progress> {
  readonly signal: AbortSignal;
  onProgress?(progress: Progress): void;
}

/**
 * Why a back end was passed over: it would draw on the processor, it was not through its first
 * steps in time, or it failed.
 */
export type PassedOver = 'software' | 'too-slow' | 'failed';

export type TrainProgress =
  | { readonly step: 'preparing' }
  /**
   * A few steps of this very model on one back end: begun, then either `stepMs` or `passedOver`,
   * with what went wrong as the browser words it.
   */
  | {
      readonly step: 'measuring';
      readonly backend: BackendId;
      readonly stepMs?: number;
      readonly passedOver?: PassedOver;
      readonly detail?: string;
    }
  | { readonly step: 'started'; readonly backend: BackendId; readonly batchesPerEpoch: number }
  | {
      readonly step: 'batch';
      readonly epoch: number;
      readonly batch: number;
      readonly remainingMs: number;
    }
  | { readonly step: 'epoch'; readonly result: EpochResult; readonly remainingMs: number }
  | { readonly step: 'judging' };

export interface TrainRequest {
  readonly data: DataRequest;
  readonly recipe: ModelRecipe;
  /** The model that the recipe starts from, where it names one. */
  readonly start?: TrainedModel;
}

export type CompressProgress =
  /** The latter two come again after each step of the recipe. */
  | { readonly step: 'preparing' | 'quantising' | 'judging' }
  | {
      readonly step: 'pass';
      readonly kind: CompressionStep['kind'];
      /** Position among the `count` steps that are on, from 0. */
      readonly at: number;
      readonly count: number;
      /** Epochs trained, 0 … `epochs`. */
      readonly epoch: number;
      readonly epochs: number;
    };

export interface CompressRequest {
  readonly data: DataRequest;
  readonly model: TrainedModel;
  readonly recipe: CompressionRecipe;
}

export interface TuningRequest {
  readonly data: DataRequest;
  /** Of no candidates: to hear the hash alone. */
  readonly plan: TuningPlan;
}

export type StartedTuning = Pick<TuningState, 'plan' | 'candidates' | 'rejected' | 'dataHash'>;

/** `share` of the trial done, 0 … 1. */
export interface TrialProgress {
  readonly step: 'training' | 'compressing';
  readonly share: number;
}

/** Workers that try cards side by side, each with the recordings and the windows cut from them. */
export interface TrialPool {
  /** Trials that can run at the same time. */
  readonly workerCount: number;
  /**
   * Trains and compresses by the card as the jobs `train` and `compress` do, to the same file;
   * waits while every worker is busy. Aborting ends the worker, at once; it is started again when
   * needed.
   */
  run(card: ModelCard, options: JobOptions<TrialProgress>): Promise<TrialOutcome>;
  /** Ends the workers; trials under way reject with `AbortError`. */
  close(): void;
}

/** The written file run by TensorFlow's own runtime beside `run-int8`. */
export interface FileCheck {
  readonly runtime: string;
  readonly windowCount: number;
  readonly outputCount: number;
  /** Output values that differ, and by how much at most. */
  readonly differing: number;
  readonly largestDifference: number;
  /** Windows whose highest class differs. */
  readonly classDiffering: number;
}

/** How long an int8 network takes in this browser, by `run-int8`. */
export interface OperatorTimes {
  /** One inference, ms. */
  readonly wholeMs: number;
  /** Each layer by itself. */
  readonly operatorMs: readonly number[];
}

/** A `.tflite` file that was made elsewhere. */
export interface OpenedModel {
  readonly model: TfliteModel;
  readonly sizeBytes: number;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  /** Runs on random input in this page, and how long one took on average. */
  readonly runs: number;
  readonly meanMs: number;
  /** On the same input; int8 models alone. */
  readonly check?: FileCheck;
  /** Why TensorFlow's runtime did not take it. */
  readonly checkRefused?: string;
}

/**
 * Work that may take over 50 ms, off the page's thread. Every job rejects with `Failure`, or with
 * `AbortError` at once when its signal aborts.
 */
export interface Engine {
  /** Windows and split as training would use them; `dataHash` as in `TrainedModel`. */
  prepare(
    request: TrainRequest,
    options: JobOptions<never>,
  ): Promise<{ set: WindowSet; split: Split; dataHash: string }>;
  train(request: TrainRequest, options: JobOptions<TrainProgress>): Promise<TrainedModel>;
  compress(
    request: CompressRequest,
    options: JobOptions<CompressProgress>,
  ): Promise<CompressedModel>;
  /**
   * Draws a plan's candidates and rejects those that break its limits. The plan that comes back
   * names the people to hold out, so that every window length holds out the same.
   */
  startTuning(request: TuningRequest, options: JobOptions<never>): Promise<StartedTuning>;
  /** `data.windowing` does not count: each card has its own. Absent: as many workers as fit here. */
  openTrials(data: DataRequest, workerCount?: number): Promise<TrialPool>;
  /** Runs at most `windowLimit` windows (held-out first). */
  checkFile(
    request: {
      data: DataRequest;
      model: TrainedModel;
      compressed: CompressedModel;
      windowLimit: number;
    },
    options: JobOptions<{ readonly done: number; readonly total: number }>,
  ): Promise<FileCheck>;
  /** Times an int8 network, operator by operator; progress in rounds. */
  profile(
    graph: Int8Graph,
    options: JobOptions<{ readonly done: number; readonly total: number }>,
  ): Promise<OperatorTimes>;
  /** Reads a `.tflite` file, runs it, and compares with TensorFlow's runtime. */
  openModel(
    file: Uint8Array,
    options: JobOptions<{ readonly done: number; readonly total: number }>,
  ): Promise<OpenedModel>;
  /** The C99 folder of an int8 `.tflite` file, zipped. */
  writeC99(file: Uint8Array, options: JobOptions<never>): Promise<Uint8Array>;
  /** Recordings of the demo's people, made by the simulated wearable; progress in recordings. */
  makeDemo(
    request: DemoRequest,
    options: JobOptions<{ readonly done: number; readonly total: number }>,
  ): Promise<readonly DemoRecording[]>;
  /** Checks and reads a project file. */
  readProject(file: Uint8Array, options: JobOptions<never>): Promise<ProjectBundle>;
  writeProject(bundle: ProjectBundle, options: JobOptions<never>): Promise<Uint8Array>;
  /** Reads a file of motion (CSV, Edge Impulse JSON) into columns. */
  readTable(file: Uint8Array, options: JobOptions<never>): Promise<MotionTable>;
  /** What the timeline draws of a recording before its frames are read. */
  summarise(signal: Signal, options: JobOptions<never>): Promise<SignalSummary>;
}
