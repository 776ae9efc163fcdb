import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bareModelFiles } from '../../src/core/firmware/bare-model';
import { readTflite } from '../../src/core/tflite/read-tflite';
import { readOfficialGolden } from '../support/official-golden';

const cc = process.env.NODLAB_CC;

test.skipIf(!cc)('the C of every opened official int8 file prints PASS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodlab-bare-'));
  let count = 0;
  try {
    for (const { tflite: file } of readOfficialGolden()) {
      const model = readTflite(file);
      if (model.kind !== 'int8') continue;
      for (const [name, bytes] of bareModelFiles(model.graph, file)) {
        writeFileSync(join(folder, name), bytes);
      }
      const flags = ['-std=c99', '-pedantic', '-Wall', '-Wextra', '-Werror', '-O2'];
      execFileSync(cc!, [...flags, 'selftest.c', 'model.c', '-o', 'selftest'], { cwd: folder });
      expect(String(execFileSync(join(folder, 'selftest')))).toContain('PASS');
      count++;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  expect(count).toBeGreaterThan(5);
});
