import { valueCount } from '#core/model/shapes';
import type { Int8Graph, Int8Layer } from '../../compress/int8-graph';
import { placeBuffers } from '../arena/place-buffers';
import { patchBytes } from './layers/conv2d';

/** Where the values of one model lie while it runs. */
export interface MemoryPlan {
  /** C expression of each value's first byte. */
  readonly places: readonly string[];
  /** Of each layer's scratch memory. */
  readonly scratch: readonly string[];
  /** Of the layers' shared memory. */
  readonly arenaBytes: number;
  /** Layers that compute nothing: their value lies in the one that they read. */
  readonly silent: ReadonlySet<number>;
  /** LSTMs of which nobody reads any but the last row, which is all that they keep. */
  readonly lastRowOnly: ReadonlySet<number>;
}

const ALIGNMENT = 4;
const IN_PLACE: ReadonlySet<Int8Layer['kind']> = new Set([
  'relu',
  'relu6',
  'logistic',
  'tanh',
  'requantise',
  'softmax',
  'add',
]);

/** Values that share their memory. */
interface Block {
  readonly sizeBytes: number;
  readonly first: number;
  last: number;
}

/**
 * Places all values but the input, which is read where the caller has it, and what becomes the
 * output, which is written where the caller wants it. RESHAPE and the last row of a sequence cost
 * nothing; a function of every number by itself overwrites what it reads if nobody reads it later.
 * `keepAll` lets every value be read as soon as it is there, for traces.
 */
export function planMemory(graph: Int8Graph, keepAll: boolean): MemoryPlan {
  const { values, layers } = graph;
  const readers = values.map((_, id) =>
    layers.flatMap(({ inputs }, index) => (inputs.includes(id) ? [index] : [])),
  );
  const lastReadOf = (id: number) => Math.max(id - 1, ...readers[id]!);
  const lastRowOnly = new Set<number>();
  const silent = new Set<number>();
  const blocks: (Block | null)[] = [null];
  const blockOf: { block: number; offset: number }[] = [{ block: 0, offset: 0 }];
  /** The last layer to read any value of a block so far. */
  const lastRead = [Number.POSITIVE_INFINITY];

  for (const [index, layer] of layers.entries()) {
    const id = index + 1;
    const bytes = valueCount(values[id]!.shape);
    const joined = joinedBlock(layer, index);
    if (joined) {
      blockOf.push(joined);
      lastRead[joined.block] = Math.max(lastRead[joined.block]!, lastReadOf(id));
      continue;
    }
    const onlyLast =
      layer.kind === 'lstm' &&
      !keepAll &&
      readers[id]!.length > 0 &&
      readers[id]!.every((reader) => layers[reader]!.kind === 'lastFrame');
    if (onlyLast) lastRowOnly.add(index);
    blocks.push({ sizeBytes: onlyLast ? layer.units : bytes, first: index, last: index });
    lastRead.push(lastReadOf(id));
    blockOf.push({ block: blocks.length - 1, offset: 0 });
  }

  function joinedBlock(layer: Int8Layer, index: number) {
    const input = layer.inputs[0]!;
    const from = blockOf[input]!;
    if (layer.kind === 'reshape') {
      silent.add(index);
      return from;
    }
    if (layer.kind === 'lastFrame') {
      silent.add(index);
      const skipped = lastRowOnly.has(input - 1)
        ? 0
        : valueCount(values[input]!.shape) - valueCount(values[index + 1]!.shape);
      return { block: from.block, offset: from.offset + skipped };
    }
    if (!IN_PLACE.has(layer.kind)) return null;
    return (
      layer.inputs
        .map((id) => blockOf[id]!)
        .find(
          ({ block, offset }) =>
            offset === 0 &&
            lastRead[block]! <= index &&
            blocks[block]?.sizeBytes === valueCount(values[index + 1]!.shape),
        ) ?? null
    );
  }

  for (const [at, block] of blocks.entries()) if (block) block.last = lastRead[at]!;
  const end = blockOf.at(-1)!;
  const outputBlock = end.offset === 0 && isWhole(blocks[end.block], graph) ? end.block : -1;
  const scratchBytes = layers.map((layer) => bytesOfScratch(layer, graph));
  const kept = blocks.map((block, at) =>
    block && at !== outputBlock ? block : { sizeBytes: 0, first: 0, last: 0 },
  );
  const { offsets, totalBytes } = placeBuffers(
    [...kept, ...scratchBytes.map((sizeBytes, at) => ({ sizeBytes, first: at, last: at }))],
    ALIGNMENT,
  );
  return {
    places: blockOf.map(({ block, offset }) => {
      if (block === 0) return plus('input', offset);
      if (block === outputBlock) return plus('output', offset);
      return plus('arena', offsets[block]! + offset);
    }),
    scratch: layers.map((_, index) => plus('arena', offsets[blocks.length + index]!)),
    arenaBytes: totalBytes,
    silent,
    lastRowOnly,
  };
}

function isWhole(block: Block | null | undefined, { values }: Int8Graph): boolean {
  return block?.sizeBytes === valueCount(values.at(-1)!.shape);
}

function bytesOfScratch(layer: Int8Layer, { values }: Int8Graph): number {
  const { shape } = values[layer.inputs[0]!]!;
  if (layer.kind === 'conv2d' || layer.kind === 'depthwiseConv2d') return patchBytes(layer, shape);
  return layer.kind === 'lstm' ? layer.units : 0;
}

function plus(name: string, offset: number): string {
  return offset === 0 ? name : `${name} + ${offset}`;
}
