import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Int8Graph } from '../../src/core/compress/int8-graph';
import { CORTEX_M, HOST_64_BIT, OTHER_32_BIT } from '../../src/core/firmware/arena/arena-target';
import { type CFields, layoutOf } from '../../src/core/firmware/arena/c-layout';
import { withCmsisNn } from '../../src/core/firmware/arena/cmsis-nn-kernels';
import { planArena } from '../../src/core/firmware/arena/plan-arena';
import { REFERENCE } from '../../src/core/firmware/arena/reference-kernels';
import { writeTflite } from '../../src/core/tflite/write-tflite';
import { type MeasuredBytes, RECORDING, writeGoldenArenas } from '../support/golden-arenas';
import { PRESET_IDS, presetInt8Graph } from '../support/preset-int8-graph';
import { randomInt8Graph } from '../support/random-int8-graph';

const PYTHON = process.env.NODLAB_TFLM;
/** Small graphs alone, so that the golden file stays small. */
const LARGEST_FILE = 4000;

function measure(graphs: readonly Int8Graph[]): MeasuredBytes[] {
  const folder = mkdtempSync(join(tmpdir(), 'nodlab-arena-'));
  try {
    for (const [index, graph] of graphs.entries()) {
      writeFileSync(join(folder, `${String(index).padStart(4, '0')}.tflite`), writeTflite(graph));
    }
    const oracle = join(import.meta.dirname, 'arena-oracle.py');
    const lines = execFileSync(PYTHON!, [oracle, folder], { encoding: 'utf8', timeout: 120_000 });
    // Some releases print lines of their own.
    const rows = lines.split('\n').filter((line) => /^\d+ \d+ \d+$/.test(line));
    return rows.map((line) => {
      const [headBytes = Number.NaN, persistentBytes = Number.NaN, neededBytes = Number.NaN] = line
        .split(' ')
        .map(Number);
      return { headBytes, persistentBytes, neededBytes };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it.skipIf(PYTHON === undefined)(
  'plans the arena that the interpreter uses and the smallest that it allocates in, to the byte',
  () => {
    const graphs = [
      ...PRESET_IDS.map((preset) => presetInt8Graph(preset)),
      ...Array.from({ length: 250 }, (_, seed) => randomInt8Graph(seed)),
    ];
    const planned = graphs.map((graph) => {
      const { headBytes, persistentBytes, neededBytes } = planArena(graph, RECORDING);
      return { ...kindsOf(graph), headBytes, persistentBytes, neededBytes };
    });
    const measured = measure(graphs).map((bytes, index) => ({
      ...kindsOf(graphs[index]!),
      ...bytes,
    }));
    expect(planned).toEqual(measured);
  },
);

it.runIf(PYTHON !== undefined && process.env.NODLAB_WRITE_GOLDEN === '1')(
  'writes the golden arenas anew',
  () => {
    const seen = new Set<string>();
    const graphs = Array.from({ length: 300 }, (_, seed) => randomInt8Graph(seed)).filter(
      (graph) => {
        const fresh = graph.layers.some(({ kind }) => !seen.has(kind));
        if (!fresh || writeTflite(graph).length > LARGEST_FILE) return false;
        for (const { kind } of graph.layers) seen.add(kind);
        return true;
      },
    );
    const measured = measure(graphs);
    writeGoldenArenas(
      graphs.map((graph, index) => ({ tflite: writeTflite(graph), ...measured[index]! })),
    );
  },
);

/** Structures of every shape that the plan knows, as C declares them. */
const SCALARS: Readonly<Record<string, string>> = {
  p: 'void *',
  e: 'enum few',
  b: 'char',
  h: 'int16_t',
  i: 'int32_t',
  d: 'double',
};

function declaration(fields: CFields, name: string): string {
  const members = fields.flatMap((field) =>
    typeof field === 'string'
      ? Array.from(field, (letter) => (at: number) => `${SCALARS[letter]!} m${at};`)
      : [(at: number) => declaration(field, `m${at}`)],
  );
  return `struct { ${members.map((member, at) => member(at)).join(' ')} } ${name};`;
}

const compilers = [
  { compiler: process.env.NODLAB_CC, flags: [], target: HOST_64_BIT },
  { compiler: process.env.NODLAB_ARM_CC, flags: [], target: CORTEX_M },
  { compiler: process.env.NODLAB_ARM_CC, flags: ['-fno-short-enums'], target: OTHER_32_BIT },
];

for (const { compiler, flags, target } of compilers) {
  it.skipIf(compiler === undefined)(
    `lays structures out as ${[compiler, ...flags].join(' ')} does`,
    () => {
      const kernels = [REFERENCE, withCmsisNn(REFERENCE)].flatMap((table) => Object.values(table));
      const structures = [
        ...target.allocators,
        ...kernels.flatMap(({ options, newOptions = [], data, compressionData = [] }) => [
          ...(options ? [options, [...options, ...newOptions]] : []),
          ...(data ? [data, [...data, ...compressionData]] : []),
        ]),
      ];
      const lines = structures.map((fields, index) => {
        const { bytes } = layoutOf(fields, target);
        const name = `s${index}`;
        return `${declaration(fields, name)} _Static_assert(sizeof(${name}) == ${bytes}, "${name}");`;
      });
      const code = ['#include <stdint.h>', 'enum few { ONE, TWO };', ...lines].join('\n');
      execFileSync(compiler!, [...flags, '-std=c11', '-fsyntax-only', '-x', 'c', '-'], {
        input: code,
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      expect(structures.length).toBeGreaterThan(50);
    },
  );
}

function kindsOf({ layers }: Int8Graph): { readonly kinds: string } {
  return { kinds: layers.map(({ kind }) => kind).join(' ') };
}
