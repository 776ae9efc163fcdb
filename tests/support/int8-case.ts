import type { Int8Graph } from '../../src/core/compress/int8-graph';
import { createRandom } from '../../src/core/random';
import { randomInt8Input } from './random-int8-graph';

/** A graph and the inputs to run it on. */
export interface Int8Case {
  readonly graph: Int8Graph;
  readonly inputs: readonly Int8Array[];
}

/** A graph with `count` inputs drawn at random. */
export function withRandomInputs(graph: Int8Graph, seed: number, count: number): Int8Case {
  const random = createRandom(seed);
  return { graph, inputs: Array.from({ length: count }, () => randomInt8Input(graph, random)) };
}
