import type { Judgement } from '#core/model/judgement';
import type { CompressionRecipe, CompressionStep } from './compression-recipe';
import type { Int8Graph } from './int8-graph';
import type { ValueError } from './quantisation-error';

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

/**
 * The network as it stood after one step, converted to int8 and written as it would leave the page:
 * every figure is of that very file.
 */
export interface StageReport {
  /** `start`: nothing done but the conversion. */
  readonly step: CompressionStep['kind'] | 'start';
  readonly cost: ModelCost;
  /** The `.tflite` after gzip: where zeros and shared values show. */
  readonly gzipBytes: number;
  /** Share of int8 weights that are zero. */
  readonly zeroShare: number;
  /** Macro F1 of int8 on held-out windows; null where nothing is held out. */
  readonly macroF1: number | null;
  readonly sha256: string;
  /** Of a distilled network that has as many weights as its teacher, or more. */
  readonly notSmaller?: boolean;
}

/** The int8 model, its file, and how it compares with the float model. */
export interface CompressedModel {
  readonly recipe: CompressionRecipe;
  /** One after each step that ran, `start` first; models compressed long ago lack them. */
  readonly stages?: readonly StageReport[];
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
