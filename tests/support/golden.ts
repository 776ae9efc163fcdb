import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A small model with what TensorFlow Lite Micro computed for one input. */
export interface Golden {
  readonly tflite: Uint8Array;
  /** int8, all values of the graph: the input, then what each layer gives. */
  readonly values: Int8Array;
}

const FILE = join(import.meta.dirname, '..', 'golden', 'int8-graphs.json');

/** Made by `NODLAB_WRITE_GOLDEN=1 npm run test:interop`. */
export function readGolden(): Golden[] {
  const rows = JSON.parse(readFileSync(FILE, 'utf8')) as { tflite: string; values: string }[];
  return rows.map(({ tflite, values }) => ({
    tflite: Uint8Array.from(Buffer.from(tflite, 'base64')),
    values: Int8Array.from(Buffer.from(values, 'base64')),
  }));
}

export function writeGolden(golden: readonly Golden[]): void {
  const rows = golden.map(({ tflite, values }) => ({
    tflite: Buffer.from(tflite).toString('base64'),
    values: Buffer.from(values).toString('base64'),
  }));
  writeFileSync(FILE, `${JSON.stringify(rows, null, 2)}\n`);
}
