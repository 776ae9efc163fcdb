/** A stretch of memory that is in use from one step to another, both included. */
export interface BufferLifetime {
  readonly sizeBytes: number;
  readonly first: number;
  readonly last: number;
}

/** Offsets of buffers, in the order they were given, and the bytes that hold them all. */
export interface Placement {
  readonly offsets: readonly number[];
  readonly totalBytes: number;
}

/**
 * Places buffers so that those in use at the same step never overlap: the largest first, each into
 * the lowest gap that holds it, all at multiples of `alignment` (bytes, a power of two); of equal
 * sizes the later one first. TensorFlow Lite Micro's `GreedyMemoryPlanner` (Apache-2.0) does the
 * same, so its offsets are these.
 */
export function placeBuffers(buffers: readonly BufferLifetime[], alignment = 16): Placement {
  const sizes = buffers.map(({ sizeBytes }) => alignUp(sizeBytes, alignment));
  const order = buffers.map((_, index) => index);
  order.sort((a, b) => sizes[b]! - sizes[a]! || b - a);
  const offsets = new Array<number>(buffers.length).fill(0);
  /** Those that have their place, by rising offset. */
  const placed: number[] = [];
  for (const index of order) {
    const buffer = buffers[index]!;
    let offset = 0;
    for (const other of placed) {
      if (!meet(buffers[other]!, buffer)) continue;
      if (offsets[other]! - offset >= sizes[index]!) break;
      offset = Math.max(offset, offsets[other]! + sizes[other]!);
    }
    offsets[index] = offset;
    const after = placed.findIndex((other) => offsets[other]! > offset);
    placed.splice(after < 0 ? placed.length : after, 0, index);
  }
  const totalBytes = offsets.reduce((most, offset, at) => Math.max(most, offset + sizes[at]!), 0);
  return { offsets, totalBytes };
}

/** `bytes` up to the next multiple of `alignment`. */
export function alignUp(bytes: number, alignment: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

function meet(one: BufferLifetime, other: BufferLifetime): boolean {
  return one.first <= other.last && other.first <= one.last;
}
