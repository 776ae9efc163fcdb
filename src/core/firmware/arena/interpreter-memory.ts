import type { Int8Graph } from '#core/compress/int8-graph';
import type { ArenaTarget } from './arena-target';
import { type CFields, type CLayout, layoutOf } from './c-layout';
import type { KernelMemory } from './kernel-memory';
import { kernelMemory } from './kernel-sets';
import { alignUp } from './place-buffers';

/** What the arena keeps for good, with the bytes lost to alignment. */
export interface Persistent {
  readonly what:
    | 'interpreter'
    | 'tensors'
    | 'operators'
    | 'options'
    | 'kernels'
    | 'channels'
    | 'scratchHandles'
    | 'states'
    | 'inputAndOutput';
  readonly bytes: number;
}

export interface Allocations {
  readonly persistent: readonly Persistent[];
  readonly persistentBytes: number;
  /** The smallest arena, a multiple of 16, in which all allocations succeed. */
  readonly neededBytes: number;
}

export interface Counts {
  /** Bytes of the planned buffers. */
  readonly headBytes: number;
  readonly bufferCount: number;
  readonly tensorCount: number;
}

/** Alignment of the arena and of what kernels ask for. */
export const ARENA_ALIGNMENT = 16;
/** Requests for scratch buffers that there is always room for. */
const SPARE_REQUESTS = 12;

const BUILTIN_DATA_ALLOCATOR: CFields = ['pp'];
const EVAL_TENSOR: CFields = ['ppe'];
const NODE_AND_REGISTRATION: CFields = [['pppppp', 'i'], 'p'];
const SCRATCH_REQUEST: CFields = ['pii'];
const ALLOCATION_INFO: CFields = ['pp', 'iii', 'b'];
const TENSOR: CFields = [['ep'], ['ii'], 'pppeeb'];
const AFFINE_QUANTIZATION: CFields = ['ppi'];
/** What `GreedyMemoryPlanner` works with for each buffer. */
const PLANNER_BYTES_A_BUFFER = 40;

/**
 * Repeats the allocations of `MicroInterpreter::AllocateTensors` (TensorFlow Lite Micro,
 * Apache-2.0) in their order: what stays grows down from the arena's end, what is needed for a
 * while grows up from its beginning, and `headBytes` of planned buffers take that place at last.
 */
export function walkAllocations(
  graph: Int8Graph,
  target: ArenaTarget,
  { headBytes, bufferCount, tensorCount }: Counts,
): Allocations {
  const layout = (fields: CFields) => layoutOf(fields, target);
  const arena = createArena();
  const kernels = kernelsOf(graph, target);
  const scratchCount = total(kernels.map(({ scratch }) => scratch.length));
  const requests = (count: number) => layout(SCRATCH_REQUEST).bytes * (SPARE_REQUESTS + count);

  for (const fields of target.allocators) arena.keep('interpreter', layout(fields));
  arena.keep('interpreter', layout(BUILTIN_DATA_ALLOCATOR));
  arena.reserve(requests(0));
  arena.keep('interpreter', layout(target.compression ? ['ppp'] : ['pp']));
  arena.keep('tensors', times(layout(EVAL_TENSOR), tensorCount));
  arena.keep('operators', times(layout(NODE_AND_REGISTRATION), kernels.length));
  for (const { options } of kernels.map(({ memory }) => structures(memory, target))) {
    if (options) arena.keep('options', layout(options));
  }
  for (const { data } of kernels.map(({ memory }) => structures(memory, target))) {
    if (data) arena.keep('kernels', aligned(layout(data).bytes));
  }
  let requested = 0;
  for (const { described, tables, scratch } of kernels) {
    for (const bytes of tables) arena.keep('channels', aligned(bytes));
    arena.standBehind(described.flatMap((scales) => description(scales, layout)));
    requested += scratch.length;
    arena.reserve(requests(requested));
  }
  if (scratchCount > 0) arena.keep('scratchHandles', times(layout(['p']), scratchCount));
  for (const bytes of kernels.flatMap(({ states }) => states)) arena.keep('states', aligned(bytes));
  arena.standBehind(
    [
      layout(['p']),
      times(layout(ALLOCATION_INFO), tensorCount + scratchCount),
      aligned(alignUp(PLANNER_BYTES_A_BUFFER * bufferCount, ARENA_ALIGNMENT)),
    ],
    ARENA_ALIGNMENT,
  );
  arena.reserve(headBytes);
  for (let end = 0; end < 2; end++) {
    arena.keep('inputAndOutput', aligned(layout(['p']).bytes));
    for (const part of description(1, layout)) arena.keep('inputAndOutput', part);
  }
  return arena.allocations();
}

function kernelsOf(graph: Int8Graph, target: ArenaTarget) {
  return graph.layers.map((layer, index) => {
    const memory = kernelMemory(layer, target.kernels);
    return {
      memory,
      described: memory.described(layer),
      tables: memory.tables?.(layer) ?? [],
      scratch: memory.scratch?.(layer, index, graph) ?? [],
      states: memory.states?.(layer) ?? [],
    };
  });
}

function structures(
  { options, newOptions = [], data, compressionData = [] }: KernelMemory,
  { release, compression }: ArenaTarget,
): { options?: CFields | undefined; data?: CFields | undefined } {
  return {
    options: options && [...options, ...(release === '2026-08' ? [] : newOptions)],
    data: data && [...data, ...(compression ? compressionData : [])],
  };
}

/** The structures that describe one tensor to a kernel. */
function description(scales: number, layout: (fields: CFields) => CLayout): CLayout[] {
  if (scales === 0) return [layout(TENSOR)];
  const zeroPoints = { bytes: 4 * (1 + scales), alignment: 4 };
  return [layout(TENSOR), layout(AFFINE_QUANTIZATION), zeroPoints];
}

/** Both ends of an arena and the most that they have come to together. */
function createArena() {
  const totals = new Map<Persistent['what'], number>();
  let head = 0;
  let tail = 0;
  let peak = 0;
  return {
    keep(what: Persistent['what'], { bytes, alignment }: CLayout): void {
      const end = alignUp(tail + bytes, alignment);
      totals.set(what, (totals.get(what) ?? 0) + end - tail);
      tail = end;
      peak = Math.max(peak, head + tail);
    },
    /** The head from now on. */
    reserve(bytes: number): void {
      head = bytes;
      peak = Math.max(peak, head + tail);
    },
    /** Things behind the head for a while; the last may not reach into a block of the tail's. */
    standBehind(things: readonly CLayout[], blockBytes = 1): void {
      const end = things.reduce((at, { bytes, alignment }) => alignUp(at, alignment) + bytes, head);
      peak = Math.max(peak, end + alignUp(tail, blockBytes));
    },
    allocations(): Allocations {
      return {
        persistent: [...totals].map(([what, bytes]) => ({ what, bytes })),
        persistentBytes: tail,
        neededBytes: alignUp(peak, ARENA_ALIGNMENT),
      };
    },
  };
}

function aligned(bytes: number): CLayout {
  return { bytes, alignment: ARENA_ALIGNMENT };
}

function times({ bytes, alignment }: CLayout, count: number): CLayout {
  return { bytes: bytes * count, alignment };
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
