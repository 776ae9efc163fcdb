import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

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
    tflite: Uint8Array.from(unpacked(tflite)),
    values: Int8Array.from(unpacked(values)),
  }));
}

export function writeGolden(golden: readonly Golden[]): void {
  const rows = golden.map(({ tflite, values }) => ({
    tflite: packed(tflite),
    values: packed(values),
  }));
  writeFileSync(FILE, `${JSON.stringify(rows, null, 2)}\n`);
}

const packed = (bytes: ArrayBufferView) =>
  deflateRawSync(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    level: 9,
  }).toString('base64');

const unpacked = (text: string) => inflateRawSync(Buffer.from(text, 'base64'));
