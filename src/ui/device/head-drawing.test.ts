import { expect, test } from 'vitest';
import { fromAxisAngle, IDENTITY } from '#core/motion/orientation';
import { drawHead } from './head-drawing';

const radians = (degrees: number) => (degrees * Math.PI) / 180;
/** Pitch about Z is down, yaw about Y to the left, roll about X to the left when positive. */
const turned = (axis: 'X' | 'Y' | 'Z', degrees: number) =>
  fromAxisAngle(
    [axis === 'X' ? 1 : 0, axis === 'Y' ? 1 : 0, axis === 'Z' ? 1 : 0],
    radians(degrees),
  );
/** Corners of a path, x to the right and y downwards. */
const corners = (path: string) =>
  path
    .slice(1)
    .replace('Z', '')
    .split('L')
    .map((one) => one.split(' ').map(Number) as [number, number]);
const tip = (path: string) => corners(path)[1]!;

const level = drawHead(IDENTITY);

test('level, the whole face is there', () => {
  for (const part of Object.values(level)) expect(part).toMatch(/^M-?\d/);
});

test('looking down takes the nose down, looking up takes it up', () => {
  const [, y] = tip(level.nose);
  expect(tip(drawHead(turned('Z', 25)).nose)[1]).toBeGreaterThan(y + 10);
  expect(tip(drawHead(turned('Z', -25)).nose)[1]).toBeLessThan(y - 10);
});

test('turning moves the nose sideways, to the side that one sees from the front', () => {
  const [x] = tip(level.nose);
  expect(tip(drawHead(turned('Y', -25)).nose)[0]).toBeLessThan(x - 10);
  expect(tip(drawHead(turned('Y', 25)).nose)[0]).toBeGreaterThan(x + 10);
});

test('tilting to the left leans the crown towards the left shoulder', () => {
  const crown = (pose: typeof IDENTITY) =>
    corners(drawHead(pose).skull).reduce((top, one) => (one[1] < top[1] ? one : top))[0];
  expect(crown(turned('X', 25))).toBeGreaterThan(crown(IDENTITY) + 10);
  expect(crown(turned('X', -25))).toBeLessThan(crown(IDENTITY) - 10);
});

test('from behind there are no eyes and no brows', () => {
  const behind = drawHead(turned('Y', 180));
  expect(behind.eyes).toBe('');
  expect(behind.brows).toBe('');
  expect(behind.hair).not.toBe('');
});
