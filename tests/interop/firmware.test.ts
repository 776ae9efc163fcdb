import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportCsv } from '../../src/core/dataset/export-csv';
import { NOTHING } from '../../src/core/dataset/gesture';
import type { ExportedModel } from '../../src/core/firmware/exported-model';
import { recogniserBytes } from '../../src/core/firmware/shared-files';
import { Recogniser } from '../../src/core/live/recogniser';
import type { Signal } from '../../src/core/motion/frame';
import { M33_FPU_FLAGS } from '../support/cortex-m33/run-on-m33';
import { exampleExport, HOSTILE_LABELS } from '../support/example-export';
import { presetInt8Graph } from '../support/preset-int8-graph';
import { simulatedRecordings } from '../support/simulated-recordings';
import { unpackFirmware } from '../support/unpack-firmware';

const cc = process.env.NODLAB_CC;
const cxx = process.env.NODLAB_CXX;
const armCc = process.env.NODLAB_ARM_CC;
const STUB = join(import.meta.dirname, 'tflm-stub');
const STRICT = ['-O1', '-Wall', '-Wextra', '-Werror', '-ffp-contract=off'];
/** As TensorFlow Lite Micro and the Arduino cores compile. */
const CXX_FLAGS = ['-fno-exceptions', '-fno-rtti', '-fno-threadsafe-statics'];

