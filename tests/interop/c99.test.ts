import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Int8Graph } from '../../src/core/compress/int8-graph';
import { expOnNegative } from '../../src/core/compress/int8-kernels/fixed-point-exp';
import { generateC99 } from '../../src/core/firmware/c99/generate-c99';
import { PRELUDE } from '../../src/core/firmware/c99/prelude';
import { selftestSource, selftestVectors } from '../../src/core/firmware/c99/selftest';
import { createRandom } from '../../src/core/random';
import {
  c99Program,
  type ProgramOptions,
  programInput,
  programOutput,
} from '../support/c99-program';
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
import { withSharedValues } from '../support/shared-value-graph';

const RANDOM_GRAPHS = 500;
/** A trace changes where few graphs keep their values. */
const UNTRACED_GRAPHS = 120;
const M33_GRAPHS = 60;
/** Graphs whose weights share values. */
const SHARED_GRAPHS = 150;
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

const SMALLEST = { codeBooks: 'always' } as const;
/** Weights of so many values: in codes of two and four bits, and too many for those. */
const SHARED_VALUES = [1, 2, 4, 5, 16, 17];
const shared = [
  ...small.map(({ graph }) => graph),
  ...random.slice(0, SHARED_GRAPHS).map(({ graph }) => graph),
].map((graph, seed) => {
  const count = SHARED_VALUES[seed % SHARED_VALUES.length]!;
  return withInputs(withSharedValues(graph, count, seed), seed);
});

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

  test('gives the same where weights are places in a book of values', async () => {
    const compared = await compareOnHost(shared, true, SMALLEST);
    const untraced = await compareOnHost(shared.slice(0, UNTRACED_GRAPHS), false, SMALLEST);
    console.log(`C99, code books: ${compared} + ${untraced} compared`);
  }, 600_000);

  test('has the very exponentials of run-int8 where it computes them', async () => {
    const random = createRandom(11);
    const wanted = new Map(
      [0, -1, -(1 << 24), 1 - (1 << 24), -(31 << 26)].map((a) => [a, expOnNegative(a)]),
    );
    for (let count = 0; count < 20_000; count++) {
      const a = -random.integer(2 ** (1 + random.integer(31)));
      if (a >= -(31 * 2 ** 26)) wanted.set(a, expOnNegative(a));
    }
    const rows = [...wanted].map(([a, value]) => `{${a}, ${value}},`).join('\n');
    writeFiles(folder, {
      'main.c': `#include <stdint.h>
${PRELUDE.highMul.text}${PRELUDE.exponential.text}
static const int32_t wanted[${wanted.size}][2] = {\n${rows}\n};
int main(void) {
  int wrong = 0;
  for (int i = 0; i < ${wanted.size}; i++) wrong += exponential(wanted[i][0]) != wanted[i][1];
  return wrong != 0;
}
`,
    });
    await run(cc!, [...STRICT, ...SANITIZED, 'main.c', '-o', 'exponentials'], { cwd: folder });
    await run(join(folder, 'exponentials'));
  }, 60_000);

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
      const coded = shared.slice(0, M33_GRAPHS + small.length);
      const programs = [
        ...batches(cases).map((batch) => ({ batch, files: c99Program(batch) })),
        ...batches(coded).map((batch) => ({
          batch,
          files: c99Program(batch, { options: SMALLEST }),
        })),
      ];
      for (const { batch, files } of programs) {
        const { output } = runOnM33(files, {
          input: programInput(batch),
          folder,
          flags: ['-O2', '-funsigned-char', ...STRICT, ...defines],
          armCc: armCc!,
          qemu: qemu!,
        });
        expect(firstDifference(output, programOutput(batch))).toBe(-1);
      }
      console.log(`C99 on a Cortex-M33: ${cases.length} + ${coded.length} graphs compared`);
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
async function compareOnHost(
  cases: readonly Int8Case[],
  trace: boolean,
  options: ProgramOptions['options'] = {},
): Promise<number> {
  const queue = batches(cases);
  let compared = 0;
  const work = async () => {
    for (let batch = queue.pop(); batch; batch = queue.pop()) {
      const files = c99Program(batch, { trace, options });
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
