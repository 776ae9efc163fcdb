import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ArenaTarget, HOST_64_BIT } from '../../src/core/firmware/arena/arena-target';

/** What TensorFlow Lite Micro's interpreter reports of its arena, bytes. */
export interface MeasuredBytes {
  readonly headBytes: number;
  readonly persistentBytes: number;
  /** The smallest arena that it allocates in. */
  readonly neededBytes: number;
}

/** A small model with the arena that the interpreter of the Python package used for it. */
export interface GoldenArena extends MeasuredBytes {
  readonly tflite: Uint8Array;
}

/** That interpreter: its allocators count, and it is built with compression of weights. */
export const RECORDING: ArenaTarget = {
  ...HOST_64_BIT,
  compression: true,
  allocators: [
    [...HOST_64_BIT.allocators[0]!, 'pppp'],
    HOST_64_BIT.allocators[1]!,
    [...HOST_64_BIT.allocators[2]!, 'p', 'p'.repeat(3 * 8)],
  ],
};

const FILE = join(import.meta.dirname, '..', 'golden', 'arenas.json');

/** Made by `NODLAB_WRITE_GOLDEN=1 npm run test:interop`. */
export function readGoldenArenas(): GoldenArena[] {
  const rows = JSON.parse(readFileSync(FILE, 'utf8')) as (MeasuredBytes & { tflite: string })[];
  return rows.map((row) => ({
    ...row,
    tflite: Uint8Array.from(Buffer.from(row.tflite, 'base64')),
  }));
}

export function writeGoldenArenas(arenas: readonly GoldenArena[]): void {
  const rows = arenas.map((arena) => ({
    ...arena,
    tflite: Buffer.from(arena.tflite).toString('base64'),
  }));
  writeFileSync(FILE, `${JSON.stringify(rows, null, 2)}\n`);
}
