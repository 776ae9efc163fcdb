import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../random';
import { findGaps } from './gaps';

/** Times of frames `periodMs` apart from which those of `lost` are missing, uneven by `jitterMs`. */
function times(frames: number, periodMs: number, lost: ReadonlySet<number>, jitterMs = 0) {
  const random = createRandom(4);
  const all = Array.from({ length: frames }, (_, at) => 900 + at * periodMs);
  return Float64Array.from(
    all.filter((_, at) => !lost.has(at)),
    (time) => time + jitterMs * (random.next() - 0.5),
  );
}

test('even frames have no gap', () => {
  expect(findGaps(times(1000, 5, new Set()))).toEqual([]);
  expect(findGaps(new Float64Array(0))).toEqual([]);
  expect(findGaps(Float64Array.of(1, 900))).toEqual([]);
});

test('one frame that is missing is a gap, and several in a row are one', () => {
  expect(findGaps(times(200, 20, new Set([50, 120, 121, 122])))).toEqual([
    { startMs: 980, endMs: 1020, missing: 1 },
    { startMs: 2380, endMs: 2460, missing: 3 },
  ]);
});

test('times rounded to milliseconds, and frames that are uneven by themselves, have no gaps', () => {
  const rounded = times(5000, 1000 / 208, new Set()).map(Math.round);
  expect(findGaps(rounded)).toEqual([]);
  expect(findGaps(times(5000, 20, new Set(), 18))).toEqual([]);
});

test('every gap is found wherever frames are lost, with the number of frames', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 998 }), { maxLength: 100 }),
      fc.double({ min: 1, max: 50, noNaN: true }),
      (lost, periodMs) => {
        const gaps = findGaps(times(1000, periodMs, new Set(lost), periodMs * 0.1));
        expect(gaps.reduce((sum, { missing }) => sum + missing, 0)).toBe(lost.length);
      },
    ),
  );
});

test('an hour at 200 Hz is looked through without sorting it', () => {
  const lost = new Set(Array.from({ length: 500 }, (_, at) => 1000 + at * 1300));
  const timestampMs = times(720_000, 5, lost);
  expect(findGaps(timestampMs)).toHaveLength(500);
});
