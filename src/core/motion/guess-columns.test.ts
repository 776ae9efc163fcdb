import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../random';
import { guessColumns } from './guess-columns';

const still = (...row: number[]) => Array.from({ length: 50 }, () => row);
const guess = (rows: readonly (readonly number[])[], names?: readonly string[]) =>
  guessColumns({ rows, names }).columns;
const said = (columns: ReturnType<typeof guess>) =>
  columns.map(({ name, unit }) => `${name} ${unit}`);

test.each([
  ['g', 1, 1],
  ['m/s²', 9.81, 1 / 9.80665],
  ['mg', 1004, 0.001],
  ['counts at ±2 g', 16384, 1 / 16384],
  ['counts at ±4 g', 8100, 1 / 8192],
  ['counts at ±16 g', 2100, 1 / 2048],
])('gravity of a device at rest tells that it speaks %s', (_, gravity, factor) => {
  const whole = gravity > 100 ? Math.round : (value: number) => value;
  const columns = guess(still(0, whole(gravity * 0.6), whole(-gravity * 0.8)));
  expect(said(columns)).toEqual(['accX g', 'accY g', 'accZ g']);
  expect(columns[0]?.factor).toBeCloseTo(factor, 9);
});

test('a jolt while it is watched does not change the guess', () => {
  const rows = [...still(0, 0, 9.8), [60, 80, 0], [90, 0, 0]];
  expect(guess(rows)[0]?.unit).toBe('g');
});

test('an acceleration of no known length stays raw and is left as it is', () => {
  const columns = guess(still(0, 0, 12000));
  expect(columns.map(({ unit, factor }) => unit + factor)).toEqual(['raw1', 'raw1', 'raw1']);
});

test('counts are whole numbers', () => {
  expect(guess(still(0, 0.5, 16384))[0]?.unit).toBe('raw');
});

test('beside an acceleration in counts, rotation is in counts of another size', () => {
  expect(said(guess(still(0, 0, 16384, -310, 20, 7))).slice(3)).toEqual([
    ...['gyroX raw', 'gyroY raw', 'gyroZ raw'],
  ]);
});

test.each([
  [1, ['ch1']],
  [3, ['accX', 'accY', 'accZ']],
  [4, ['ch1', 'ch2', 'ch3', 'ch4']],
  [6, ['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ']],
  [12, Array.from({ length: 12 }, (_, index) => `ch${index + 1}`)],
])('%i columns get names', (count, names) => {
  const row = Array.from({ length: count }, (_, index) => (index === 0 ? 1 : 0));
  expect(guess(still(...row)).map(({ name }) => name)).toEqual(names);
});

test('nine columns end in a magnetic field', () => {
  const columns = guess(still(0, 0, 1, 0, 0, 0, 20, 0, 40));
  expect(columns.slice(3).map(({ unit }) => unit)).toEqual([
    ...['dps', 'dps', 'dps'],
    ...['uT', 'uT', 'uT'],
  ]);
});

test('names of a header stand above the guess', () => {
  const columns = guess(still(5, 0, 0, 1), ['flex', 'accX', 'accY', 'accZ']);
  expect(said(columns)).toEqual(['flex raw', 'accX g', 'accY g', 'accZ g']);
});

test.each([
  [['aX', 'aY', 'aZ', 'gX', 'gY', 'gZ']],
  [['acc_x', 'acc_y', 'acc_z', 'gyr_x', 'gyr_y', 'gyr_z']],
  [['accel.x', 'accel.y', 'accel.z', 'gyro.x', 'gyro.y', 'gyro.z']],
  [['imu.acc.x', 'imu.acc.y', 'imu.acc.z', 'imu.gyro.x', 'imu.gyro.y', 'imu.gyro.z']],
])('names such as %s are understood', (header) => {
  const columns = guess(still(0, 0, 9.8, 0, 0, 0), header);
  expect(said(columns)).toEqual([
    ...['accX g', 'accY g', 'accZ g'],
    ...['gyroX dps', 'gyroY dps', 'gyroZ dps'],
  ]);
  expect(columns[2]?.factor).toBeCloseTo(1 / 9.80665, 6);
});

test('a unit in a name stands above gravity', () => {
  const names = ['ax [mg]', 'ay [mg]', 'az [mg]', 'gx (rad/s)', 'gy (rad/s)', 'gz (rad/s)'];
  const columns = guess(still(0, 0, 9.8, 0, 0, 1), names);
  expect(columns[0]).toMatchObject({ name: 'accX', unit: 'g', factor: 0.001 });
  expect(columns[5]).toMatchObject({ name: 'gyroZ', unit: 'dps', factor: 180 / Math.PI });
});

