import { expect, test } from 'vitest';
import { labelFromPath } from '../../src/core/dataset/file-labels';
import { guessMapping } from '../../src/core/dataset/import-mapping';
import { readMotionTable } from '../../src/core/dataset/read-motion-table';
import { realText } from './real-data';
import { DEVICES, type DeviceName, filesOf, ST_FOLDER, stRecordings } from './st-headphone';

const recordings = stRecordings(() => 'wearer');

test('all eleven files are there, with the labels that their names give', () => {
  const labels = recordings.map(({ id, spans }) => [id, spans[0]?.gestureId ?? 'nothing']);
  expect(Object.fromEntries(labels)).toEqual({
    'lsm6dsox/nod': 'nod',
    'lsm6dsox/shake': 'shake',
    'lsm6dsox/stationary': 'nothing',
    'lsm6dsox/swing': 'nothing',
    'lsm6dsox/walk': 'nothing',
    'lsm6dsv16bx/nod': 'nod',
    'lsm6dsv16bx/nod1': 'nod',
    'lsm6dsv16bx/nod2': 'nod',
    'lsm6dsv16bx/shake': 'shake',
    'lsm6dsv16bx/shake1': 'shake',
    'lsm6dsv16bx/shake2': 'shake',
  });
});

test('units come from the header; gravity agrees with them', () => {
  for (const device of Object.keys(DEVICES) as DeviceName[]) {
    for (const file of filesOf(device)) {
      const table = readMotionTable(realText(`${ST_FOLDER}/${device}/datalogs/${file}.csv`));
      const mapping = guessMapping(table);
      expect(mapping.accelerationUnits).toBe('file');
      expect(mapping.rateHz).toBeUndefined();
      expect(table.skippedRows).toBe(0);
      expect(
        mapping.columns.map((one) => ('name' in one ? `${one.name} ${one.unit}` : '')),
      ).toEqual(['accX mg', 'accY mg', 'accZ mg', 'gyroX dps', 'gyroY dps', 'gyroZ dps']);
      expect(mapping.gravity! / 1000).toBeCloseTo(1, 0);
    }
  }
});

test('the rows arrive as they are, in g and dps, at the rate that was given', () => {
  const { signal } = recordings.find(({ id }) => id === 'lsm6dsox/nod')!;
  expect(signal.timestampMs).toHaveLength(1285);
  expect([...signal.values.slice(0, 6)].map((value) => Number(value.toFixed(5)))).toEqual([
    0.08, 0.931, -0.354, 0.665, -5.075, -5.01375,
  ]);
  expect(signal.timestampMs[26]).toBeCloseTo(1000, 6);
  expect(
    recordings.find(({ id }) => id === 'lsm6dsv16bx/nod2')!.signal.timestampMs[30],
  ).toBeCloseTo(1000, 6);
});

test('Y is up, a nod turns about Z and a shake about Y', () => {
  for (const { id, signal, spans } of recordings) {
    const power = [3, 4, 5].map((column) => spreadOf(signal.values, column));
    const up = meanOf(signal.values, 1);
    expect(up, id).toBeGreaterThan(0.75);
    const strongest = power.indexOf(Math.max(...power));
    if (spans[0]?.gestureId === 'nod') expect(strongest, id).toBe(2);
    if (spans[0]?.gestureId === 'shake') expect(strongest, id).toBe(1);
  }
});

test('labels do not depend on the folder', () => {
  expect(labelFromPath('lsm6dsv16bx/datalogs/shake2.csv')).toBe('shake');
});

function meanOf(values: Float32Array, column: number): number {
  let sum = 0;
  for (let at = column; at < values.length; at += 6) sum += values[at]!;
  return sum / (values.length / 6);
}

function spreadOf(values: Float32Array, column: number): number {
  const mean = meanOf(values, column);
  let sum = 0;
  for (let at = column; at < values.length; at += 6) sum += (values[at]! - mean) ** 2;
  return Math.sqrt(sum / (values.length / 6));
}
