import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Int8Graph } from '#core/compress/int8-graph';
import { generateC99 } from '#core/firmware/c99/generate-c99';
import { valueCount } from '#core/model/shapes';
import { createRandom } from '#core/random';
import { c99Program, programInput, programOutput } from '../tests/support/c99-program';
import { M33_FLAGS, runOnM33, writeFiles } from '../tests/support/cortex-m33/run-on-m33';
import { randomInt8Input } from '../tests/support/random-int8-graph';
import { type BenchNetwork, benchNetworks } from './c99/networks';
import type { BenchResult } from './run';

const BUILDS = {
  small: ['-Os'],
  plain: ['-O2'],
  dsp: ['-O2', '-DNODLAB_USE_DSP'],
} as const;
type Build = keyof typeof BUILDS;

const ARM = 'arm-none-eabi';

/** Text of the least application of TensorFlow Lite Micro, its model left out, bytes. */
const INTERPRETER_CODE = { dense: 38.3e3, convolution: 69.6e3, recurrent: 69.6e3 } as const;
/** Runs counted together, so that the timer's step of 50 instructions does not matter. */
const RUNS = 20;

interface Measured {
  readonly network: BenchNetwork;
  /** Text and constants without the network's own tables. */
  readonly code: Readonly<Record<Build, number>>;
  readonly constBytes: number;
  /** Static memory with the input and the output, which an arena holds too. */
  readonly ramBytes: number;
  readonly instructions: Readonly<Record<Build, number>>;
}

/**
 * The exported C on a Cortex-M33 under QEMU: flash, RAM and exact instruction counts, beside what
 * TensorFlow Lite Micro takes. Asks for `arm-none-eabi-gcc` and `qemu-system-arm`.
 */
export default async function run(): Promise<BenchResult> {
  const measured = benchNetworks().map(measure);
  const table = measured.map(({ network, code, constBytes, ramBytes, instructions }) => ({
    network: network.name,
    tables: constBytes,
    'code -Os': code.small,
    'code -O2': code.plain,
    'code DSP': code.dsp,
    RAM: ramBytes,
    'arena TFLM': network.reference?.arenaBytes ?? '',
    'instr -Os': instructions.small,
    'instr -O2': instructions.plain,
    'instr DSP': instructions.dsp,
    'TFLM ref': network.reference?.referenceInstructions ?? '',
    'CMSIS-NN': network.reference?.cmsisInstructions ?? '',
    'CMSIS-NN / ours': network.reference
      ? round(network.reference.cmsisInstructions / fewest(instructions))
      : '',
  }));
  const least = (family: string | null, of: (one: Measured) => number) =>
    round(
      Math.min(
        ...measured
          .filter(({ network: { reference } }) =>
            family === null ? reference : reference?.family === family,
          )
          .map(of),
      ),
    );
  const cmsisRatio = (one: Measured) =>
    one.network.reference!.cmsisInstructions / fewest(one.instructions);
  return {
    table,
    figures: {
      codeRatio: least(null, ({ network, code }) => {
        return INTERPRETER_CODE[network.reference!.family] / code.plain;
      }),
      ramRatio: least(null, ({ network, ramBytes }) => network.reference!.arenaBytes / ramBytes),
      denseInstructions: least('dense', cmsisRatio),
      convolutionInstructions: least('convolution', cmsisRatio),
      recurrentInstructions: least('recurrent', cmsisRatio),
    },
    aims: { codeRatio: 10, ramRatio: 1, denseInstructions: 1, convolutionInstructions: 0.67 },
  };
}

/** With the DSP switch or without: they give the same. */
function fewest({ plain, dsp }: Readonly<Record<Build, number>>): number {
  return Math.min(plain, dsp);
}

function measure(network: BenchNetwork): Measured {
  const { graph } = network;
  const { constBytes } = generateC99(graph);
  const folder = mkdtempSync(join(tmpdir(), 'nodlab-c99-'));
  try {
    const of = (build: Build) => ({
      size: sizeOf(graph, folder, BUILDS[build]),
      instructions: instructionsOf(graph, folder, BUILDS[build]),
    });
    const builds = { small: of('small'), plain: of('plain'), dsp: of('dsp') };
    const each = (value: (build: Build) => number) => ({
      small: value('small'),
      plain: value('plain'),
      dsp: value('dsp'),
    });
    const ends = [graph.values[0]!, graph.values.at(-1)!].map(({ shape }) => valueCount(shape));
    return {
      network,
      constBytes,
      code: each((build) => builds[build].size.text - constBytes),
      ramBytes: builds.plain.size.ram + ends[0]! + ends[1]!,
      instructions: each((build) => builds[build].instructions),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bytes as `arm-none-eabi-size` has them: text holds the constants. */
function sizeOf(
  graph: Int8Graph,
  folder: string,
  flags: readonly string[],
): { text: number; ram: number } {
  const { header, source } = generateC99(graph);
  writeFiles(folder, { 'model.h': header, 'model.c': source });
  const options = { cwd: folder, encoding: 'utf8' } as const;
  const args = [...M33_FLAGS, ...flags, '-std=c99', '-c', 'model.c', '-o', 'model.o'];
  execFileSync(`${ARM}-gcc`, args, options);
  const line = execFileSync(`${ARM}-size`, ['model.o'], options).split('\n')[1]!;
  const [text, data, bss] = line.trim().split(/\s+/).map(Number);
  return { text: text!, ram: data! + bss! };
}

/** Instructions of one inference; the outputs must be those of `run-int8`. */
function instructionsOf(graph: Int8Graph, folder: string, flags: readonly string[]): number {
  const cases = [{ graph, inputs: [randomInt8Input(graph, createRandom(3))] }];
  const { output, instructions } = runOnM33(c99Program(cases, { count: RUNS }), {
    input: programInput(cases),
    folder,
    flags,
  });
  if (Buffer.compare(output, programOutput(cases)) !== 0) throw new Error('Wrong outputs.');
  return Math.round(instructions / RUNS);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
