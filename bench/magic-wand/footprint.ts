import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Int8Graph } from '#core/compress/int8-graph';
import { c99Files } from '#core/firmware/c99-folder';
import type { ExportedModel } from '#core/firmware/exported-model';
import { createRandom } from '#core/random';
import { c99Program, programInput, programOutput } from '../../tests/support/c99-program';
import { M33_FPU_FLAGS, runOnM33, writeFiles } from '../../tests/support/cortex-m33/run-on-m33';
import { firmwareSources } from '../../tests/support/firmware-sources';
import { randomInt8Input } from '../../tests/support/random-int8-graph';

/** Bytes of a program that needs nothing else: vectors, startup and the compiler's routines count. */
export interface Footprint {
  readonly flash: number;
  /** Static memory; the stack comes on top. */
  readonly ram: number;
}

/** Programs of this folder, from the least to the whole. */
export const PROGRAMS = {
  model: 'model-alone.c',
  small: 'small-recogniser.c',
  whole: 'whole-recogniser.c',
} as const;
export type Program = keyof typeof PROGRAMS;

const HOME = import.meta.dirname;
const LINKER_SCRIPT = join(HOME, '../../firmware/cortex-m33/mps2-an505.ld');
const ARM = 'arm-none-eabi';
const FLAGS = [
  ...['-Os', '-std=c99', '-ffp-contract=off', '-ffunction-sections', '-fdata-sections', '-I.'],
  ...['-nostartfiles', '-nostdlib', '-Wl,--gc-sections', '-T', LINKER_SCRIPT],
];
const RUNS = 20;

/** The exported C99 folder linked for a Cortex-M33 with its floating-point unit, no libc. */
export function footprints(model: ExportedModel): Record<Program, Footprint> {
  const folder = mkdtempSync(join(tmpdir(), 'nodlab-wand-'));
  try {
    const exported = c99Files(model, firmwareSources());
    const texts = [...exported].filter(([, content]) => typeof content === 'string');
    writeFiles(folder, Object.fromEntries(texts) as Record<string, string>);
    const library = [...exported.keys()].filter((path) => /^nodlab\/.*\.c$/.test(path));
    const of = (program: Program): Footprint => {
      const own = ['bare.c', PROGRAMS[program]].map((name) => join(HOME, name));
      const sources = [...own, 'model.c', 'nodlab_config.c', ...library];
      const elf = `${basename(PROGRAMS[program], '.c')}.elf`;
      const args = [...M33_FPU_FLAGS, ...FLAGS, ...sources, '-lm', '-lgcc', '-o', elf];
      execFileSync(`${ARM}-gcc`, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
      return sizeOf(join(folder, elf));
    };
    return { model: of('model'), small: of('small'), whole: of('whole') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sizeOf(elf: string): Footprint {
  const output = execFileSync(`${ARM}-size`, [elf], { encoding: 'utf8' });
  const [text, data, bss] = output.split('\n')[1]!.trim().split(/\s+/).map(Number);
  return { flash: text! + data!, ram: data! + bss! };
}

/** Instructions of one inference of the generated C, `-O2`, whose outputs must be those of `run-int8`. */
export function instructionsOf(graph: Int8Graph): number {
  const folder = mkdtempSync(join(tmpdir(), 'nodlab-wand-'));
  try {
    const cases = [{ graph, inputs: [randomInt8Input(graph, createRandom(3))] }];
    const program = c99Program(cases, { count: RUNS });
    const { output, instructions } = runOnM33(program, { input: programInput(cases), folder });
    if (Buffer.compare(output, programOutput(cases)) !== 0) throw new Error('Wrong outputs.');
    return Math.round(instructions / RUNS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
