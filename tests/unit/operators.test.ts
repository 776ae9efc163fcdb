import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Layer } from '../../src/core/model/graph';
import { OPERATOR_OF } from '../../src/core/tflite/operator-names';

const ROOT = join(import.meta.dirname, '..', '..');

/** The compiler keeps this list whole. */
const GRAPH_KINDS: Readonly<Record<Layer['kind'], true>> = {
  dense: true,
  conv2d: true,
  depthwiseConv2d: true,
  batchNorm: true,
  maxPool2d: true,
  averagePool2d: true,
  globalAveragePool: true,
  flatten: true,
  dropout: true,
  softmax: true,
  add: true,
  pad: true,
  relu: true,
  relu6: true,
  logistic: true,
  tanh: true,
  lstm: true,
  lastFrame: true,
};

const NONE = '–';

/** The cells of a table of the page, without its head; tables are told apart by their first cell. */
function tableOf(page: string, firstCell: string): string[][] {
  const lines = page.split('\n');
  const head = lines.findIndex((line) => line.startsWith(`| ${firstCell} |`));
  const end = lines.indexOf('', head);
  return lines.slice(head + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

const page = readFileSync(join(ROOT, 'docs', 'operators.md'), 'utf8');
const rows = tableOf(page, 'graph');
const folders = tableOf(page, 'column').map(([, , folder]) => folder!);

test('every operator of the table has the files that it names', () => {
  const missing = rows.flatMap((cells) =>
    cells.slice(3).flatMap((name, at) => {
      const path = `${folders[at]}/${name}.ts`;
      return name === NONE || existsSync(join(ROOT, path)) ? [] : [path];
    }),
  );
  expect(missing).toEqual([]);
  expect(rows.every((cells) => cells.length === 3 + folders.length)).toBe(true);
});

test('every kind of layer is in the table once, the int8 ones by the name of their operator', () => {
  const kinds = (at: number) => rows.map((cells) => cells[at]!).filter((cell) => cell !== NONE);
  expect(kinds(0).sort()).toEqual(Object.keys(GRAPH_KINDS).sort());
  const named = rows.filter(([, int8]) => int8 !== NONE).map(([, int8, name]) => [int8, name]);
  expect(named.sort()).toEqual(Object.entries(OPERATOR_OF).sort());
});
