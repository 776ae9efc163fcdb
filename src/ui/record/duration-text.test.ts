import { expect, test } from 'vitest';
import { durationText } from './duration-text';

test.each([
  [0, '0:00.0'],
  [1234, '0:01.2'],
  [59_970, '0:59.9'],
  [60_000, '1:00.0'],
  [3_599_999, '59:59.9'],
  [3_661_000, '1:01:01.0'],
])('%i ms read %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test('whole seconds where tenths would only flicker', () => {
  expect(durationText(61_900, 0)).toBe('1:01');
});