const HOSTILE = [
  HOSTILE_LABELS,
  ['', '', ''],
  ['int', 'class', 'nothing'],
  ['"', '\\', '%s\0'],
  ['注意', '👍🏽', 'long '.repeat(80)],
];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodlab-firmware-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!cc || !cxx)('the C99 folder', () => {
  test.each(['separable-cnn', 'lstm'] as const)(
    'builds by make alone and prints PASS: %s',
    (preset) => {
      const model = exampleExport({ graph: presetInt8Graph(preset) });
      const at = unpackFirmware(folder, model, 'c99');
      run(at, 'make', 'CFLAGS=-O2 -Wall -Wextra -Werror');
      expect(run(at, './selftest')).toBe('PASS\n');
    },
  );

  test('prints FAIL where the answers differ', () => {
    const at = unpackFirmware(folder, exampleExport(), 'c99');
    const source = readFileSync(join(at, 'model.c'), 'utf8');
    // One weight by one step.
    const wrong = source.replace(/(int8_t \w+\[\d+\] = \{\s*)(-?\d+)/, (_, head, weight) => {
      return `${head}${Number(weight) > 0 ? Number(weight) - 99 : Number(weight) + 99}`;
    });
    expect(wrong).not.toBe(source);
    writeFileSync(join(at, 'model.c'), wrong);
    run(at, 'make');
    const { status, stdout } = spawnSync(join(at, 'selftest'), { cwd: at, encoding: 'utf8' });
    expect(stdout).toMatch(/^FAIL window 0/);
    expect(status).toBe(1);
  });

  test.skipIf(!process.env.NODLAB_CMAKE)('builds by cmake as well', () => {
    const at = unpackFirmware(folder, exampleExport({ name: '' }), 'c99');
    run(at, 'cmake', '-B', 'build', '-DCMAKE_C_FLAGS=-Wall -Wextra -Werror');
    run(at, 'cmake', '--build', 'build');
    expect(run(at, 'build/selftest')).toBe('PASS\n');
  });

  test("recognises in Nodlab's own CSV file what the page does", () => {
    const made = exampleExport();
    // An untrained network is sure of nothing.
    const model = { ...made, live: { ...made.live, thresholds: made.classes.map(() => 0.3) } };
    const at = unpackFirmware(folder, model, 'c99');
    run(at, 'make');
    const { signal } = simulatedRecordings(1, 3).recordings[0]!;
    const input = exportCsv(signal, [], []);
    const said = execFileSync(join(at, 'recognise'), { input, encoding: 'utf8' });
    const expected = recognisedByPage(model, signal);
    expect(expected.length).toBeGreaterThan(5);
    expect(said.trimEnd().split('\n')).toEqual(expected);
  });

  test('keeps what people call their gestures', () => {
    for (const labels of HOSTILE) {
      const model = exampleExport({ labels, name: labels[0]! });
      const at = unpackFirmware(folder, model, 'c99');
      writeFileSync(
        join(at, 'labels.c'),
        `#include <stdio.h>
#include "nodlab_config.h"
int main(void) {
  for (int i = 0; i < NODLAB_CLASSES; i++) printf("%s\\n", nodlab_class_labels[i]);
  return 0;
}
`,
      );
      run(at, cc!, ...STRICT, '-std=c99', 'labels.c', 'nodlab_config.c', '-o', 'labels');
      const wanted = model.classes.map(({ label }) => `${label.split('\0')[0]}\n`).join('');
      expect(run(at, './labels')).toBe(wanted);
    }
  });
});

describe.skipIf(!cc || !cxx)('the CMake folder', () => {
  test('has model.tflite in model.cc, on a boundary of 16', () => {
    const model = exampleExport();
    const at = unpackFirmware(folder, model, 'cmake');
    run(at, cxx!, '-std=c++17', '-c', '-Wall', '-Werror', 'model.cc');
    writeFileSync(
      join(at, 'dump.cc'),
      `#include <cstdint>
#include <cstdio>
#include "model.h"
int main() {
  if (reinterpret_cast<std::uintptr_t>(g_model) % 16 != 0) return 1;
  return std::fwrite(g_model, 1, g_model_len, stdout) == g_model_len ? 0 : 1;
}
`,
    );
    run(at, cxx!, '-std=c++17', 'dump.cc', 'model.o', '-o', 'dump');
    expect(Uint8Array.from(execFileSync(join(at, 'dump')))).toEqual(model.tflite);
  });

  test("builds against the runtime's interface, and hands windows and answers through", () => {
    const at = unpackFirmware(folder, exampleExport(), 'cmake');
    const library = stubLibrary();
    const objects = compileAll(at, sourcesOf(at), ['-I.', '-Inodlab'], STRICT);
    run(at, cc!, ...STRICT, '-std=c99', '-I.', '-Inodlab', '-c', 'selftest.c');
    run(at, cxx!, 'selftest.o', ...objects, library, '-lm', '-o', 'selftest');
    expect(run(at, './selftest')).toBe('PASS\n');
  });

  test.skipIf(!process.env.NODLAB_CMAKE)('builds by cmake as its README says', () => {
    const at = unpackFirmware(folder, exampleExport({ name: HOSTILE_LABELS[0]! }), 'cmake');
    const settings = [`-DTFLM_ROOT=${STUB}`, `-DTFLM_LIBRARY=${stubLibrary()}`];
    const strict = ['C', 'CXX'].map((one) => `-DCMAKE_${one}_FLAGS=-Wall -Wextra -Werror`);
    run(at, 'cmake', '-B', 'build', ...settings, ...strict);
    run(at, 'cmake', '--build', 'build');
    expect(run(at, 'build/selftest')).toBe('PASS\n');
  });

  test.each([
    ['lstm', 3],
    ['dense', 0],
  ] as const)('begins a network anew with each window where it remembers: %s', (preset, resets) => {
    const model = exampleExport({ graph: presetInt8Graph(preset) });
    const at = unpackFirmware(folder, model, 'cmake');
    const objects = compileAll(at, sourcesOf(at), ['-I.', '-Inodlab'], STRICT);
    writeFileSync(
      join(at, 'resets.cc'),
      `#include <cstdio>
#include "nodlab_model.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
int main() {
  static int8_t input[NODLAB_MODEL_INPUT_SIZE], output[NODLAB_MODEL_OUTPUT_SIZE];
  for (int i = 0; i < 3; i++) nodlab_model_run(input, output);
  std::printf("%d", tflite::stub().resets);
}
`,
    );
    const flags = ['-std=c++17', '-I.', '-Inodlab', '-isystem', STUB];
    run(at, cxx!, ...flags, 'resets.cc', ...objects, stubLibrary(model), '-lm', '-o', 'resets');
    expect(run(at, './resets')).toBe(String(resets));
  });
});

describe.skipIf(!cc || !cxx)('the Arduino library', () => {
  test('compiles', () => {
    compileArduino(unpackFirmware(folder, exampleExport(), 'arduino'));
  });

  test('compiles whatever people call their gestures and the project', () => {
    for (const [index, labels] of HOSTILE.entries()) {
      const model = exampleExport({ labels, name: `${labels[0]!}${index}` });
      compileArduino(unpackFirmware(folder, model, 'arduino'), HOST, /config|selftest|tflite/);
    }
  });
});

describe.skipIf(!armCc)('for a Cortex-M33', () => {
  const arm = { cc: armCc!, cxx: armCc?.replace(/gcc$/, 'g++') ?? '', flags: M33_FPU_FLAGS };

  test('the CMake folder compiles', () => {
    const at = unpackFirmware(folder, exampleExport(), 'cmake');
    const sources = [...sourcesOf(at), 'example/main.c', 'selftest.c'];
    compileAll(at, sources, ['-I.', '-Inodlab'], [...STRICT, '-DNODLAB_TFLM'], arm);
  });

  test('the Arduino library compiles', () => {
    compileArduino(unpackFirmware(folder, exampleExport(), 'arduino'), arm);
  });

  test.skipIf(!process.env.NODLAB_QEMU)('the C99 folder prints PASS', () => {
    const at = unpackFirmware(folder, exampleExport(), 'c99');
    expect(run(at, 'make', 'qemu', 'CFLAGS=-O2 -Wall -Wextra -Werror')).toMatch(/^PASS$/m);
  });

  test('the C99 library builds by make, and a recogniser is as large as the README says', () => {
    const model = exampleExport();
    const at = unpackFirmware(folder, model, 'c99');
    const cross = armCc!.replace(/gcc$/, '');
    run(
      at,
      'make',
      'libnodlab.a',
      `CROSS=${cross}`,
      `CPU=${M33_FPU_FLAGS.join(' ')}`,
      'CFLAGS=-O2 -Wall -Wextra -Werror',
    );
    writeFileSync(
      join(at, 'size.c'),
      '#include "nodlab_recogniser.h"\nchar size[sizeof(nodlab_recogniser)];\n',
    );
    run(at, armCc!, ...M33_FPU_FLAGS, '-I.', '-Inodlab', '-c', 'size.c');
    const [, size] = /^\w+ (\w+) \w size$/m.exec(run(at, `${cross}nm`, '-S', 'size.o'))!;
    const bytes = Number.parseInt(size!, 16);
    expect(recogniserBytes(model)).toBeGreaterThanOrEqual(bytes);
    expect(recogniserBytes(model)).toBeLessThan(bytes + 200);
  });
});

/** What the page's recogniser says of a signal, as the example prints it. */
function recognisedByPage(model: ExportedModel, signal: Signal): string[] {
  const { graph, normaliser, channels, rateHz, hopMs, frames, live } = model;
  const lengthMs = (frames * 1000) / rateHz;
  const classes = model.classes.map((_, index) => (index === 0 ? NOTHING : `g${index}`));
  const gestures = model.classes.flatMap(({ label: name, kind }, index) =>
    kind === 'nothing' ? [] : [{ id: classes[index]!, name, kind, colour: 0 }],
  );
  const nameOf = (id: string | undefined) => gestures.find((one) => one.id === id)?.name ?? 'none';
  const channelNames = channels.map(({ name }) => name);
  const windowing = { rateHz, lengthMs, hopMs, channelNames };
  const said: string[] = [];
  const recogniser = new Recogniser(
    {
      model: { graph, normaliser, windowing, channels, classes, gestures },
      channels: signal.channels,
      thresholds: Object.fromEntries(classes.map((id, index) => [id, live.thresholds[index]!])),
    },
    {
      event: ({ gestureId, atMs, startMs, score }) =>
        said.push(
          `${atMs.toFixed(0)} ms  ${nameOf(gestureId)}  (score ${score.toFixed(2)}, began at ${startMs.toFixed(0)} ms)`,
        ),
      state: ({ gestureId, atMs }) =>
        said.push(`${atMs.toFixed(0)} ms  state: ${nameOf(gestureId)}`),
    },
  );
  recogniser.push(signal);
  return said;
}

interface Compilers {
  readonly cc: string;
  readonly cxx: string;
  readonly flags: readonly string[];
}

const HOST: Compilers = { cc: cc ?? '', cxx: cxx ?? '', flags: [] };

function run(at: string, program: string, ...args: string[]): string {
  return execFileSync(program, args, {
    cwd: at,
    encoding: 'utf8',
    timeout: 100_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What `CMakeLists.txt` lists, for those who have no cmake. */
function sourcesOf(at: string): string[] {
  const lists = readFileSync(join(at, 'CMakeLists.txt'), 'utf8');
  return lists.match(/^ {2}\S+\.(c|cc)\)?$/gm)!.map((line) => line.replace(')', '').trim());
}

/** Compiles C by C99 and C++ by C++17; names of the objects. */
function compileAll(
  at: string,
  sources: readonly string[],
  includes: readonly string[],
  flags: readonly string[],
  compilers: Compilers = HOST,
): string[] {
  return sources.map((source, index) => {
    const object = `${index}.o`;
    const isC = source.endsWith('.c');
    const language = isC ? ['-std=c99'] : ['-std=c++17', ...CXX_FLAGS];
    const compiler = isC ? compilers.cc : compilers.cxx;
    const all = [...compilers.flags, ...flags, ...language, ...includes, '-isystem', STUB];
    run(at, compiler, ...all, '-c', source, '-o', object);
    return object;
  });
}

/** Compiles the library and its sketches as the Arduino IDE does: C++14, `ARDUINO` defined. */
function compileArduino(at: string, { cc, cxx, flags }: Compilers = HOST, only = /./): void {
  const common = [...flags, ...STRICT, '-DARDUINO=10819', '-Isrc', '-isystem', STUB, '-c'];
  const cpp = ['-std=gnu++14', ...CXX_FLAGS];
  for (const name of readdirSync(join(at, 'src')).filter((one) => only.test(one))) {
    if (name.endsWith('.c')) run(at, cc, ...common, '-std=gnu11', `src/${name}`);
    if (name.endsWith('.cpp')) run(at, cxx, ...common, ...cpp, `src/${name}`);
  }
  for (const sketch of ['Recognise', 'SelfTest']) {
    const file = `examples/${sketch}/${sketch}.ino`;
    run(at, cxx, ...common, ...cpp, '-include', 'Arduino.h', '-x', 'c++', file, '-o', 'sketch.o');
  }
}

/** The runtime's library, whose network is the C99 folder's. */
function stubLibrary(model = exampleExport()): string {
  const at = unpackFirmware(folder, { ...model, name: 'reference' }, 'c99');
  run(at, cc!, '-O1', '-std=c99', '-Dnodlab_model_run=c99_model_run', '-c', 'model.c');
  const sizes = readFileSync(join(at, 'model.h'), 'utf8');
  const size = (name: string) => new RegExp(`NODLAB_MODEL_${name} (\\d+)`).exec(sizes)![1]!;
  run(
    at,
    cxx!,
    '-O1',
    '-std=c++17',
    `-I${STUB}`,
    `-DINPUT_SIZE=${size('INPUT_SIZE')}`,
    `-DOUTPUT_SIZE=${size('OUTPUT_SIZE')}`,
    '-c',
    join(STUB, 'stub.cc'),
  );
  run(at, 'ar', 'rcs', 'libtensorflow-microlite.a', 'model.o', 'stub.o');
  return join(at, 'libtensorflow-microlite.a');
}
