import type { Quantisation } from '#core/compress/int8-graph';
import type { ModelGraph } from '#core/model/graph';
import type { BackendId } from '#core/model/trained-model';
import type { Random } from '#core/random';

/** Windows with what is to be answered. */
export interface Batch {
  readonly rows: number;
  /** `[rows × values]`. */
  readonly windows: Float32Array;
  /** One-hot truth times the window's share of the batch's weight, `[rows × classes]`. */
  readonly target: Float32Array;
  /** Share of the batch's weight, `[rows]`; sums to 1. */
  readonly weight: Float32Array;
  /** What another network answers, where this one is to learn from it. */
  readonly lesson?: Lesson;
}

/** Softened answers of a teacher (Hinton et al. 2015). */
export interface Lesson {
  /** Probabilities at `temperature`, `[rows × classes]`. */
  readonly answers: Float32Array;
  readonly temperature: number;
  /** Share of the loss, 0 … 1. */
  readonly mix: number;
}

/** How int8 rounds each value of the graph; undefined: not at all. */
export interface Rounding {
  readonly values: readonly (Quantisation | undefined)[];
  /** A scale for each output of a dense layer. */
  readonly perChannelDense: boolean;
}

/** What only our own kernels do, and fine-tuning needs. */
export interface NetworkTuning {
  /** Takes the weights of a graph of the same layers; those that are zero then stay so if asked. */
  write(graph: ModelGraph): void;
  /** Rounds in the forward pass as int8 does, gradients passing through (Bengio et al. 2013). */
  round(rounding: Rounding | undefined): void;
  /** Weights that share a value now go on sharing it. */
  keepClusters(): void;
}

/** A graph on a back end, with its optimiser. */
export interface Network {
  /** Forward, backward and one Adam step; probabilities `[rows × classes]` before the step. */
  step(batch: Batch, beforeLayer?: () => void): Float32Array | Promise<Float32Array>;
  /** Probabilities `[rows × classes]` in inference, at most a batch at a time. */
  predict(windows: Float32Array, rows: number): Float32Array | Promise<Float32Array>;
  /** The graph with its present weights. */
  read(): Promise<ModelGraph>;
  readonly tuning?: NetworkTuning;
  dispose(): void;
}

/** How a network is built. */
export interface NetworkOptions {
  readonly learningRate: number;
  /** Rows of a batch at most. */
  readonly batchSize: number;
  /** Weights that are zero stay zero. */
  readonly keepZeros: boolean;
  /** Layers before this position are not trained and run as in inference. */
  readonly frozenLayers: number;
  /** Drives dropout. */
  readonly random: Random;
}

/** What can train. */
export interface TrainingBackend {
  readonly id: BackendId;
  createNetwork(graph: ModelGraph, options: NetworkOptions): Network;
}
