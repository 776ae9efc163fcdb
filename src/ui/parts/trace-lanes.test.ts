import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lanesOf, niceCeiling, spreadApart } from './trace-lanes';

test('channels of one unit share a lane and name their axis', () => {
  const lanes = lanesOf([
    { name: 'accX', unit: 'g' },
    { name: 'gyroZ', unit: 'dps' },
    { name: 'accY', unit: 'g' },
    { name: 'flex', unit: 'raw' },
  ]);
  expect(lanes.map((lane) => [lane.unit, lane.lines.map((line) => line.label)])).toEqual([
    ['g', ['x', 'y']],
    ['dps', ['z']],
    ['raw', ['flex']],
  ]);
  expect(lanes[0]!.lines[1]).toMatchObject({ channel: 2, axis: 1 });
});

test('only the channels asked for get a line', () => {
  const channels = [
    { name: 'accX', unit: 'g' },
    { name: 'magX', unit: 'uT' },
  ] as const;
  expect(lanesOf(channels, new Set(['magX'])).map((lane) => lane.unit)).toEqual(['uT']);
});

test('a nice ceiling is 1, 2 or 5 times a power of ten and at most 2.5 times the value', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (value) => {
      const ceiling = niceCeiling(value);
      expect(ceiling).toBeGreaterThanOrEqual(value);
      expect(ceiling).toBeLessThanOrEqual(value * 2.5000001);
      expect(ceiling.toExponential(3)).toMatch(/^[125]\.000e/);
    }),
  );
  expect(niceCeiling(0)).toBe(1);
  expect(niceCeiling(Number.NaN)).toBe(1);
});

test('spread positions keep their order, their gap and the bounds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 6 }),
      (list) => {
        const positions = Float64Array.from(list).sort();
        spreadApart(positions, positions.length, 10, 5, 95);
        positions.forEach((position, i) => {
          expect(position).toBeGreaterThanOrEqual(5 - 1e-9);
          expect(position).toBeLessThanOrEqual(95 + 1e-9);
          if (i > 0) expect(position - positions[i - 1]!).toBeGreaterThanOrEqual(10 - 1e-9);
        });
      },
    ),
  );
});
