import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../failure';
import { exportCsv } from './export-csv';
import type { Gesture } from './gesture';
import { importCsv } from './import-csv';
import { guessMapping } from './import-mapping';
import { readMotionTable } from './read-motion-table';

/** `count` rows of `row(k)` under `header`. */
function csv(header: string, count: number, row: (k: number) => string): string {
  return [
    ...(header === '' ? [] : [header]),
    ...Array.from({ length: count }, (_, k) => row(k)),
  ].join('\n');
}

const names = (text: string, rateHz = 50) =>
  importCsv(text, { rateHz }).signal.channels.map(({ name, unit }) => `${name} ${unit}`);

/** The error's code and detail. */
function failureOf(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

describe('dialects', () => {
  const wanted = [0, 0.5, 1];
  const firstValues = (text: string) => [
    ...importCsv(text, { rateHz: 50 }).signal.values.slice(0, 3),
  ];

  test.each([
    ['commas', 'accX,accY,accZ', '0,0.5,1'],
    ['semicolons', 'accX;accY;accZ', '0;0.5;1'],
    ['semicolons and decimal commas', 'accX;accY;accZ', '0;0,5;1'],
    ['tabs and decimal commas', 'accX\taccY\taccZ', '0\t0,5\t1'],
    ['blanks', 'accX accY accZ', '0  0.5 1'],
    ['quotes', '"accX","accY","accZ"', '"0","0.5","1"'],
    ['a byte order mark and carriage returns', '\uFEFFaccX,accY,accZ', '0,0.5,1\r'],
  ])('%s', (_, header, row) => {
    expect(firstValues(csv(header, 10, () => row))).toEqual(wanted);
  });

  test('three bare numbers are acceleration, six are with rotation', () => {
    expect(names(csv('', 10, () => '0,0,1'))).toEqual(['accX g', 'accY g', 'accZ g']);
    expect(names(csv('', 10, () => '0,0,1,5,6,7'))).toEqual([
      'accX g',
      'accY g',
      'accZ g',
      'gyroX dps',
      'gyroY dps',
      'gyroZ dps',
    ]);
  });
});

describe('time', () => {
  test.each([
    ['timestamp_ms', (k: number) => k * 20],
    ['Time (seconds)', (k: number) => k * 0.02],
    ['t [us]', (k: number) => k * 20_000],
    ['timestamp', (k: number) => 1e6 + k * 20],
    ['timestamp', (k: number) => k * 0.02],
    ['time', (k: number) => k * 20_000],
    ['millis', (k: number) => k * 20],
  ])('%s is read in its unit', (header, timeOf) => {
    const text = csv(`${header},accX,accY,accZ`, 60, (k) => `${timeOf(k)},0,0,1`);
    const { signal, rateHz } = importCsv(text);
    expect(rateHz).toBeCloseTo(50, 5);
    expect(signal.timestampMs[50]! - signal.timestampMs[0]!).toBeCloseTo(1000, 6);
    expect(signal.channels).toHaveLength(3);
  });

  test('a first column without a name that rises evenly is the time', () => {
    expect(importCsv(csv('', 60, (k) => `${k * 16},0.1,0.2,1`)).rateHz).toBeCloseTo(62.5);
  });

  test('fails without a time and a rate, and takes a rate that is given', () => {
    const text = csv('accX,accY,accZ', 60, () => '0,0,1');
    expect(failureOf(() => importCsv(text)).code).toBe('data-too-little');
    expect(importCsv(text, { rateHz: 26 }).signal.timestampMs[26]).toBeCloseTo(1000);
  });

  test('rows whose time stands still are passed over; a clock started anew follows a pause', () => {
    const times = [0, 20, 20, 40, 60, 80, 0, 20, 40];
    const text = csv('timestamp_ms,accX,accY,accZ', times.length, (k) => `${times[k]},0,0,${k}`);
    const { signal, skippedRows } = importCsv(text);
    // 80 is four steps: a jump back of fewer than ten is a late row, not a new start.
    expect(skippedRows).toBe(4);
    expect([...signal.timestampMs]).toEqual([0, 20, 40, 60, 80]);
    const long = csv('timestamp_ms,accX,accY,accZ', 60, (k) => `${(k % 30) * 20},0,0,1`);
    const restarted = importCsv(long).signal.timestampMs;
    expect(restarted).toHaveLength(60);
    expect(restarted[30]! - restarted[29]!).toBeGreaterThan(1000);
  });

  test('blank lines part the stretches of an IMU_Capture file', () => {
    const block = csv('', 119, () => '0.01,0.02,1.001,3.2,-1.1,0.4');
    const text = `aX,aY,aZ,gX,gY,gZ\n\n${block}\n\n${block}\n`;
    const { signal, skippedRows } = importCsv(text, { rateHz: 119 });
    expect(skippedRows).toBe(0);
    expect(signal.channels.map(({ name }) => name)).toEqual([
      'accX',
      'accY',
      'accZ',
      'gyroX',
      'gyroY',
      'gyroZ',
    ]);
    expect(signal.timestampMs).toHaveLength(238);
    expect(signal.timestampMs[119]! - signal.timestampMs[118]!).toBeGreaterThan(1000);
  });
});

describe('units', () => {
  test('come from the header in every usual spelling', () => {
    const header = 'acc_x[mg],acc_y [mg],acc z (mg),gyro_x[mdps],gyroY (rad/s),gZ [°/s]';
    const { signal } = importCsv(
      csv(header, 10, () => '0,0,1000,2000,1,3'),
      { rateHz: 26 },
    );
    const [x, y, z, gx, gy, gz] = signal.values;
    expect([x, y, z, gx, gz]).toEqual([0, 0, 1, 2, 3]);
    expect(gy).toBeCloseTo(57.2958, 3);
  });

  test.each([
    ['g', 1],
    ['mg', 1000],
    ['m/s2', 9.81],
  ])('without a header they are told by gravity: %s', (unit, gravity) => {
    const text = csv('x,y,z', 50, () => `0,${gravity},0`);
    const mapping = guessMapping(readMotionTable(text));
    expect(mapping.columns[1]).toEqual({ role: 'channel', name: 'accY', unit });
    expect(mapping.accelerationUnits).toBe('gravity');
    expect(importCsv(text, { rateHz: 50 }).signal.values[1]).toBeCloseTo(1, 2);
  });

  test('a header that gravity contradicts is not believed, and that is said', () => {
    const mapping = guessMapping(
      readMotionTable(csv('accX [m/s2],accY [m/s2],accZ [m/s2]', 50, () => '0,0,0.995')),
    );
    expect(mapping.accelerationUnits).toBe('gravity-against-file');
    expect(mapping.columns[2]).toMatchObject({ unit: 'g' });
  });

  test('motion in no known unit stays as the file says, or is marked as a guess', () => {
    const unitsOf = (header: string) =>
      guessMapping(readMotionTable(csv(header, 50, () => '0,0,300'))).accelerationUnits;
    expect(unitsOf('accX [g],accY [g],accZ [g]')).toBe('file');
    expect(unitsOf('accX,accY,accZ')).toBe('assumed');
  });

  test("a magnetometer's mg is milligauss", () => {
    const header = 'mag_x[mg],mag_y[mg],mag_z[mg]';
    const { signal } = importCsv(
      csv(header, 10, () => '100,0,500'),
      { rateHz: 26 },
    );
    expect([...signal.values.slice(0, 3)]).toEqual([10, 0, 50]);
    expect(signal.channels[0]).toEqual({ name: 'magX', unit: 'uT' });
  });
});

describe('labels', () => {
  test('runs of a label become spans, nothing words become none', () => {
    const label = (k: number) => (k < 10 ? '' : k < 20 ? 'nod' : k < 30 ? 'idle' : 'nod');
    const { spans } = importCsv(
      csv('timestamp_ms,accX,accY,accZ,label', 40, (k) => `${k * 20},0,0,1,${label(k)}`),
    );
    expect(spans).toEqual([
      { label: 'nod', startMs: 200, endMs: 380 },
      { label: 'nod', startMs: 600, endMs: 780 },
    ]);
  });

  test('a column called label holds labels even where they are numbers', () => {
    const { spans, signal } = importCsv(
      csv('accX,accY,accZ,label', 20, (k) => `0,0,1,${k < 10 ? 1 : 2}`),
      { rateHz: 50 },
    );
    expect(spans.map(({ label: one }) => one)).toEqual(['1', '2']);
    expect(signal.channels).toHaveLength(3);
  });
});

describe('broken files', () => {
  test('a few bad rows are passed over and counted, the first with its line', () => {
    const rows = (k: number) => (k === 5 ? '0,oops,1' : k === 9 ? '0,1' : '0,0,1');
    const { skippedRows, firstSkippedLine, signal } = importCsv(csv('accX,accY,accZ', 30, rows), {
      rateHz: 50,
    });
    expect({ skippedRows, firstSkippedLine }).toEqual({ skippedRows: 2, firstSkippedLine: 7 });
    expect(signal.timestampMs).toHaveLength(28);
  });

  test('text without numbers says so', () => {
    expect(failureOf(() => importCsv('hello\nworld')).code).toBe('csv-no-numbers');
    expect(failureOf(() => importCsv('')).code).toBe('csv-no-numbers');
    expect(failureOf(() => importCsv('accX,accY\n')).code).toBe('csv-no-numbers');
  });

  test('rows of all lengths say so, with the first line', () => {
    const text = csv('', 60, (k) => Array.from({ length: 2 + (k % 7) }, () => '1').join(','));
    const failure = failureOf(() => importCsv(text, { rateHz: 50 }));
    expect(failure.code).toBe('csv-columns');
    expect(failure.message).toMatch(/line \d/);
  });

  test('whatever the text, it is read or it is a Failure', () => {
    const cell = fc.oneof(
      fc.double().map(String),
      fc.integer({ min: -2000, max: 2000 }).map(String),
      fc.constantFrom(
        '',
        '"',
        '""',
        '-',
        '1,5',
        '1e400',
        '0x10',
        'NaN',
        'Infinity',
        '__proto__',
        'label',
        'time',
        '\u0000',
      ),
      fc.string({ maxLength: 6 }),
    );
    const row = fc.array(cell, { maxLength: 6 });
    const table = fc
      .tuple(fc.constantFrom(',', ';', '\t', ' '), fc.array(row, { maxLength: 12 }))
      .map(([delimiter, rows]) => rows.map((cells) => cells.join(delimiter)).join('\n'));
    const json = fc
      .json({ maxDepth: 3 })
      .map((text) => (text.startsWith('{') ? text : `{"payload":${text}}`));
    fc.assert(
      fc.property(fc.oneof(table, fc.string({ unit: 'binary' }), json), (text) => {
        try {
          const { signal } = importCsv(text, { rateHz: 50 });
          const { timestampMs } = signal;
          for (let k = 1; k < timestampMs.length; k++) {
            if (!(timestampMs[k]! > timestampMs[k - 1]!)) return false;
          }
          return signal.values.length === timestampMs.length * signal.channels.length;
        } catch (error) {
          return error instanceof Failure;
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('Edge Impulse', () => {
  const file = (payload: unknown) => JSON.stringify({ protected: {}, signature: '0', payload });
  const sensors = ['accX', 'accY', 'accZ'].map((name) => ({ name, units: 'm/s2' }));

  test('an acquisition is read with its interval and units', () => {
    const values = Array.from({ length: 40 }, () => [0, 0, 9.81]);
    const { signal, rateHz } = importCsv(file({ interval_ms: 16, sensors, values }));
    expect(rateHz).toBeCloseTo(62.5);
    expect(signal.values[2]).toBeCloseTo(1, 2);
  });

  test('rows that do not fit are counted, bad JSON is a Failure', () => {
    const values = [
      [0, 0, 9.81],
      [0, 0],
      [0, 0, 9.8],
    ];
    expect(importCsv(file({ interval_ms: 16, sensors, values }))).toMatchObject({
      skippedRows: 1,
      firstSkippedLine: 2,
    });
    expect(failureOf(() => importCsv('{"payload":')).code).toBe('file-invalid');
    expect(failureOf(() => importCsv(file({ sensors, values }))).message).toMatch(/interval_ms/);
  });
});

describe('export', () => {
  const gestures: Gesture[] = [
    { id: 'n', name: 'Nod, "big"', kind: 'event', colour: 0 },
    { id: 'd', name: 'Down', kind: 'state', colour: 1 },
  ];
  const span = (gestureId: string, startMs: number, endMs: number) => ({
    id: `${gestureId}${startMs}`,
    gestureId,
    startMs,
    endMs,
    source: 'hand' as const,
  });

  test('reads back equal: motion, clock, units and labels, overlapping ones too', () => {
    const value = fc.float({ min: -500, max: 500, noNaN: true });
    const signalOf = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 90 }), value, value, value), {
        minLength: 12,
        maxLength: 40,
      })
      .map((rows) => {
        let timeMs = 12.34;
        const timestampMs = Float64Array.from(rows, ([step]) => {
          timeMs += step;
          return timeMs;
        });
        return {
          channels: [
            { name: 'accX', unit: 'g' },
            { name: 'gyroY', unit: 'dps' },
            { name: 'pressure', unit: 'raw' },
          ] as const,
          timestampMs,
          values: Float32Array.from(
            rows.flatMap(([, ...values]) => values),
            (one) => one + 0,
          ),
        };
      });
    fc.assert(
      fc.property(signalOf, (signal) => {
        const at = (frame: number) => signal.timestampMs[frame]! - signal.timestampMs[0]!;
        const spans = [span('d', at(1), at(8)), span('n', at(3), at(5))];
        const back = importCsv(exportCsv(signal, spans, gestures));
        expect(back.signal).toEqual(signal);
        expect(back.spans).toEqual([
          { label: 'Down', startMs: at(1), endMs: at(8) },
          { label: 'Nod, "big"', startMs: at(3), endMs: at(5) },
        ]);
        expect(back.skippedRows).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test('begins with the columns and their units', () => {
    const signal = {
      channels: [{ name: 'accX', unit: 'g' }] as const,
      timestampMs: Float64Array.of(5, 25),
      values: Float32Array.of(0.1, -1),
    };
    expect(exportCsv(signal, [span('d', 0, 10)], gestures)).toBe(
      'timestamp_ms,accX [g],label\n5,0.1,Down\n25,-1,\n',
    );
  });
});
