import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/core/failure';
import { readTflite } from '../../src/core/tflite/read-tflite';
import type { TfliteModel } from '../../src/core/tflite/tflite-model';
import { readOfficialGolden, writeOfficialGolden } from '../support/official-golden';
import { runTflite } from '../support/run-tflite';
import { runOracleFiles } from './oracle';

const tflm = process.env.NODLAB_TFLM;
/** A folder that `make-official.py` filled: all of its files are compared. */
const folder = process.env.NODLAB_OFFICIAL;
const write = process.env.NODLAB_WRITE_GOLDEN === '1';

/** Kept in the repository: every operator, both kinds of batch, all ends. */
const KEPT = [
  'average-pool-batch-1.int8',
  'keras/conv1d.int8',
  'conv1d-batch-1.float',
  'conv2d-separable-batch-1.int8-float-io',
  'dense-without-bias.int8',
  'lstm-last-batch-1.int8',
  'residual.int8',
  'sigmoid.int8-float-io',
  'standalone-relu-batch-1.int8',
  'tanh-batch-1.int8',
  'zero-padding.int8',
];

/** Networks that are refused, and the word that says why. */
const REFUSED: readonly (readonly [name: RegExp, reason: RegExp])[] = [
  [/^conv1d-dilated/, /dilation|SPACE_TO_BATCH_ND/],
  [/^global-max-pool/, /REDUCE_MAX/],
  [/^dense-on-sequence\./, /RESHAPE|ADD/],
];

const FLOAT_TOLERANCE = 1e-5;

test.skipIf(!tflm || write)('the kept runs are what TensorFlow Lite Micro computes', () => {
  const golden = readOfficialGolden();
  const files = golden.map(({ tflite, input }) => ({ tflite, inputs: [input] }));
  const given = runOracleFiles(tflm!, 'tflm-output', files);
  expect(given).toEqual(golden.map(({ output }) => output));
});

describe.runIf(tflm && folder)('a folder of official files', () => {
  const files = folder ? officialFiles(folder) : [];

  test('is read and gives what TensorFlow Lite Micro gives, or is refused for a reason', () => {
    const read = files.flatMap(({ name, tflite, inputs }) => {
      const refusal = REFUSED.find(([pattern]) => pattern.test(name));
      if (!refusal) return [{ name, tflite, inputs, model: readTflite(tflite) }];
      expect(() => readTflite(tflite)).toThrow(Failure);
      expect(() => readTflite(tflite)).toThrow(refusal[1]);
      return [];
    });
    const given = runOracleFiles(
      tflm!,
      'tflm-output',
      read.map(({ tflite, inputs }) => ({ tflite, inputs: [inputs] })),
    );
    const different = read.filter(
      ({ model, inputs }, index) => !isSame(model, runTflite(model, inputs), given[index]!),
    );
    console.log(`${read.length} official files compared, ${files.length - read.length} refused`);
    expect(different.map(({ name }) => name)).toEqual([]);
  });

  test.runIf(write)('gives the kept ones', () => {
    const kept = KEPT.map((name) => {
      // The older Keras' names, which come last, are shorter.
      const file = files.findLast(
        (candidate) => candidate.name === name || candidate.path === name,
      )!;
      const model = readTflite(file.tflite);
      const [height, width, channels] =
        model.kind === 'int8' ? model.graph.values[0]!.shape : model.graph.input;
      const isInt8 = model.kind === 'int8' && model.ends === 'int8';
      const input = file.inputs.slice(0, height * width * channels * (isInt8 ? 1 : 4));
      return { name: `${file.name}.tflite`, tflite: file.tflite, input };
    });
    const runs = kept.map(({ tflite, input }) => ({ tflite, inputs: [input] }));
    const outputs = runOracleFiles(tflm!, 'tflm-output', runs);
    writeOfficialGolden(kept.map((file, index) => ({ ...file, output: outputs[index]! })));
  });
});

function officialFiles(root: string) {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tflite'))
    .sort()
    .map((path) => ({
      path: path.replace(/\.tflite$/, ''),
      name: path
        .split(/[\\/]/)
        .at(-1)!
        .replace(/\.tflite$/, ''),
      tflite: Uint8Array.from(readFileSync(join(root, path))),
      inputs: Uint8Array.from(readFileSync(join(root, path.replace(/\.tflite$/, '.in')))),
    }));
}

function isSame(model: TfliteModel, ours: Uint8Array, theirs: Uint8Array): boolean {
  if (ours.length !== theirs.length) return false;
  if (model.kind === 'int8') return ours.every((byte, at) => byte === theirs[at]);
  const [a, b] = [new Float32Array(ours.buffer), new Float32Array(theirs.buffer)];
  const largest = Math.max(...a.map(Math.abs));
  return a.every((value, at) => Math.abs(value - b[at]!) <= FLOAT_TOLERANCE * largest);
}
