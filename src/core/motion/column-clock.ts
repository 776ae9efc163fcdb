import { ArrivalTimes } from './arrival-times';
import type { Column, ColumnMapping } from './columns';
import { EvenTimes } from './even-times';

/** Rows that follow one another without a loss between them. */
export interface Stretch {
  readonly rows: readonly (readonly number[])[];
  /** One a row, ms, rising. */
  readonly timestampMs: Float64Array;
  readonly lostBefore: number;
}

/** A clock that steps back by less is a slip, ms. */
const SLIP_MS = 1000;
/** Rows a little behind are repeated or late; further back, the device restarted. */
const MOST_LATE = 8;
/** A longer gap than arrivals can account for is a damaged number or a restart: this much is let pass, s. */
const GAP_SLACK_S = 2;
const MICROSECONDS_TO_MS = 0.001;
const CLOCK_BITS = 2 ** 32;
/** What sketches keep a counter in. */
const COUNTER_RANGES = [2 ** 8, 2 ** 16, 2 ** 32];

/** Times and losses of rows, by their clock, their counter, else by their arrivals. */
export class ColumnClock {
  readonly #time: TimeColumn | undefined;
  readonly #count: CountColumn | undefined;
  readonly #even: EvenTimes;
  readonly #arrivals: ArrivalTimes;
  #skipped = 0;

  /** `rateHz` as measured so far; 0 for unknown. */
  constructor({ columns }: ColumnMapping, rateHz: number) {
    const time = columns.findIndex(({ role }) => role.startsWith('time'));
    const count = columns.findIndex(({ role }) => role === 'count');
    if (time >= 0) this.#time = new TimeColumn(time, columns[time]!);
    if (count >= 0) this.#count = new CountColumn(count, columns[count]!.factor, rateHz);
    this.#even = new EvenTimes(rateHz);
    this.#arrivals = new ArrivalTimes(rateHz);
  }

  /** Rows passed over since they were repeated or late. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Cuts rows that arrived together where some were lost. */
  push(rows: readonly (readonly number[])[], arrivalMs: number): readonly Stretch[] {
    const stretches: { rows: (readonly number[])[]; lostBefore: number }[] = [];
    for (const row of rows) {
      const lost = this.#count?.lostBefore(row, arrivalMs) ?? 0;
      if (lost < 0) {
        this.#skipped++;
        continue;
      }
      const last = stretches.at(-1);
      if (last && lost === 0) last.rows.push(row);
      else stretches.push({ rows: [row], lostBefore: lost });
    }
    return stretches.map((stretch) => ({ ...stretch, ...this.#times(stretch, arrivalMs) }));
  }

  #times({ rows, lostBefore }: Omit<Stretch, 'timestampMs'>, arrivalMs: number) {
    const time = this.#time;
    if (time) {
      return { timestampMs: Float64Array.from(rows, (row) => time.timeMs(row, arrivalMs)) };
    }
    if (!this.#count) return this.#arrivals.times(rows.length, arrivalMs);
    return { timestampMs: this.#even.times(lostBefore, rows.length, arrivalMs) };
  }
}

/** A clock that the device prints. */
class TimeColumn {
  readonly #column: number;
  readonly #toMs: number;
  /** Where the clock begins anew, ms; 0 for one that doesn't. */
  readonly #lapMs: number;
  #offsetMs = 0;
  #clockMs = Number.NEGATIVE_INFINITY;
  #newestMs = Number.NEGATIVE_INFINITY;
  #arrivalMs = 0;

  constructor(column: number, { role, factor }: Column) {
    this.#column = column;
    const unitMs = role === 'timeS' ? 1000 : role === 'timeUs' ? MICROSECONDS_TO_MS : 1;
    this.#toMs = unitMs * factor;
    this.#lapMs = role === 'timeS' ? 0 : CLOCK_BITS * this.#toMs;
  }

  timeMs(row: readonly number[], arrivalMs: number): number {
    const clockMs = row[this.#column]! * this.#toMs;
    const backMs = this.#clockMs - clockMs;
    if (this.#lapMs > 0 && backMs > this.#lapMs / 2 && this.#clockMs < this.#lapMs) {
      this.#offsetMs += this.#lapMs;
    } else if (backMs > SLIP_MS) {
      // The device restarted. Its clock goes on from where it would be by ours.
      this.#offsetMs = this.#newestMs + Math.max(1, arrivalMs - this.#arrivalMs) - clockMs;
    }
    this.#clockMs = clockMs;
    this.#arrivalMs = arrivalMs;
    // Several rows within a millisecond still rise.
    this.#newestMs = Math.max(clockMs + this.#offsetMs, this.#newestMs + MICROSECONDS_TO_MS);
    return this.#newestMs;
  }
}

/** A number that rises by one a row. */
class CountColumn {
  readonly #column: number;
  readonly #factor: number;
  readonly #rateHz: number;
  #last: number | undefined;
  #arrivalMs = 0;

  constructor(column: number, factor: number, rateHz: number) {
    this.#column = column;
    this.#factor = factor;
    this.#rateHz = rateHz;
  }

  /** Rows lost before this one; below 0 for one that was there already. */
  lostBefore(row: readonly number[], arrivalMs: number): number {
    const value = row[this.#column]!;
    const last = this.#last ?? value - 1 / this.#factor;
    const ahead = Math.round((unwrapped(value, last) - last) * this.#factor);
    if (ahead <= 0 && ahead > -MOST_LATE) return -1;
    const most = this.#rateHz * ((1.5 * (arrivalMs - this.#arrivalMs)) / 1000 + GAP_SLACK_S);
    this.#last = value;
    this.#arrivalMs = arrivalMs;
    return ahead < 0 || ahead - 1 > most ? 0 : ahead - 1;
  }
}

/** A counter that fell from the top quarter of its range into the lowest began anew. */
function unwrapped(value: number, last: number): number {
  if (value >= last) return value;
  const range = COUNTER_RANGES.find(
    (one) => last < one && last >= 0.75 * one && value < 0.25 * one && value >= 0,
  );
  return value + (range ?? 0);
}
