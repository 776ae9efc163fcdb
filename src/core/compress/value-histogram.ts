/** Sign, exponent and eight bits of fraction: what is left of a float32 shifted by this. */
const SHIFT = 15;
const BINS = 2 ** (32 - SHIFT);
const HALF = BINS / 2;
/** First bin of what is not a finite number. */
const NOT_FINITE = (0xff << 23) >>> SHIFT;

/** How many numbers lie where, ascending; bins that hold none are left out. */
export interface Histogram {
  readonly centres: Float64Array;
  readonly counts: Float64Array;
  readonly total: number;
}

/**
 * Counts float32 numbers in bins of one 256th of their size, so that a few far out do not blur where
 * the many lie: whatever range is kept of it, a bin is at most half an int8 step wide.
 */
export class ValueHistogram {
  readonly #counts = new Uint32Array(BINS);

  /** Numbers that are not finite are counted nowhere. */
  add(values: Float32Array): void {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    const counts = this.#counts;
    for (let i = 0; i < bits.length; i++) counts[bits[i]! >>> SHIFT]! += 1;
  }

  read(): Histogram {
    const centres: number[] = [];
    const counts: number[] = [];
    let total = 0;
    const take = (centre: number, count: number) => {
      if (count === 0) return;
      centres.push(centre);
      counts.push(count);
      total += count;
    };
    for (let bin = NOT_FINITE - 1; bin > 0; bin--) take(-middleOf(bin), this.#counts[HALF + bin]!);
    // Zero of either sign; what else falls there is as good as zero.
    take(0, this.#counts[0]! + this.#counts[HALF]!);
    for (let bin = 1; bin < NOT_FINITE; bin++) take(middleOf(bin), this.#counts[bin]!);
    return { centres: Float64Array.from(centres), counts: Float64Array.from(counts), total };
  }
}

const word = new Uint32Array(1);
const number = new Float32Array(word.buffer);

/** Of a bin of positive numbers. */
function middleOf(bin: number): number {
  word[0] = (bin << SHIFT) | (1 << (SHIFT - 1));
  return number[0]!;
}
