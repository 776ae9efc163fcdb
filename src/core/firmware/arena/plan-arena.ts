import type { Int8Graph } from '#core/compress/int8-graph';
import { valueCount } from '#core/model/shapes';
import type { ArenaBuffer, ArenaPlan } from './arena-plan';
import { type ArenaTarget, CORTEX_M } from './arena-target';
import { ARENA_ALIGNMENT, walkAllocations } from './interpreter-memory';
import { type KernelSet, kernelMemory } from './kernel-sets';
import { placeBuffers } from './place-buffers';

/**
 * The arena of a graph, to the byte. Its file has `tensorCount` tensors: unless given, as many as
 * `writeTflite` writes.
 */
export function planArena(
  graph: Int8Graph,
  target: ArenaTarget = CORTEX_M,
  tensorCount = countTensors(graph),
): ArenaPlan {
  const wanted = buffersOf(graph, target.kernels);
  const { offsets, totalBytes: headBytes } = placeBuffers(
    wanted.map(({ sizeBytes, firstOperator, lastOperator }) => ({
      sizeBytes,
      first: firstOperator,
      last: lastOperator,
    })),
    ARENA_ALIGNMENT,
  );
  const { persistent, persistentBytes, neededBytes } = walkAllocations(graph, target, {
    headBytes,
    bufferCount: wanted.length,
    tensorCount,
  });
  return {
    buffers: wanted.map((buffer, index) => ({ ...buffer, offset: offsets[index]! })),
    headBytes,
    persistent,
    persistentBytes,
    totalBytes: headBytes + persistentBytes,
    neededBytes,
  };
}

function countTensors({ values, layers }: Int8Graph): number {
  return layers.reduce(
    (count, layer) => count + (kernelMemory(layer, 'reference').constants?.(layer).length ?? 0),
    values.length,
  );
}

/** Buffers in the order in which the interpreter hands them to its planner. */
function buffersOf(graph: Int8Graph, kernels: KernelSet): Omit<ArenaBuffer, 'offset'>[] {
  const lastReader = graph.values.map((_, id) => id - 1);
  for (const [index, layer] of graph.layers.entries()) {
    for (const id of layer.inputs) lastReader[id] = index;
  }
  const values = graph.values.map(({ shape }, id) => ({
    kind: 'value' as const,
    name: id === 0 ? 'input' : graph.layers[id - 1]!.name,
    id,
    sizeBytes: valueCount(shape),
    firstOperator: Math.max(0, id - 1),
    lastOperator: lastReader[id]!,
  }));
  const scratch = graph.layers.flatMap((layer, index) =>
    (kernelMemory(layer, kernels).scratch?.(layer, index, graph) ?? []).map((sizeBytes, nth) => ({
      kind: 'scratch' as const,
      name: `${layer.name} ${nth + 1}`,
      id: index,
      sizeBytes,
      firstOperator: index,
      lastOperator: index,
    })),
  );
  return [...values, ...scratch];
}
