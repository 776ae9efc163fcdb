import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateC99 } from '../../src/core/firmware/c99/generate-c99';
import { exportedLive } from '../../src/core/firmware/exported-live';
import { liveConfigHeader, liveConfigSource } from '../../src/core/firmware/live-config';
import type { ConfiguredModel } from '../../src/core/firmware/live-macros';
import type { LiveModel } from '../../src/core/live/recogniser';
import { runOnQemu } from './cortex-m33/run-on-m33';
import { firmwareSources } from './firmware-sources';
import type { Played } from './live-page';
import { type TapeRecord, tapeBytes } from './live-tape';

const PROGRAM = join(import.meta.dirname, 'live-c-program.c');
export const C99_FLAGS = [
  '-std=c99',
  '-pedantic',
  '-Wall',
  '-Wextra',
  '-Wconversion',
  '-Wshadow',
  '-Werror',
  '-ffp-contract=off',
];

/** What the configuration says of a model that the page recognises with. */
export function configuredModel(model: LiveModel): ConfiguredModel {
  const { graph, windowing, channels, normaliser, classes, gestures } = model;
  return {
    sha256: 'ab'.repeat(32),
    classes: classes.map((id) => {
      const gesture = gestures.find((one) => one.id === id);
      return { label: gesture?.name ?? id, kind: gesture?.kind ?? 'nothing' };
    }),
    input: graph.values[0]!.quantisation,
    output: graph.values.at(-1)!.quantisation,
    frames: Math.round((windowing.lengthMs * windowing.rateHz) / 1000),
    rateHz: windowing.rateHz,
    hopMs: windowing.hopMs,
    channels,
    normaliser,
    live: exportedLive(model),
  };
}

/** Writes the sources of the live logic, made for `model`, into `folder`; their `.c` names. */
export function writeLiveSources(folder: string, model: ConfiguredModel): string[] {
  const sources = new Map(
    [...firmwareSources()].filter(([path]) => /^nodlab_\w+\.[ch]$/.test(path)),
  );
  sources.set('nodlab_config.h', liveConfigHeader(model));
  sources.set('nodlab_config.c', liveConfigSource(model));
  for (const [name, text] of sources) writeFileSync(join(folder, name), text);
  return [...sources.keys()].filter((name) => name.endsWith('.c'));
}

/** Compiles the program that plays tapes, with the compiler `cc`, as `live-c` in `folder`. */
export function compileLive(
  cc: string,
  folder: string,
  model: LiveModel,
  flags: readonly string[] = [],
): void {
  const sources = writeLiveSources(folder, configuredModel(model));
  const { header, source } = generateC99(model.graph, { prefix: 'real_model' });
  writeFileSync(join(folder, 'real_model.h'), header);
  writeFileSync(join(folder, 'real_model.c'), source.replace('"model.h"', '"real_model.h"'));
  sources.push('real_model.c');
  const args = [...C99_FLAGS, ...flags, '-I.', ...sources, PROGRAM, '-o', 'live-c', '-lm'];
  execFileSync(cc, args, { cwd: folder, timeout: 120_000 });
}

/**
 * Plays a tape to the C program and the model generated for it. `qemu`: the emulator to run it on.
 */
export function playOnC(folder: string, tape: readonly TapeRecord[], qemu?: string): Played {
  const at = (name: string) => join(folder, name);
  writeFileSync(at('tape'), tapeBytes(tape));
  // A run that writes nothing must not pass for the one before.
  for (const name of ['log', 'windows', 'points']) rmSync(at(name), { force: true });
  if (qemu === undefined) execFileSync(at('live-c'), { cwd: folder, timeout: 240_000 });
  else runOnQemu('live-c', folder, qemu);
  const points = readFileSync(at('points'));
  return {
    log: readFileSync(at('log'), 'utf8').trimEnd().split('\n'),
    windows: new Uint8Array(readFileSync(at('windows'))),
    points: new Float64Array(new Uint8Array(points).buffer),
  };
}
