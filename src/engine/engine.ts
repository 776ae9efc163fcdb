import type { CompressedModel, CompressionRecipe } from '#core/compress/compressed-model';
import type { Gesture } from '#core/dataset/gesture';
import type { LabelSpan } from '#core/dataset/label-span';
import type { Split, WindowingOptions, WindowSet } from '#core/dataset/window-set';
import type { BackendId, EpochResult, ModelRecipe, TrainedModel } from '#core/model/trained-model';
import type { Signal } from '#core/motion/frame';

/** One recording with its labels and its subject, as the windowing reads it. */
export interface LabelledRecording {
  readonly id: string;
  readonly subject: string;
  readonly signal: Signal;
  readonly spans: readonly LabelSpan[];
}

/** What the windows are cut from; enough to make every later step again. */
export interface DataRequest {
  readonly recordings: readonly LabelledRecording[];
  readonly gestures: readonly Gesture[];
  readonly windowing: WindowingOptions;
}

export interface JobOptions<Progress> {
  readonly signal: AbortSignal;
  onProgress?(progress: Progress): void;
}

export type TrainProgress =
  | { readonly step: 'preparing' }
  /** A few steps of this very model on one back end; `stepMs` when measured, `error` if it failed. */
  | {
      readonly step: 'measuring';
      readonly backend: BackendId;
      readonly stepMs?: number;
      readonly error?: string;
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
}

export type CompressProgress =
  | { readonly step: 'preparing' | 'quantising' | 'judging' | 'writing' }
  | { readonly step: 'pruning' | 'fine-tuning'; readonly done: number; readonly total: number };

export interface CompressRequest {
  readonly data: DataRequest;
  readonly model: TrainedModel;
  readonly recipe: CompressionRecipe;
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

/**
 * Work that may take over 50 ms, off the page's thread. Every job rejects with `Failure`, or with
 * `AbortError` at once when its signal aborts.
 */
export interface Engine {
  /** Windows and split as training would use them. */
  prepare(
    request: TrainRequest,
    options: JobOptions<never>,
  ): Promise<{ set: WindowSet; split: Split }>;
  train(request: TrainRequest, options: JobOptions<TrainProgress>): Promise<TrainedModel>;
  compress(
    request: CompressRequest,
    options: JobOptions<CompressProgress>,
  ): Promise<CompressedModel>;
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
}
