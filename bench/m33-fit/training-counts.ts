import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Int8Graph } from '#core/compress/int8-graph';
import { generateC99 } from '#core/firmware/c99/generate-c99';
import type { M33Build } from '#core/firmware/m33/operator-work';
import { randomInt8Graph } from '../../tests/support/random-int8-graph';
import { countInstructions, type InstructionCount } from '../m33/measure';
import { clustered, poolNetwork, randomNetwork } from '../m33/networks';

/** What costs are fitted to: random networks, odd ones, pools alone, clustered weights. */
export function trainingNetworks(): readonly Int8Graph[] {
  return [
    ...from(10_000, 600, randomNetwork),
    ...from(20_000, 300, randomInt8Graph),
    ...from(30_000, 150, poolNetwork),
    ...from(40_000, 250, (seed) => clustered(randomNetwork(seed), seed - 40_000)),
  ];
}

function from<T>(seed: number, count: number, make: (seed: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(seed + index));
}

/** Networks measured between two writes of what is known. */
const STEP = 100;

/** Counts layer by layer; those of a C source that was measured before are kept in `.cache`. */
export function trainingCounts(graphs: readonly Int8Graph[], build: M33Build): InstructionCount[] {
  const file = join(import.meta.dirname, `../../.cache/m33-counts/${build}.json`);
  const known: Record<string, InstructionCount> = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : {};
  const keys = graphs.map((graph) =>
    createHash('sha256')
      .update(generateC99(graph, { trace: true }).source)
      .digest('hex'),
  );
  const missing = graphs.flatMap((graph, at) => (keys[at]! in known ? [] : [{ graph, at }]));
  mkdirSync(dirname(file), { recursive: true });
  for (let first = 0; first < missing.length; first += STEP) {
    const some = missing.slice(first, first + STEP);
    console.error(`${build}: ${first} of ${missing.length}`);
    const counts = countInstructions(
      some.map(({ graph }) => graph),
      build,
      { layers: true },
    );
    for (const [index, { at }] of some.entries()) known[keys[at]!] = counts[index]!;
    writeFileSync(file, JSON.stringify(known));
  }
  return keys.map((key) => known[key]!);
}
