import { gunzipSync, strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { labelFromPath } from '../../src/core/dataset/file-labels';
import { importCsv } from '../../src/core/dataset/import-csv';
import { guessMapping } from '../../src/core/dataset/import-mapping';
import { readMotionTable } from '../../src/core/dataset/read-motion-table';
import { realBytes } from './real-data';

test('an Edge Impulse export: every acquisition, its rate, and g in spite of its header', () => {
  const entries = unzipSync(realBytes('edge-impulse-xiao/imu-acc-export.zip'));
  const files = Object.entries(entries).filter(([name]) => name.endsWith('.json'));
  const labels = new Map<string, number>();
  let read = 0;
  for (const [name, bytes] of files) {
    const text = strFromU8(bytes);
    if (!text.includes('"payload"')) continue;
    const table = readMotionTable(text);
    const mapping = guessMapping(table);
    const { signal, rateHz, skippedRows } = importCsv(text);
    expect(rateHz, name).toBeCloseTo(104, 0);
    expect(skippedRows, name).toBe(0);
    expect(signal.channels.map((one) => `${one.name} ${one.unit}`)).toEqual([
      'accX g',
      'accY g',
      'accZ g',
    ]);
    if (name.includes('idle')) expect(mapping.accelerationUnits, name).toBe('gravity-against-file');
    const label = labelFromPath(name);
    labels.set(label, (labels.get(label) ?? 0) + 1);
    read++;
  }
  expect(read).toBe(96);
  expect(Object.fromEntries(labels)).toEqual({ '': 24, circle: 24, flick: 24, updown: 24 });
});

test("magic wand's text: junk passed over, gestures apart, milli-g told by gravity", () => {
  const files = untar(gunzipSync(realBytes('magic-wand/data.tar.gz')));
  let read = 0;
  for (const [name, bytes] of files) {
    if (!/(^|\/)output_\w+\.txt$/.test(name) || name.includes('.ipynb')) continue;
    const table = readMotionTable(strFromU8(bytes));
    const mapping = guessMapping(table);
    const { signal } = importCsv(strFromU8(bytes), { rateHz: 25 });
    expect(signal.channels, name).toHaveLength(3);
    expect(table.rowCount, name).toBeGreaterThan(500);
    expect(table.skippedRows, name).toBeLessThan(0.3 * table.rowCount);
    expect(mapping.columns[0], name).toMatchObject({ name: 'accX', unit: 'mg' });
    if (!name.includes('negative')) expect(table.breaks.length, name).toBeGreaterThan(3);
    read++;
  }
  expect(read).toBeGreaterThanOrEqual(38);
});

/** Plain files of a ustar archive; the extended headers among them only hold times. */
function untar(bytes: Uint8Array): [string, Uint8Array][] {
  const files: [string, Uint8Array][] = [];
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const name = strFromU8(bytes.subarray(at, at + 100)).replace(/\0.*$/s, '');
    const size = Number.parseInt(strFromU8(bytes.subarray(at + 124, at + 136)), 8) || 0;
    const isPlain = bytes[at + 156] === 0x30 || bytes[at + 156] === 0;
    if (isPlain) files.push([name, bytes.subarray(at + 512, at + 512 + size)]);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
