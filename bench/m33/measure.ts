import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Int8Graph } from '#core/compress/int8-graph';
import { createInt8Runner } from '#core/compress/run-int8';
import { generateC99 } from '#core/firmware/c99/generate-c99';
import type { M33Build } from '#core/firmware/m33/operator-work';
import { createRandom } from '#core/random';
import { M33_FLAGS, M33_STARTUP, writeFiles } from '../../tests/support/cortex-m33/run-on-m33';
import { randomInt8Input } from '../../tests/support/random-int8-graph';

/** Flags of the compiler for each build that the model knows. */
const BUILD_FLAGS: Readonly<Record<M33Build, readonly string[]>> = {
  o2: ['-O2'],
  dsp: ['-O2', '-DNODLAB_USE_DSP'],
};

/** Instructions of one inference of one network. */
export interface InstructionCount {
  readonly total: number;
  /** Of each layer, where asked for. */
  readonly layers: readonly number[];
}

/** Networks in one program: they share 4 MB of code and of memory. */
const AT_ONCE = 25;

/**
 * With QEMU's `-icount shift=6` an instruction takes 64 ns of the timer, which ticks every 50: exact
 * to one instruction.
 */
const INSTRUCTIONS_PER_TICK = 50 / 64;

/**
 * Instructions that the exported C of each network takes on a Cortex-M33 under QEMU; with `layers`,
 * each layer's, from the places where the generator can call out. Throws where an output is not that
 * of `run-int8`.
 */
export function countInstructions(
  graphs: readonly Int8Graph[],
  build: M33Build,
  { layers = false } = {},
): InstructionCount[] {
  const counts: InstructionCount[] = [];
  for (let at = 0; at < graphs.length; at += AT_ONCE) {
    counts.push(...countChunk(graphs.slice(at, at + AT_ONCE), build, layers));
  }
  return counts;
}

function countChunk(
  graphs: readonly Int8Graph[],
  build: M33Build,
  layers: boolean,
): InstructionCount[] {
  const folder = mkdtempSync(join(tmpdir(), 'nodlab-m33-'));
  try {
    const random = createRandom(3);
    const inputs = graphs.map((graph) => randomInt8Input(graph, random));
    const files: Record<string, string> = { 'main.c': mainSource(graphs, layers) };
    for (const [index, graph] of graphs.entries()) {
      const { header, source } = generateC99(graph, { prefix: `graph_${index}`, trace: layers });
      files[`graph_${index}/model.h`] = header;
      files[`graph_${index}/model.c`] = source;
    }
    const sources = writeFiles(folder, files).filter((name) => name.endsWith('.c'));
    execFileSync(
      'arm-none-eabi-gcc',
      [...M33_FLAGS, ...BUILD_FLAGS[build], ...sources, ...M33_STARTUP, '-o', 'program.elf'],
      { cwd: folder },
    );
    writeFileSync(join(folder, 'input.bin'), bytesOf(inputs));
    execFileSync(
      'qemu-system-arm',
      [
        ...['-M', 'mps2-an505', '-nographic', '-icount', 'shift=6'],
        ...['-semihosting-config', 'enable=on,target=native', '-kernel', 'program.elf'],
      ],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const expected = graphs.map((graph, index) => createInt8Runner(graph).run(inputs[index]!));
    if (Buffer.compare(readFileSync(join(folder, 'output.bin')), bytesOf(expected)) !== 0) {
      throw new Error('Wrong outputs.');
    }
    return readFileSync(join(folder, 'counts.txt'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [total, ...ofLayers] = line.split(' ').map((n) => Number(n) * INSTRUCTIONS_PER_TICK);
        return { total: total!, layers: layers ? ofLayers : [] };
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function bytesOf(parts: readonly Int8Array[]): Buffer {
  return Buffer.concat(parts.map((part) => new Uint8Array(part)));
}

/** Runs each network once; writes a line of ticks for each: in all, then layer by layer. */
function mainSource(graphs: readonly Int8Graph[], layers: boolean): string {
  const names = graphs.map((_, index) => `graph_${index}`);
  const mostLayers = Math.max(...graphs.map((graph) => graph.layers.length));
  return `#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
${names.map((name) => `#include "${name}/model.h"`).join('\n')}

#define TIMER ((volatile uint32_t *)0x50000000u)
static uint32_t last, ticks[${mostLayers + 1}];

${names.map((name) => `void ${name}_trace(int32_t, const int8_t *, int32_t);`).join('\n')}
static void mark(int32_t id) {
  ticks[id] = last - TIMER[1];
  last = TIMER[1];
}
${layers ? names.map((name) => `void ${name}_trace(int32_t id, const int8_t *numbers, int32_t count) { (void)numbers; (void)count; mark(id); }`).join('\n') : ''}

static FILE *input_file, *output_file, *counts_file;

static void count(void (*run)(const int8_t *, int8_t *), int in, int out, int layers) {
  int8_t *input = malloc((size_t)in), *output = malloc((size_t)out);
  if (fread(input, 1, (size_t)in, input_file) != (size_t)in) exit(2);
  TIMER[0] = 0;
  TIMER[2] = 0xFFFFFFFFu;
  TIMER[1] = 0xFFFFFFFFu;
  TIMER[0] = 1;
  const uint32_t begun = last = TIMER[1];
  run(input, output);
  ticks[0] = begun - TIMER[1];
  fwrite(output, 1, (size_t)out, output_file);
  for (int i = 0; i <= layers; i++) fprintf(counts_file, i < layers ? "%lu " : "%lu\\n", (unsigned long)ticks[i]);
  free(input);
  free(output);
}

int main(void) {
  input_file = fopen("input.bin", "rb");
  output_file = fopen("output.bin", "wb");
  counts_file = fopen("counts.txt", "w");
${graphs
  .map((graph, index) => {
    const name = `graph_${index}`;
    const size = name.toUpperCase();
    return `  count(${name}_run, ${size}_INPUT_SIZE, ${size}_OUTPUT_SIZE, ${graph.layers.length});`;
  })
  .join('\n')}
  fclose(counts_file);
  fclose(output_file);
  return 0;
}
`;
}
