import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeBadges } from './place-badges';

const place = fc.record({
  x: fc.integer({ min: 0, max: 600 }),
  y: fc.integer({ min: 0, max: 200 }),
});

test('a badge with room stands on its point', () => {
  const spots = [
    { x: 10, y: 10 },
    { x: 90, y: 10 },
  ];
  expect(placeBadges(spots, 20)).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ]);
});

test('two that lie close together both step aside, each showing the other', () => {
  const spots = [
    { x: 10, y: 10 },
    { x: 10, y: 15 },
  ];
  expect(placeBadges(spots, 20)).toEqual([
    { x: 20, y: 0 },
    { x: -20, y: 0 },
  ]);
});

test('no two badges of a recipe of eight steps overlap, wherever the steps lead', () => {
  fc.assert(
    fc.property(fc.array(place, { maxLength: 9 }), (spots) => {
      const offsets = placeBadges(spots, 20);
      const badges = spots.map(({ x, y }, at) => ({
        x: x + offsets[at]!.x,
        y: y + offsets[at]!.y,
      }));
      badges.forEach((one, at) => {
        for (const other of badges.slice(0, at)) {
          expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(19.9);
        }
      });
    }),
  );
});
