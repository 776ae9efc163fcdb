import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(import.meta.dirname, 'serial');
const OUTPUT = join(import.meta.dirname, '..', '..', '.cache', 'fake-serial');
const HEADER = 'devices.h';
const FLAGS = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror'];

/** The library to preload and the program that owns the ptys. */
export interface CompiledFakes {
  readonly shim: string;
  readonly hub: string;
}

/** Compiles the C of the fake cable into `.cache`, unless that is newer than its source. */
export function compileFakes(): CompiledFakes {
  mkdirSync(OUTPUT, { recursive: true });
  return {
    shim: compile('fake-udev.so', ['fake-udev.c', 'modem-lines.c'], ['-shared', '-fPIC'], ['-ldl']),
    hub: compile('pty-hub', ['pty-hub.c'], [], []),
  };
}

function compile(
  name: string,
  sources: readonly string[],
  flags: readonly string[],
  libraries: readonly string[],
): string {
  const output = join(OUTPUT, name);
  const inputs = sources.map((source) => join(SOURCES, source));
  const newest = Math.max(
    ...[...inputs, join(SOURCES, HEADER)].map((path) => statSync(path).mtimeMs),
  );
  if (existsSync(output) && statSync(output).mtimeMs > newest) return output;
  // Put in place as a whole: another process may be about to load it.
  const fresh = `${output}.${process.pid}`;
  execFileSync('cc', [...FLAGS, ...flags, '-o', fresh, ...inputs, ...libraries]);
  renameSync(fresh, output);
  return output;
}
