import { FILE_UNITS, type NamedColumn, readColumnName } from '../dataset/channel-names';
import type { Column, ColumnMapping, ColumnRole } from './columns';
import { type GuessedClock, guessClock } from './guess-clock';

/** Rows of a stream that says nothing of itself. */
export interface WatchedRows {
  readonly rows: readonly (readonly number[])[];
  /** When each row arrived, ms; left out, a clock is known by its name alone. */
  readonly arrivalsMs?: readonly number[];
  /** Names of a header or of the values themselves. */
  readonly names?: readonly string[] | undefined;
}

const AXES = ['X', 'Y', 'Z'];
const GROUPS = ['acc', 'gyro', 'mag'];
/** Bits of one g in the usual accelerometers' counts, and how far a resting one may be off. */
const COUNTS_OF_G = [2048, 4096, 8192, 16384];
const COUNTS_TOLERANCE = 0.12;
/** What the length of a resting accelerometer's reading says of its unit. */
const GRAVITY = [
  { from: 0.6, to: 1.6, factor: FILE_UNITS.g.factor },
  { from: 6, to: 16, factor: FILE_UNITS['m/s2'].factor },
  { from: 600, to: 1600, factor: FILE_UNITS.mg.factor },
];

/**
 * Guesses from a second of rows what their columns are: a clock or a counter by its name or by how
 * evenly it rises; the others by their names, else by their number (3, 6 or 9 are acc, gyro, mag);
 * the unit of acceleration by its name, else from gravity at rest. Rotation is taken for degrees a
 * second, a magnetic field for microtesla. Anything else stays `raw`. Every factor is above 0.
 */
export function guessColumns({ rows, arrivalsMs = [], names }: WatchedRows): ColumnMapping {
  const count = rows[0]?.length ?? 0;
  const read = Array.from({ length: count }, (_, index) => readColumnName(names?.[index] ?? ''));
  const rising = read.map((name, index) => {
    // A nameless sensor that happens to rise is likelier than a clock among the others.
    const mayBe = names ? name.quantity === 'time' || COUNTER_NAME.test(name.plain) : index === 0;
    return mayBe ? guessClock(rows, arrivalsMs, index, name.timeUnit) : undefined;
  });
  // A stream of clocks alone has nothing to show.
  const clocks = rising.every((clock) => clock) ? rising.map(() => undefined) : rising;
  const values = read.flatMap((name, index) => (clocks[index] ? [] : [{ name, index }]));
  const byNumber = names || values.length % 3 !== 0 || values.length > 9 ? undefined : GROUPS;
  const named = values.map(({ name, index }, at) => {
    const group = byNumber?.[Math.floor(at / 3)] ?? name.quantity;
    const axis = byNumber ? AXES[at % 3] : name.axis;
    return { index, name, group, label: group && axis ? group + axis : name.plain };
  });
  const acceleration = named.filter(({ label }) => /^acc[XYZ]$/.test(label));
  const gravity = gravityFactor(
    rows,
    acceleration.map(({ index }) => index),
  );

  const columns: Column[] = clocks.map((clock, index) =>
    clockColumn(clock, read[index]!.plain || `ch${index + 1}`),
  );
  const taken = new Set<string>();
  for (const { index, name, group, label } of named) {
    const free = [label, name.plain, `ch${index + 1}`].find((one) => one !== '' && !taken.has(one));
    const column = { name: free ?? `${label} ${index + 1}`, role: 'value' as const };
    taken.add(column.name);
    columns[index] = { ...column, ...unitOf(group, name, gravity) };
  }
  return { columns, confirmed: false };
}

const COUNTER_NAME = /^#?(n|no|nr|i|id|idx|index|seq|sequence|count|counter|frame|packet|sample)$/i;

function clockColumn(clock: GuessedClock | undefined, name: string): Column {
  const { role, factor }: { role: ColumnRole; factor: number } = clock ?? {
    role: 'value',
    factor: 1,
  };
  return { name, unit: 'raw', factor, role };
}

function unitOf(
  group: string | undefined,
  { unit }: NamedColumn,
  gravity: { factor: number; counts: boolean } | undefined,
): Pick<Column, 'unit' | 'factor'> {
  if (unit) return FILE_UNITS[unit];
  // A sensor whose acceleration is in counts gives its rotation in counts of some other size.
  if (gravity?.counts && group !== 'acc') return FILE_UNITS.raw;
  if (group === 'acc') return gravity ? { unit: 'g', factor: gravity.factor } : FILE_UNITS.raw;
  if (group === 'gyro') return FILE_UNITS.dps;
  return group === 'mag' ? FILE_UNITS.uT : FILE_UNITS.raw;
}

/** The factor to g, from the median length of the acceleration; undefined where none fits. */
function gravityFactor(
  rows: readonly (readonly number[])[],
  axes: readonly number[],
): { factor: number; counts: boolean } | undefined {
  if (axes.length !== AXES.length) return undefined;
  const lengths = rows
    .map((row) => Math.hypot(...axes.map((axis) => row[axis] ?? 0)))
    .sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  const known = GRAVITY.find(({ from, to }) => median >= from && median <= to);
  if (known) return { factor: known.factor, counts: false };
  const whole = rows.every((row) => axes.every((axis) => Number.isInteger(row[axis])));
  const counts = COUNTS_OF_G.find((one) => Math.abs(median / one - 1) <= COUNTS_TOLERANCE);
  return whole && counts ? { factor: 1 / counts, counts: true } : undefined;
}
