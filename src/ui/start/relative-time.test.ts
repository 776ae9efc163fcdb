import { expect, test } from 'vitest';
import { relativeTime, shortDuration } from './relative-time';

const HOUR = 3_600_000;

test.each([
  [0, 'now'],
  [59_000, 'now'],
  [60_000, '1 minute ago'],
  [HOUR - 1, '59 minutes ago'],
  [5 * HOUR, '5 hours ago'],
  [24 * HOUR, 'yesterday'],
  [15 * 24 * HOUR, '2 weeks ago'],
  [800 * 24 * HOUR, '2 years ago'],
  // A clock that was set back is no reason to speak of the future.
  [-HOUR, 'now'],
])('%d ms ago reads as %s', (elapsedMs, text) => {
  expect(relativeTime(1e12 - elapsedMs, 1e12, 'en')).toBe(text);
});

test.each([
  [40_400, '40 sec'],
  [119_000, '119 sec'],
  [120_000, '2 min'],
  [5_430_000, '91 min'],
])('%d ms read as %s', (ms, text) => {
  expect(shortDuration(ms, 'en')).toBe(text);
});