test('two sensors of one kind keep names of their own', () => {
  const names = ['left.acc.x', 'left.acc.y', 'right.acc.x', 'right.acc.y'];
  const found = guess(still(0, 1, 0, 1), names).map(({ name }) => name);
  expect(found).toEqual(['accX', 'accY', 'right.acc.x', 'right.acc.y']);
});

test('names that only begin like one are left alone', () => {
  expect(said(guess(still(1, 2, 3), ['gx2', 'azimuth', 'm']))).toEqual([
    'gx2 raw',
    'azimuth raw',
    'm raw',
  ]);
});

/** Rows of a clock before three axes, read 50 times a second and arriving in clumps of five. */
function clocked(clockOf: (frame: number) => number, frames = 75) {
  const random = createRandom(3);
  const rows = Array.from({ length: frames }, (_, frame) => [clockOf(frame), 0, 0.6, 0.8]);
  const arrivalsMs = rows.map((_, frame) => 1000 + 100 * Math.floor(frame / 5) + random.next() * 5);
  return { rows, arrivalsMs: arrivalsMs.map((_, frame) => arrivalsMs[frame - (frame % 5)]!) };
}
const jitter = createRandom(5);

test.each([
  ['millis()', (frame: number) => 4711 + 20 * frame + Math.floor(jitter.next() * 2), 'timeMs', 1],
  ['micros()', (frame: number) => 99_000 + 20_004 * frame, 'timeUs', 1],
  ['seconds', (frame: number) => 3.5 + 0.02 * frame, 'timeS', 1],
  ['a counter', (frame: number) => 17 + frame, 'count', 1],
  ['a counter that lost some', (frame: number) => (frame > 40 ? frame + 6 : frame), 'count', 1],
  ['a counter by tens', (frame: number) => 100 + 10 * frame, 'count', 0.1],
] as const)(
  '%s before the axes is found, and the axes are still axes',
  (_, clock, role, factor) => {
    const { columns } = guessColumns(clocked(clock));
    expect(columns[0]).toMatchObject({ role, factor });
    expect(said(columns.slice(1))).toEqual(['accX g', 'accY g', 'accZ g']);
    expect(columns.slice(1).every((column) => column.role === 'value')).toBe(true);
  },
);

test('a counter at a thousand a second is no clock in milliseconds', () => {
  const rows = Array.from({ length: 1500 }, (_, frame) => [frame, 0, 0, 1]);
  const arrivalsMs = rows.map((_, frame) => 10 * Math.floor(frame / 10));
  expect(guessColumns({ rows, arrivalsMs }).columns[0]).toMatchObject({ role: 'count' });
});

test('a named clock is found in any column, in the unit that it names', () => {
  const rows = Array.from({ length: 20 }, (_, frame) => [0, 0, 1, frame * 20, frame * 3]);
  const { columns } = guessColumns({ rows, names: ['x', 'y', 'z', 't_us', 'seq'] });
  expect(columns[3]).toMatchObject({ role: 'timeUs', factor: 1 });
  expect(columns[4]).toMatchObject({ role: 'count', factor: 1 / 3 });
});

test.each([
  ['that wavers', (frame: number) => 100 * Math.sin(frame / 5)],
  ['that rises unevenly', (frame: number) => frame ** 3],
  ['that stands still', () => 5],
  ['that falls', (frame: number) => 1000 - frame],
])('a first column %s is no clock', (_, value) => {
  expect(guessColumns(clocked(value)).columns[0]?.role).toBe('value');
});

test('a stream of nothing but a counter keeps it as its value', () => {
  const rows = Array.from({ length: 20 }, (_, frame) => [frame]);
  expect(guess(rows)).toEqual([{ name: 'ch1', unit: 'raw', factor: 1, role: 'value' }]);
});

test('whatever the numbers, each column has a name of its own and a usable factor', () => {
  const rows = fc
    .integer({ min: 0, max: 12 })
    .chain((width) => fc.array(fc.array(fc.double(), { minLength: width, maxLength: width })));
  const header = fc.array(fc.oneof(fc.string(), fc.constantFrom('ax', 'accX', 'x', 't', 'n')));
  fc.assert(
    fc.property(rows, fc.option(header, { nil: undefined }), (all, names) => {
      const columns = guess(all, names);
      expect(columns).toHaveLength(all[0]?.length ?? 0);
      expect(columns.every(({ factor }) => factor > 0 && Number.isFinite(factor))).toBe(true);
      const values = columns.filter(({ role }) => role === 'value').map(({ name }) => name);
      expect(new Set(values).size).toBe(values.length);
      expect(values.every((name) => name !== '')).toBe(true);
      if (columns.length > 0) expect(values.length).toBeGreaterThan(0);
    }),
    { numRuns: 1000 },
  );
});
