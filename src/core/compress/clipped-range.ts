import { clampInt8, roundHalfAway } from './quantise-values';
import type { Histogram } from './value-histogram';

/** Lowest and highest number that int8 is to hold. */
export interface Range {
  readonly lowest: number;
  readonly highest: number;
}

/** The range without the outermost numbers: `percentile` % of them lie within, half of the rest on each side. */
export function percentileRange(histogram: Histogram, range: Range, percentile: number): Range {
  const { centres, counts, total } = histogram;
  const beyond = (total * (1 - percentile / 100)) / 2;
  let first = 0;
  for (let passed = counts[0]!; passed <= beyond; ) passed += counts[++first]!;
  let last = counts.length - 1;
  for (let passed = counts[last]!; passed <= beyond; ) passed += counts[--last]!;
  return within(range, { lowest: centres[first]!, highest: centres[last]! });
}

/** Shares of an end that are tried: from all of it down to one 256th. */
const SHARES = Array.from({ length: 65 }, (_, tried) => 2 ** (-tried / 8));
/** Each end is looked for in turn; later rounds find what depends on the other end. */
const ROUNDS = 3;

/** The range within `range` whose rounding and clipping to int8 give the least squared error. */
export function leastSquaredErrorRange(histogram: Histogram, range: Range): Range {
  let best: Range = { lowest: Math.min(0, range.lowest), highest: Math.max(0, range.highest) };
  let least = squaredError(histogram, best);
  for (let round = 0; round < ROUNDS; round++) {
    for (const end of ['highest', 'lowest'] as const) {
      const whole = range[end];
      if (best[end] === 0) continue;
      for (const share of SHARES) {
        const candidate = { ...best, [end]: whole * share };
        const error = squaredError(histogram, candidate);
        if (error < least) [best, least] = [candidate, error];
      }
    }
  }
  return within(range, best);
}

/** Over all numbers of a histogram, each taken as the middle of its bin. */
function squaredError({ centres, counts }: Histogram, { lowest, highest }: Range): number {
  const scale = (highest - lowest) / 255;
  const zeroPoint = roundHalfAway(-128 - lowest / scale);
  let sum = 0;
  for (let i = 0; i < centres.length; i++) {
    const value = centres[i]!;
    const quantised = clampInt8(roundHalfAway(value / scale) + zeroPoint);
    const error = value - scale * (quantised - zeroPoint);
    sum += counts[i]! * error * error;
  }
  return sum;
}

/** Middles of bins may lie just beyond the outermost number itself. */
function within(range: Range, { lowest, highest }: Range): Range {
  return {
    lowest: Math.max(range.lowest, lowest),
    highest: Math.min(range.highest, highest),
  };
}
