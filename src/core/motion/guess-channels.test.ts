import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guessChannels } from './guess-channels';

const still = (...row: number[]) => Array.from({ length: 50 }, () => row);

test.each([
  ['g', 1, 1],
  ['m/s²', 9.81, 1 / 9.80665],
  ['mg', 1004, 0.001],
])('gravity of a device at rest tells that it speaks %s', (_, gravity, factor) => {
  const { channels, factors } = guessChannels(still(0, gravity * 0.6, -gravity * 0.8));
  expect(channels.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
    'accX g',
    'accY g',
    'accZ g',
  ]);
  expect(factors[0]).toBeCloseTo(factor, 6);
});

test('a jolt while it is watched does not change the guess', () => {
  const rows = [...still(0, 0, 9.8), [60, 80, 0], [90, 0, 0]];
  expect(guessChannels(rows).channels[0]?.unit).toBe('g');
});

test('an acceleration of no known length stays raw and is left as it is', () => {
  const { channels, factors } = guessChannels(still(0, 0, 16384));
  expect(channels.map(({ unit }) => unit)).toEqual(['raw', 'raw', 'raw']);
  expect(factors).toEqual([1, 1, 1]);
});

test.each([
  [1, ['ch1']],
  [3, ['accX', 'accY', 'accZ']],
  [4, ['ch1', 'ch2', 'ch3', 'ch4']],
  [6, ['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ']],
  [12, Array.from({ length: 12 }, (_, index) => `ch${index + 1}`)],
])('%i columns get names', (count, names) => {
  const row = Array.from({ length: count }, (_, index) => (index === 0 ? 1 : 0));
  expect(guessChannels(still(...row)).channels.map(({ name }) => name)).toEqual(names);
});

test('nine columns end in a magnetic field', () => {
  const { channels } = guessChannels(still(0, 0, 1, 0, 0, 0, 20, 0, 40));
  expect(channels.slice(3).map(({ unit }) => unit)).toEqual([
    ...['dps', 'dps', 'dps'],
    ...['uT', 'uT', 'uT'],
  ]);
});

test('names of a header stand above the guess', () => {
  const { channels } = guessChannels(still(5, 0, 0, 1), ['flex', 'accX', 'accY', 'accZ']);
  expect(channels.map(({ unit }) => unit)).toEqual(['raw', 'g', 'g', 'g']);
});

test.each([
  [['aX', 'aY', 'aZ', 'gX', 'gY', 'gZ']],
  [['acc_x', 'acc_y', 'acc_z', 'gyr_x', 'gyr_y', 'gyr_z']],
  [['accel.x', 'accel.y', 'accel.z', 'gyro.x', 'gyro.y', 'gyro.z']],
])('short names such as %s are understood', (header) => {
  const { channels, factors } = guessChannels(still(0, 0, 9.8, 0, 0, 0), header);
  expect(channels.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
    ...['accX g', 'accY g', 'accZ g'],
    ...['gyroX dps', 'gyroY dps', 'gyroZ dps'],
  ]);
  expect(factors[2]).toBeCloseTo(1 / 9.80665, 6);
});

test('names that only begin like one are left alone', () => {
  const { channels } = guessChannels(still(1, 2, 3), ['gx2', 'azimuth', 'm']);
  expect(channels.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
    'gx2 raw',
    'azimuth raw',
    'm raw',
  ]);
});

test('whatever the numbers, there is a channel and a usable factor for each column', () => {
  const rows = fc
    .integer({ min: 0, max: 12 })
    .chain((width) => fc.array(fc.array(fc.double(), { minLength: width, maxLength: width })));
  fc.assert(
    fc.property(rows, fc.option(fc.array(fc.string()), { nil: undefined }), (all, header) => {
      const { channels, factors } = guessChannels(all, header);
      expect(channels).toHaveLength(all[0]?.length ?? 0);
      expect(factors).toHaveLength(channels.length);
      expect(factors.every((factor) => factor > 0 && Number.isFinite(factor))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
