import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a program left behind. */
export interface M33Result {
  /** Its file `output.bin`. */
  readonly output: Uint8Array;
  /** Between its calls of `count_begin()` and `count_end()`, in steps of 50; 0 without. */
  readonly instructions: number;
}

export interface M33Options {
  /** Its file `input.bin`. */
  readonly input: Uint8Array;
  /** An empty folder to work in. */
  readonly folder: string;
  /** Of the compiler, beside those for the processor. */
  readonly flags?: readonly string[];
  readonly armCc?: string;
  readonly qemu?: string;
}

const STARTUP = join(import.meta.dirname, '../../../firmware/cortex-m33');

/** The processor, as the compiler calls it. */
export const M33_FLAGS: readonly string[] = ['-mcpu=cortex-m33', '-mthumb', '-mfloat-abi=soft'];

/** The processor with its floating-point unit, of single precision. */
export const M33_FPU_FLAGS: readonly string[] = [
  ...['-mcpu=cortex-m33', '-mthumb', '-mfloat-abi=hard', '-mfpu=fpv5-sp-d16'],
];

/** What a program needs to start on QEMU's board, to print and to use files there. */
export const M33_STARTUP: readonly string[] = [
  ...['--specs=rdimon.specs', '-nostartfiles', '-Wl,--gc-sections'],
  ...['-T', join(STARTUP, 'mps2-an505.ld'), join(STARTUP, 'startup.c')],
];

/**
 * Compiles C files, by path, and runs them on a Cortex-M33 under QEMU. Throws where the program does
 * not end with 0.
 */
export function runOnM33(
  files: Readonly<Record<string, string>>,
  { input, folder, flags = ['-O2'], armCc = 'arm-none-eabi-gcc', qemu }: M33Options,
): M33Result {
  const sources = writeFiles(folder, files).filter((name) => name.endsWith('.c'));
  sources.push(join(import.meta.dirname, 'count.c'));
  execFileSync(armCc, [...M33_FLAGS, ...flags, ...sources, ...M33_STARTUP, '-o', 'program.elf'], {
    cwd: folder,
    timeout: 300_000,
  });
  writeFileSync(join(folder, 'input.bin'), input);
  const counted = join(folder, 'instructions.txt');
  rmSync(counted, { force: true });
  runOnQemu('program.elf', folder, qemu);
  return {
    output: new Uint8Array(readFileSync(join(folder, 'output.bin'))),
    instructions: existsSync(counted) ? Number(readFileSync(counted, 'utf8')) : 0,
  };
}

/** Runs a compiled program of `folder` there. Throws where it does not end with 0. */
export function runOnQemu(program: string, folder: string, qemu = 'qemu-system-arm'): void {
  execFileSync(
    qemu,
    [
      ...['-M', 'mps2-an505', '-nographic', '-icount', 'shift=0'],
      ...['-semihosting-config', 'enable=on,target=native', '-kernel', program],
    ],
    { cwd: folder, timeout: 300_000, stdio: ['ignore', 'pipe', 'pipe'] },
  );
}

/** Writes files by their paths below `folder`; the paths. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): string[] {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return Object.keys(files);
}
