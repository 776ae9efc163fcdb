import type { TimeUnit } from '../dataset/channel-names';
import type { ColumnRole } from './columns';

/** What a column that rises row by row counts. */
export interface GuessedClock {
  readonly role: Exclude<ColumnRole, 'value'>;
  /** To the role's unit; of a counter, to frames. */
  readonly factor: number;
}

/** Fewer rows say nothing of how a column rises. */
const FEWEST_ROWS = 8;
/** Arrivals closer together than this say nothing of the clock's unit, ms. */
const SHORTEST_MS = 300;
/** Arrivals jitter by this share of the stretch looked at. */
const TOLERANCE = 0.25;
/** Share of the steps that must be near the usual one. */
const MOSTLY = 0.8;
const UNITS: readonly (readonly [Exclude<ColumnRole, 'value'>, number])[] = [
  ['timeMs', 1],
  ['timeUs', 1000],
  ['timeS', 0.001],
];
const NAMED: Readonly<Record<TimeUnit, GuessedClock>> = {
  ms: { role: 'timeMs', factor: 1 },
  us: { role: 'timeUs', factor: 1 },
  ns: { role: 'timeUs', factor: 0.001 },
  s: { role: 'timeS', factor: 1 },
};

/**
 * Whether a column is a clock or a counter: it rises in even steps. A clock keeps pace with the
 * arrivals in some unit of time; a counter takes steps of one size. `unit` is what its name says.
 */
export function guessClock(
  rows: readonly (readonly number[])[],
  arrivalsMs: readonly number[],
  column: number,
  unit?: TimeUnit,
): GuessedClock | undefined {
  if (rows.length < FEWEST_ROWS) return undefined;
  const values = rows.map((row) => row[column] ?? Number.NaN);
  const steps = values.slice(1).map((value, index) => value - values[index]!);
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)]!;
  if (!(usual > 0)) return undefined;
  const whole = values.every(Number.isInteger);
  const slack = Math.max(0.5 * usual, whole ? 1 : 0);
  const even = steps.filter((step) => Math.abs(step - usual) <= slack);
  if (even.length < MOSTLY * steps.length || steps.some((step) => step < 0)) return undefined;
  if (unit) return NAMED[unit];
  const equal = steps.filter((step) => step === usual).length;
  const counter = whole && equal >= MOSTLY * steps.length;
  // Milliseconds at 1,000 a second would not always be just one apart.
  if (counter && usual === 1) return { role: 'count', factor: 1 };
  const pace = risePerMs(values, arrivalsMs);
  const role = UNITS.find(([, perMs]) => Math.abs(pace / perMs - 1) <= TOLERANCE)?.[0];
  if (role) return { role, factor: 1 };
  return counter ? { role: 'count', factor: 1 / usual } : undefined;
}

/** NaN where the arrivals don't tell. */
function risePerMs(values: readonly number[], arrivalsMs: readonly number[]): number {
  // What came with the first read had been waiting for who knows how long.
  const from = arrivalsMs.findIndex((one) => one > arrivalsMs[0]!) - 1;
  const spanMs = from < 0 ? 0 : arrivalsMs.at(-1)! - arrivalsMs[from]!;
  return spanMs >= SHORTEST_MS ? (values.at(-1)! - values[from]!) / spanMs : Number.NaN;
}
