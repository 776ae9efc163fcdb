import type { Judgement } from '#core/model/judgement';
import type { Int8Graph } from './int8-graph';
import type { ValueError } from './quantisation-error';

/** The passes to run, in this order; each can be switched off. */
export interface CompressionRecipe {
  /** Whole neurons and channels removed, share of each layer's; 0: off. */
  readonly structuredShare: number;
  /** Single weights set to zero by magnitude, share; 0: off. */
  readonly sparsity: number;
  /** Epochs of fine-tuning after each removal. */
  readonly fineTuneEpochs: number;
  /**
   * A scale for each output of a dense layer; absent or false: one for all of them, which also runs
   * on copies of TensorFlow Lite Micro from before September 2024.
   */
  readonly perChannelDense?: boolean;
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
  /** The network as it was before quantising, in float32; models compressed long ago lack it. */
  readonly floatTflite?: Uint8Array;
  /** How far int8 is from that after each layer, over the windows it was calibrated on. */
  readonly errors?: readonly ValueError[];
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
