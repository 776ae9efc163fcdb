import type { Int8Graph, Int8Layer } from '#core/compress/int8-graph';
import type { CFields } from './c-layout';

/**
 * What TensorFlow Lite Micro keeps for one operator, by its reference kernels (Apache-2.0). Tensors
 * are named by how many scales they have, which is what their descriptions' size depends on: an
 * activation 1, weights one or one a channel, a shape or an axis none.
 */
export interface KernelMemory<L extends Int8Layer = Int8Layer> {
  /** The structure that its options are read into, if any. */
  readonly options?: CFields;
  /** What those end with since release 2026-10. */
  readonly newOptions?: CFields;
  /** The structure that it keeps for its run, if any. */
  readonly data?: CFields;
  /** What that ends with where the runtime is built with compression of weights. */
  readonly compressionData?: CFields;
  /** Tensors of the file beside those it reads and gives. */
  readonly constants?: (layer: L) => readonly number[];
  /** Tensors described while it prepares, in order; all are dropped after. */
  readonly described: (layer: L) => readonly number[];
  /** Bytes of each table that it keeps for its run. */
  readonly tables?: (layer: L) => readonly number[];
  /** Bytes of each buffer that it uses while it runs. */
  readonly scratch?: (layer: L, index: number, graph: Int8Graph) => readonly number[];
  /** Bytes of each tensor that outlives a run. */
  readonly states?: (layer: L) => readonly number[];
}

/** One row a kind of layer. */
export type KernelTable = {
  readonly [K in Int8Layer['kind']]: KernelMemory<Extract<Int8Layer, { kind: K }>>;
};
