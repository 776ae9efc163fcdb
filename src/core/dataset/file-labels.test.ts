import { expect, test } from 'vitest';
import { isNothingLabel, labelFromPath } from './file-labels';

test.each([
  ['nod.csv', 'nod'],
  ['nod1.csv', 'nod'],
  ['shake_02.csv', 'shake'],
  ['Head tilt (3).csv', 'Head tilt'],
  ['circle.4k2jd8.json', 'circle'],
  ['lsm6dsox/datalogs/nod.csv', 'nod'],
  ['wing/output_wing_hyw.txt', 'wing'],
  ['wave/2024-05-01_12-30-00.csv', 'wave'],
  ['点头1.csv', '点头'],
])('%s suggests “%s”', (path, label) => {
  expect(labelFromPath(path)).toBe(label);
});

test.each(['walk.csv', 'lsm6dsox/datalogs/stationary.csv', 'swing2.csv', 'noise/01.csv', '1.csv'])(
  '%s suggests no gesture',
  (path) => {
    expect(labelFromPath(path)).toBe('');
  },
);

test('words for nothing are known whatever their case', () => {
  expect(isNothingLabel(' Idle ')).toBe(true);
  expect(isNothingLabel('idler')).toBe(false);
});
