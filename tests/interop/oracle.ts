import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Int8Graph } from '../../src/core/compress/int8-graph';
import { writeTflite } from '../../src/core/tflite/write-tflite';

/** A graph and the inputs to run it on. */
export interface OracleCase {
  readonly graph: Int8Graph;
  readonly inputs: readonly Int8Array[];
}

/**
 * Runs written files by one of TensorFlow's runtimes in Python: for each case what it gave, run
 * after run; all values of the graph from `tflm`, the output alone from `litert`.
 */
export function runOracle(
  python: string,
  name: 'tflm' | 'litert',
  cases: readonly OracleCase[],
): Int8Array[] {
  const folder = mkdtempSync(join(tmpdir(), 'nodlab-interop-'));
  try {
    const stem = (index: number) => join(folder, String(index).padStart(4, '0'));
    for (const [index, { graph, inputs }] of cases.entries()) {
      writeFileSync(`${stem(index)}.tflite`, writeTflite(graph));
      writeFileSync(`${stem(index)}.in`, Buffer.concat(inputs.map((input) => Buffer.from(input))));
    }
    execFileSync(python, [join(import.meta.dirname, 'oracle.py'), folder, name], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 120_000,
    });
    return cases.map((_, index) => Int8Array.from(readFileSync(`${stem(index)}.${name}`)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
