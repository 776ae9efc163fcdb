import { createKernels, type Kernels } from './kernels';

const PAGE_BYTES = 65_536;
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
/** Of a vector of four floats. */
const ALIGNMENT = 16;

/** Rounds a number of channels up to whole vectors. */
export function padded(channels: number): number {
  return Math.ceil(channels / 4) * 4;
}

/** The memory of one network. Addresses are bytes; all of it is given out before the first step. */
export class Workspace {
  readonly kernels: Kernels = createKernels();
  #end = this.kernels.heapBase();

  /** Address of `count` floats, zero, with room behind them for a vector that reaches over. */
  floats(count: number): number {
    const at = Math.ceil(this.#end / ALIGNMENT) * ALIGNMENT;
    this.#end = at + count * FLOAT_BYTES + ALIGNMENT;
    const { memory } = this.kernels;
    const missing = this.#end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return at;
  }

  /** Address of a table of whole numbers. */
  table(values: ArrayLike<number>): number {
    const at = this.floats(values.length);
    new Int32Array(this.kernels.memory.buffer, at, values.length).set(values);
    return at;
  }

  /** What lies at an address now; another allocation detaches it. */
  view(at: number, count: number): Float32Array {
    return new Float32Array(this.kernels.memory.buffer, at, count);
  }
}
