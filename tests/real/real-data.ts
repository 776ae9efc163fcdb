import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Real recordings beside the repository; each folder's NOTE.json names source and licence. */
export const REAL_DATA = join(import.meta.dirname, '../../../shared/data');

/** Text of a file below it. Throws one clear sentence when the folder is missing. */
export function realText(path: string): string {
  return readFileSync(realPath(path), 'utf8');
}

/** Bytes of a file below it. */
export function realBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(realPath(path)));
}

/** Names in a folder below it, sorted. */
export function realFiles(folder: string): string[] {
  return readdirSync(realPath(folder)).sort();
}

function realPath(path: string): string {
  if (!existsSync(REAL_DATA)) {
    throw new Error(`There are no real recordings at ${REAL_DATA}; this suite cannot run.`);
  }
  return join(REAL_DATA, path);
}
