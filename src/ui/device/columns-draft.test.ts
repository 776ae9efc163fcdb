import { expect, test } from 'vitest';
import type { Column } from '#core/motion/columns';
import { accelerationOf, named, problemOf, unitOfColumn } from './columns-draft';

const column = (name: string, unit: Column['unit'] = 'g', factor = 1): Column => ({
  name,
  unit,
  factor,
  role: 'value',
});
const mapping = (...columns: Column[]) => ({ columns, confirmed: false });

test('a unit is known by its factor; a factor of its own has none', () => {
  expect(unitOfColumn(column('accX', 'g', 0.001))).toBe('mg');
  expect(unitOfColumn(column('accX', 'g', 1 / 9.80665))).toBe('m/s2');
  expect(unitOfColumn(column('accX', 'g', 1 / 8192))).toBeUndefined();
  expect(unitOfColumn(column('knee', 'raw'))).toBe('raw');
});

test('a new name brings a unit that suits it, and leaves a scale in that unit alone', () => {
  expect(named(column('ch1', 'raw', 1), 'gyroX')).toMatchObject({ unit: 'dps', factor: 1 });
  expect(named(column('accX', 'g', 1 / 8192), 'accY')).toMatchObject({ factor: 1 / 8192 });
});

test('two columns of one name, or none at all, are refused', () => {
  expect(problemOf(mapping(column('accX'), column('accX')))).toBe('twice');
  expect(problemOf(mapping(column('')))).toBe('none');
  expect(problemOf(mapping({ ...column(''), role: 'timeMs' }, column('accX')))).toBeUndefined();
});

test('the acceleration now is the mean length of the rows under the mapping', () => {
  const axes = ['accX', 'accY', 'accZ'].map((name) => column(name, 'g', 0.001));
  expect(
    accelerationOf(mapping(...axes), [
      [0, 0, 1000],
      [0, 0, 980],
    ]),
  ).toBeCloseTo(0.99, 9);
  expect(accelerationOf(mapping(axes[0]!, axes[1]!), [[0, 0]])).toBeUndefined();
  expect(accelerationOf(mapping(...axes), [])).toBeUndefined();
});
