/** Distinct numbers that are told apart; more are put into as many equal steps first. */
const MOST_ITEMS = 4096;

/** Sums over the numbers before each item, of one more entry than items. */
interface RunningSums {
  /** Of items that are one number, that number: a difference of sums is not quite. */
  readonly values: readonly number[] | null;
  readonly count: Float64Array;
  readonly sum: Float64Array;
  readonly square: Float64Array;
}

/**
 * The `k` centres, ascending, with the least sum of squared distances from each number to the
 * nearest: k-means in one dimension, exact by dynamic programming (Wang and Song 2011), up to the
 * 4,096 steps that more distinct numbers are rounded to. Fewer where there are fewer distinct ones.
 */
export function kMeans(values: Float64Array, k: number): Float64Array {
  const sums = runningSums(values);
  const items = sums.count.length - 1;
  const centres = Math.min(k, items);
  if (centres === 0) return new Float64Array();
  const begins = bestBegins(sums, items, centres);
  const result = new Float64Array(centres);
  let end = items;
  for (let centre = centres - 1; centre >= 0; centre--) {
    const begin = begins[centre]![end - 1]!;
    const { count, sum, values: numbers } = sums;
    result[centre] =
      numbers && end - begin === 1
        ? numbers[begin]!
        : (sum[end]! - sum[begin]!) / (count[end]! - count[begin]!);
    end = begin;
  }
  return result;
}

/** Of equal numbers, or of those within one step, ascending. */
function runningSums(values: Float64Array): RunningSums {
  const sorted = values.slice().sort();
  const [lowest, highest] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  const step = distinct > MOST_ITEMS ? (highest - lowest) / MOST_ITEMS : 0;
  const itemOf = (value: number) => (step > 0 ? Math.floor((value - lowest) / step) : value);
  const numbers: number[] = [];
  const count = [0];
  const sum = [0];
  const square = [0];
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i]!;
    if (i === 0 || itemOf(value) !== itemOf(sorted[i - 1]!)) {
      numbers.push(value);
      count.push(count.at(-1)!);
      sum.push(sum.at(-1)!);
      square.push(square.at(-1)!);
    }
    count[count.length - 1]! += 1;
    sum[sum.length - 1]! += value;
    square[square.length - 1]! += value * value;
  }
  return {
    values: step > 0 ? null : numbers,
    count: Float64Array.from(count),
    sum: Float64Array.from(sum),
    square: Float64Array.from(square),
  };
}

/**
 * For each number of clusters, and each last item, where its last cluster begins. The beginning moves
 * only up with the last item, so that each row is found by halving.
 */
function bestBegins({ count, sum, square }: RunningSums, items: number, centres: number) {
  /** Sum of squared distances of the items `[begin, end)` to their mean. */
  const distance = (begin: number, end: number) => {
    const total = sum[end]! - sum[begin]!;
    const squares = square[end]! - square[begin]!;
    return Math.max(0, squares - (total * total) / (count[end]! - count[begin]!));
  };
  const begins = Array.from({ length: centres }, () => new Uint16Array(items));
  let before: Float64Array = Float64Array.from({ length: items }, (_, i) => distance(0, i + 1));
  for (let row = 1; row < centres; row++) {
    const least = new Float64Array(items).fill(Number.POSITIVE_INFINITY);
    const fill = (from: number, to: number, lowest: number, highest: number): void => {
      if (from > to) return;
      const last = (from + to) >> 1;
      let best = lowest;
      for (let begin = lowest; begin <= Math.min(last, highest); begin++) {
        const whole = before[begin - 1]! + distance(begin, last + 1);
        if (whole < least[last]!) {
          least[last] = whole;
          best = begin;
        }
      }
      begins[row]![last] = best;
      fill(from, last - 1, lowest, best);
      fill(last + 1, to, best, highest);
    };
    fill(row, items - 1, row, items - 1);
    before = least;
  }
  return begins;
}
