import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { quantiseInto } from '../../src/core/compress/quantise-values';
import { normaliseInto } from '../../src/core/features/fit-normaliser';
import { firmwareFiles } from '../../src/core/firmware/bundle';
import type { ExportedModel } from '../../src/core/firmware/exported-model';
import { createRandom } from '../../src/core/random';
import { exampleExport, HOSTILE_LABELS } from '../support/example-export';

const cxx = process.env.NODLAB_CXX;
const FLAGS = ['-std=c++17', '-Wall', '-Wextra', '-pedantic', '-Werror'];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodlab-firmware-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!cxx)('exported firmware', () => {
  test('compiles without a warning, and its array is model.tflite on a boundary of 16', () => {
    const model = unpack(exampleExport());
    compile('-c', 'model.cc', '-o', 'model.o');
    write(
      'dump.cc',
      `#include <cstdio>
#include "model.h"
int main() {
  if (reinterpret_cast<std::uintptr_t>(g_model) % 16 != 0) return 1;
  return std::fwrite(g_model, 1, g_model_len, stdout) == g_model_len ? 0 : 1;
}
`,
    );
    compile('dump.cc', 'model.o', '-o', 'dump');
    expect(Uint8Array.from(run('dump'))).toEqual(model.tflite);
  });

  test('compiles as it is whatever people call their gestures, and keeps the names', () => {
    for (const labels of [
      HOSTILE_LABELS,
      ['', '', ''],
      ['int', 'class', 'nothing'],
      ['"', '\\', '%s\0'],
    ]) {
      const { classes } = unpack(exampleExport(labels));
      write(
        'labels.cc',
        `#include <cstdio>
#include "model.h"
int main() {
  for (const char* label : nodlab::kLabels) std::printf("%s\\n", label);
}
`,
      );
      compile('labels.cc', 'model.cc', '-o', 'labels');
      const wanted = classes.map(({ label }) => `${label.split('\0')[0]}\n`).join('');
      expect(run('labels').toString()).toBe(wanted);
    }
  });

  test('quantises a window to the same int8 as this page does', () => {
    const model = unpack(exampleExport());
    const window = randomWindow(model);
    write(
      'quantise.cc',
      `#include <cstdio>
#include "model.h"
int main() {
  float value;
  for (int i = 0; std::fread(&value, sizeof value, 1, stdin) == 1; ++i) {
    std::putchar(nodlab::QuantizeInput(value, i % nodlab::kChannels));
  }
}
`,
    );
    compile('quantise.cc', 'model.cc', '-o', 'quantise');
    const theirs = Int8Array.from(run('quantise', new Uint8Array(window.buffer)));
    expect(theirs).toEqual(quantised(model, window));
  });

  test("compiles the README's program against TensorFlow Lite Micro's interface", () => {
    const files = firmwareFiles(unpack(exampleExport()));
    const readme = new TextDecoder().decode(files.get('README.md'));
    const program = readme.match(/```cpp\n([\s\S]*?)```/)![1]!;
    write('main.cc', `${program}\nint main() { return SetUpModel() ? 0 : 1; }\n`);
    const stub = join(import.meta.dirname, 'tflm-stub');
    compile('main.cc', 'model.cc', '-I', stub, '-o', 'main');
    run('main');
  });
});

function unpack(model: ExportedModel): ExportedModel {
  for (const [name, bytes] of firmwareFiles(model)) write(name, bytes);
  return model;
}

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content);
}

function compile(...args: string[]): void {
  execFileSync(cxx!, [...FLAGS, ...args], { cwd: folder, timeout: 60_000 });
}

function run(name: string, input?: Uint8Array): Buffer {
  return execFileSync(join(folder, name), { ...(input ? { input } : {}), timeout: 10_000 });
}

/** Mostly usual readings, some far beyond the range that was calibrated. */
function randomWindow({ frames, channels, normaliser }: ExportedModel): Float32Array {
  const random = createRandom(4);
  return Float32Array.from({ length: frames * channels.length }, (_, i) => {
    const channel = i % channels.length;
    const spread = random.integer(10) === 0 ? 1e12 : 1.5;
    return normaliser.mean[channel]! + random.normal() * spread * normaliser.deviation[channel]!;
  });
}

function quantised({ normaliser, input, frames }: ExportedModel, window: Float32Array): Int8Array {
  const normal = new Float32Array(window.length);
  normaliseInto(normaliser, window, 0, frames, normal, 0);
  const out = new Int8Array(window.length);
  quantiseInto(normal, input, out);
  return out;
}
