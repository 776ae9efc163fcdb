import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Int8Graph } from '../../src/core/compress/int8-graph';
import { generateC99 } from '../../src/core/firmware/c99/generate-c99';
import { selftestSource, selftestVectors } from '../../src/core/firmware/c99/selftest';
import { c99Program, programInput, programOutput } from '../support/c99-program';
import { runOnM33, writeFiles } from '../support/cortex-m33/run-on-m33';
import { directedInt8Graphs } from '../support/directed-int8-graphs';
import { type Int8Case, withRandomInputs } from '../support/int8-case';
import { PRESET_IDS, presetInt8Graph } from '../support/preset-int8-graph';
import {
  lstmInt8Graph,
  pointwiseInt8Graph,
  randomInt8Graph,
  reducingInt8Graph,
} from '../support/random-int8-graph';

const RANDOM_GRAPHS = 500;
/** A trace changes where few graphs keep their values. */
const UNTRACED_GRAPHS = 120;
const M33_GRAPHS = 60;
/** Graphs of one program. */
const BATCH = 30;
const INPUTS = 6;

const cc = process.env.NODLAB_CC;
const armCc = process.env.NODLAB_ARM_CC;
const qemu = process.env.NODLAB_QEMU;
const STRICT = [
  ...['-std=c99', '-pedantic', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror'],
];
const SANITIZED = ['-O1', '-g0', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
const run = promisify(execFile);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodlab-c99-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const small = [
  ...PRESET_IDS.map((preset) => presetInt8Graph(preset)),
  ...numbers(12).map(lstmInt8Graph),
  ...numbers(12).map((seed) => reducingInt8Graph('softmax', seed)),
  ...numbers(12).map((seed) => reducingInt8Graph('mean', seed)),
  ...(['relu', 'relu6', 'logistic', 'tanh', 'requantise'] as const).map((kind, seed) =>
    pointwiseInt8Graph(kind, seed),
  ),
].map(withInputs);
const some = [...directedInt8Graphs(), ...small];
const random = numbers(RANDOM_GRAPHS).map((seed) => withInputs(randomInt8Graph(seed), seed));

function withInputs(graph: Int8Graph, seed: number): Int8Case {
  return withRandomInputs(graph, seed, INPUTS);
}

function batches(cases: readonly Int8Case[]): Int8Case[][] {
  return numbers(Math.ceil(cases.length / BATCH)).map((at) =>
    cases.slice(at * BATCH, (at + 1) * BATCH),
  );
}

describe.skipIf(!cc)('the exported C on this machine', () => {
  test('gives every value that run-int8 gives, and no sanitizer complains', async () => {
    const compared = await compareOnHost([...some, ...random], true);
    console.log(`C99, all values: ${compared} compared`);
  }, 600_000);

  test('gives the same outputs where it keeps no value longer than it must', async () => {
    const compared = await compareOnHost([...some, ...random.slice(0, UNTRACED_GRAPHS)], false);
    console.log(`C99, outputs: ${compared} compared`);
  }, 600_000);

  test('has a self-test that prints PASS, and FAIL with the place of a wrong answer', async () => {
    const { graph, inputs } = small[1]!;
    const { header, source } = generateC99(graph);
    const vectors = selftestVectors(graph, inputs);
    const files = { 'model.h': header, 'model.c': source };
    writeFiles(folder, { ...files, 'selftest.c': selftestSource(graph, vectors) });
    const compile = () =>
      run(cc!, [...STRICT, 'model.c', 'selftest.c', '-o', 'selftest'], { cwd: folder });
    await compile();
    expect((await run(join(folder, 'selftest'))).stdout).toBe('PASS\n');

    vectors[3]!.output[1]! ^= 1;
    writeFiles(folder, { 'selftest.c': selftestSource(graph, vectors) });
    await compile();
    await expect(run(join(folder, 'selftest'))).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('FAIL window 3, output 1:'),
    });
  }, 60_000);
});

describe.skipIf(!armCc || !qemu)('the exported C on a Cortex-M33', () => {
  test.each([
    ['plain', []],
    ['with DSP instructions', ['-DNODLAB_USE_DSP']],
  ])(
    'gives the outputs that run-int8 gives, %s',
    (_, defines) => {
      const cases = [...some, ...random.slice(0, M33_GRAPHS)];
      for (const batch of batches(cases)) {
        const { output } = runOnM33(c99Program(batch), {
          input: programInput(batch),
          folder,
          flags: ['-O2', '-funsigned-char', ...STRICT, ...defines],
          armCc: armCc!,
          qemu: qemu!,
        });
        expect(firstDifference(output, programOutput(batch))).toBe(-1);
      }
      console.log(`C99 on a Cortex-M33: ${cases.length} graphs compared`);
    },
    600_000,
  );

  test('fails where a program ends by a fault', () => {
    const files = { 'main.c': 'int main(void) { __builtin_trap(); }\n' };
    const options = { input: new Uint8Array(), folder, armCc: armCc!, qemu: qemu! };
    expect(() => runOnM33(files, options)).toThrow(/^Command failed: qemu/);
  });
});

/** Two programs at a time; the numbers compared. */
async function compareOnHost(cases: readonly Int8Case[], trace: boolean): Promise<number> {
  const queue = batches(cases);
  let compared = 0;
  const work = async () => {
    for (let batch = queue.pop(); batch; batch = queue.pop()) {
      const files = c99Program(batch, { trace });
      const here = mkdtempSync(join(folder, 'batch-'));
      const sources = writeFiles(here, files).filter((name) => name.endsWith('.c'));
      await run(cc!, [...STRICT, ...SANITIZED, ...sources, '-o', 'program'], { cwd: here });
      writeFileSync(join(here, 'input.bin'), programInput(batch));
      await run(join(here, 'program'), [], { cwd: here });
      const expected = programOutput(batch, trace);
      const output = new Uint8Array(readFileSync(join(here, 'output.bin')));
      expect(firstDifference(output, expected)).toBe(-1);
      compared += expected.length;
    }
  };
  await Promise.all([work(), work()]);
  return compared;
}

/** Place of the first byte that differs, −1 for none. */
function firstDifference(given: Uint8Array, expected: Uint8Array): number {
  if (given.length !== expected.length) return Math.min(given.length, expected.length);
  return given.findIndex((byte, at) => byte !== expected[at]);
}
