import type { Persistent } from './interpreter-memory';

/** One buffer of the part of the arena that is used again and again. */
export interface ArenaBuffer {
  readonly kind: 'value' | 'scratch';
  /** `input`, or the layer that gives it; of a layer's scratch buffers, each has its own. */
  readonly name: string;
  /** Value id, or for scratch the index of the layer. */
  readonly id: number;
  readonly offset: number;
  readonly sizeBytes: number;
  /** Indices of the first and the last layer for which it holds something. */
  readonly firstOperator: number;
  readonly lastOperator: number;
}

/** Where everything lies in the tensor arena of TensorFlow Lite Micro's interpreter. */
export interface ArenaPlan {
  readonly buffers: readonly ArenaBuffer[];
  readonly headBytes: number;
  readonly persistent: readonly Persistent[];
  readonly persistentBytes: number;
  /** What `arena_used_bytes()` says once tensors are allocated: head and persistent. */
  readonly totalBytes: number;
  /**
   * The smallest arena, a multiple of 16 bytes at an address that is one, in which tensors can be
   * allocated: while it plans, the interpreter may hold more than it keeps.
   */
  readonly neededBytes: number;
}
