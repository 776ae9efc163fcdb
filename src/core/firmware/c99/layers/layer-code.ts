import type { Int8Graph, Int8Value } from '../../../compress/int8-graph';
import type { CSource, Kernel } from '../c-source';
import type { Traits } from '../kernels/blocks';

/** What the model's layers share. */
export interface ModelCode {
  readonly graph: Int8Graph;
  readonly source: CSource;
  readonly traits: Traits;
  readonly outputs: Kernel;
  readonly depthwiseOutputs: Kernel;
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
