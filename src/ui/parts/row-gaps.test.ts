import { expect, test } from 'vitest';
import { positionOfGap } from './row-gaps';

test('a row dropped in a gap beside itself stays', () => {
  expect(positionOfGap(2, 2)).toBe(2);
  expect(positionOfGap(2, 3)).toBe(2);
  expect(positionOfGap(2, 0)).toBe(0);
  expect(positionOfGap(0, 3)).toBe(2);
});
