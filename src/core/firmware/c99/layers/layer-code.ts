import type { Int8Graph, Int8Value } from '../../../compress/int8-graph';
import type { CSource, Kernel } from '../c-source';
import type { Traits } from '../kernels/blocks';
import type { WeightBits } from '../kernels/code-book';
import type { LstmKernels } from '../kernels/lstm';

/** What the model's layers share. */
export interface ModelCode {
  readonly graph: Int8Graph;
  readonly source: CSource;
  readonly traits: Traits;
  readonly kernels: Readonly<Record<WeightBits, WeightKernels>>;
  /** How a layer's weights are kept. */
  bitsOf(index: number): WeightBits;
}

/** The kernels that read weights of so many bits. */
export interface WeightKernels {
  readonly outputs: Kernel;
  readonly depthwiseOutputs: Kernel;
  readonly lstm: LstmKernels;
}

/** Where one layer stands. */
export interface LayerPlace {
  /** Of the value that the layer gives. */
  readonly id: number;
  readonly from: Int8Value;
  readonly to: Int8Value;
  /** C expression of the layer's scratch memory. */
  readonly scratch: string;
}

/**
 * Statements of one layer, asked for once the whole model is known. They read `x` (an addition also
 * `x2`) and write `y`.
 */
export type LayerCode = () => readonly string[];
