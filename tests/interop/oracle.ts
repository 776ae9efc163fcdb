import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTflite } from '../../src/core/tflite/write-tflite';
import type { Int8Case } from '../support/int8-case';

/** A file and the inputs to run it on, each as the bytes of the file's own type. */
export interface OracleFile {
  readonly tflite: Uint8Array;
  readonly inputs: readonly ArrayBufferView[];
}

/**
 * `tflm` gives all values of files that Nodlab wrote, `tflm-output` and `litert` the output alone.
 */
export type OracleName = 'tflm' | 'tflm-output' | 'litert';

/** Longest that an oracle may take; hundreds of LSTMs in Python take their time. */
const LIMIT_MS = 300_000;

/**
 * Runs written files by one of TensorFlow's runtimes in Python: for each case what it gave, run
 * after run. Throws where the runtime refuses a file.
 */
export function runOracle(
  python: string,
  name: OracleName,
  cases: readonly Int8Case[],
): Int8Array[] {
  const files = cases.map(({ graph, inputs }) => ({ tflite: writeTflite(graph), inputs }));
  return runOracleFiles(python, name, files).map((bytes) => Int8Array.from(bytes));
}

/** As `runOracle`, for any files: bytes of whatever type the file's values have. */
export function runOracleFiles(
  python: string,
  name: OracleName,
  files: readonly OracleFile[],
): Uint8Array[] {
  const folder = mkdtempSync(join(tmpdir(), 'nodlab-interop-'));
  try {
    const stem = (index: number) => join(folder, String(index).padStart(5, '0'));
    for (const [index, { tflite, inputs }] of files.entries()) {
      writeFileSync(`${stem(index)}.tflite`, tflite);
      writeFileSync(
        `${stem(index)}.in`,
        Buffer.concat(inputs.map((i) => Buffer.from(i.buffer, i.byteOffset, i.byteLength))),
      );
    }
    execFileSync(python, [join(import.meta.dirname, 'oracle.py'), folder, name], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: LIMIT_MS,
    });
    return files.map((_, index) => {
      const refused = `${stem(index)}.${name}.refused`;
      if (existsSync(refused)) {
        throw new Error(`${name} refuses case ${index}: ${readFileSync(refused, 'utf8')}`);
      }
      return Uint8Array.from(readFileSync(`${stem(index)}.${name}`));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
