import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A small file of the official converter with what TensorFlow Lite Micro gave for one input. */
export interface OfficialGolden {
  /** Name of the file in `tests/golden/official`. */
  readonly name: string;
  readonly tflite: Uint8Array;
  /** Bytes of the file's own types. */
  readonly input: Uint8Array;
  readonly output: Uint8Array;
}

const FOLDER = join(import.meta.dirname, '..', 'golden', 'official');
const RUNS = join(FOLDER, 'runs.json');

/**
 * Networks of `tests/interop/make-official.py`, written here by
 * `NODLAB_OFFICIAL=FOLDER NODLAB_WRITE_GOLDEN=1 npm run test:interop official`.
 */
export function readOfficialGolden(): OfficialGolden[] {
  const runs = JSON.parse(readFileSync(RUNS, 'utf8')) as Record<
    string,
    { readonly input: string; readonly output: string }
  >;
  return Object.entries(runs).map(([name, { input, output }]) => ({
    name,
    tflite: Uint8Array.from(readFileSync(join(FOLDER, name))),
    input: Uint8Array.from(Buffer.from(input, 'base64')),
    output: Uint8Array.from(Buffer.from(output, 'base64')),
  }));
}

export function writeOfficialGolden(golden: readonly OfficialGolden[]): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const { name, tflite } of golden) writeFileSync(join(FOLDER, name), tflite);
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const runs = golden.map(({ name, input, output }) => [
    name,
    { input: base64(input), output: base64(output) },
  ]);
  writeFileSync(RUNS, `${JSON.stringify(Object.fromEntries(runs), null, 2)}\n`);
}
