import { zipSync } from 'fflate';
import { Failure } from '#core/failure';
import { bareModelFiles } from '#core/firmware/bare-model';
import { readTflite } from '#core/tflite/read-tflite';

/** The C99 folder of a `.tflite` file, zipped; rejects with `model-unsupported` unless it is int8. */
export async function runWriteC99(file: Uint8Array): Promise<Uint8Array> {
  const model = readTflite(file);
  if (model.kind !== 'int8') {
    throw new Failure('model-unsupported', 'C code is made from int8 models');
  }
  return zipSync(Object.fromEntries(bareModelFiles(model.graph, file)));
}
