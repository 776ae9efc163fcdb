/** One reading of a sensor of three axes. */
export interface Reading {
  readonly timestampMs: number;
  readonly values: readonly [number, number, number];
}

/** Readings further apart than this were not of the same moment: less than a period at 60 Hz, ms. */
const TOGETHER_MS = 12;
/** When one sensor falls silent, the other's readings wait in vain. */
const MOST_WAITING = 16;

/**
 * Joins two sensors that read on their own into frames: each frame is one reading of each, taken at
 * about the same moment, at the first one's time. What has no partner is passed over and counted,
 * never filled in with an older reading: that would claim a rate which no sensor had.
 */
export class ReadingJoin {
  readonly #waiting: readonly [Reading[], Reading[]] = [[], []];
  readonly #newestMs = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  /** Readings without a partner. */
  skipped = 0;

  /** `which`: 0 for the sensor that gives the time. Returns the pairs that are complete now. */
  push(which: 0 | 1, reading: Reading): readonly (readonly [Reading, Reading])[] {
    // A browser may tell the same reading twice.
    if (!(reading.timestampMs > this.#newestMs[which]!)) return [];
    this.#newestMs[which] = reading.timestampMs;
    this.#waiting[which].push(reading);
    const pairs: [Reading, Reading][] = [];
    const [first, second] = this.#waiting;
    while (first[0] && second[0]) {
      const apartMs = first[0].timestampMs - second[0].timestampMs;
      if (Math.abs(apartMs) <= TOGETHER_MS) pairs.push([first.shift()!, second.shift()!]);
      else this.#drop(apartMs < 0 ? first : second);
    }
    if (this.#waiting[which].length > MOST_WAITING) this.#drop(this.#waiting[which]);
    return pairs;
  }

  #drop(readings: Reading[]): void {
    readings.shift();
    this.skipped++;
  }
}
