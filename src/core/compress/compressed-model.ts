import type { Judgement } from '#core/model/judgement';
import type { Int8Graph } from './int8-graph';

/** The passes to run, in this order; each can be switched off. */
export interface CompressionRecipe {
  /** Whole neurons and channels removed, share of each layer's; 0: off. */
  readonly structuredShare: number;
  /** Single weights set to zero by magnitude, share; 0: off. */
  readonly sparsity: number;
  /** Epochs of fine-tuning after each removal. */
  readonly fineTuneEpochs: number;
}

/** What a model costs. Estimates are of a 32-bit target and are named so where shown. */
export interface ModelCost {
  readonly parameterCount: number;
  /** Bytes of the file that holds it. */
  readonly sizeBytes: number;
  /** Multiply-accumulates for one inference. */
  readonly macs: number;
  /** Tensor arena, bytes: an estimate. */
  readonly arenaBytes: number;
}

/** The int8 model, its file, and how it compares with the float model. */
export interface CompressedModel {
  readonly recipe: CompressionRecipe;
  readonly graph: Int8Graph;
  /** The `.tflite` file. */
  readonly tflite: Uint8Array;
  /** SHA-256 of `tflite`, hex. */
  readonly sha256: string;
  readonly cost: ModelCost;
  readonly floatCost: ModelCost;
  /** int8 on held-out windows, by `run-int8`. */
  readonly judgement?: Judgement;
  /** Held-out windows on which float and int8 give the same class. */
  readonly agreement: number | null;
  /** `trainedAt` of the model it was made from. */
  readonly trainedAt: number;
  readonly compressedAt: number;
}
