import {
  FILE_UNITS,
  type FileUnit,
  type Quantity,
  readColumnName,
  type TimeUnit,
} from './channel-names';
import type { MotionTable, TableColumn } from './motion-table';

/** What one column of a table becomes. */
export type ColumnRole =
  | { readonly role: 'channel'; readonly name: string; readonly unit: FileUnit }
  | { readonly role: 'time'; readonly unit: TimeUnit }
  | { readonly role: 'label' }
  | { readonly role: 'skip' };

/** Where the units of the acceleration come from. */
export type UnitSource =
  /** The header or the file says so. */
  | 'file'
  /** What gravity measures at rest says so; the file is silent. */
  | 'gravity'
  /** Gravity at rest contradicts the file, and the file is wrong. */
  | 'gravity-against-file'
  /** Nobody says: a guess that a person should look at. */
  | 'assumed';

/** How a table is to be read; a person may change all of it. */
export interface ImportMapping {
  readonly columns: readonly ColumnRole[];
  /** Frames a second where no column tells the time; `undefined`: has to be asked. */
  readonly rateHz?: number;
  readonly accelerationUnits: UnitSource;
  /** Length of the acceleration as the file has it, its median; absent without three axes. */
  readonly gravity?: number;
}

/** Names of columns without a header, by how many numbers a row has. */
const BARE_NAMES: Readonly<Record<number, readonly (readonly [Quantity, string])[]>> = {
  3: triple('acc'),
  6: [...triple('acc'), ...triple('gyro')],
  9: [...triple('acc'), ...triple('gyro'), ...triple('mag')],
};
const LABEL_NAME = /^(label|labels|class|gesture|activity|target)$/i;
/** Length of gravity in each unit, and how far a resting reading may lie from it. */
const GRAVITY: readonly (readonly [FileUnit, number])[] = [
  ['g', 1],
  ['mg', 1000],
  ['m/s2', 9.80665],
];
const GRAVITY_TOLERANCE = 0.25;
const STEPS_LOOKED_AT = 2000;
/** Rates that wearables have, Hz. */
const SLOWEST_HZ = 4;
const FASTEST_HZ = 4000;
const MS_PER: Readonly<Record<TimeUnit, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };

/** Reads roles and units from names, steps and gravity; what cannot be known is marked. */
export function guessMapping(table: MotionTable): ImportMapping {
  const time = findTime(table);
  const named = table.columns.map((column) => readColumnName(column.name));
  const headerless = table.columns.every(({ name }) => name === '');
  const free = table.columns.flatMap(({ values }, at) => (values && at !== time?.at ? [at] : []));
  const bare = headerless ? BARE_NAMES[free.length] : undefined;
  const taken = new Set<string>();
  const labelAt = findLabel(table.columns);
  let columns = table.columns.map((column, at): ColumnRole => {
    if (at === time?.at) return { role: 'time', unit: time.unit };
    if (at === labelAt) return { role: 'label' };
    if (!column.values) return { role: 'skip' };
    const { quantity, axis, unit, plain } = named[at]!;
    const place = bare?.[free.indexOf(at)];
    const known = place ? place : quantity && quantity !== 'time' && axis ? [quantity, axis] : null;
    if (!known) {
      const isRaw = plain !== '' && quantity !== 'time' && (unit !== undefined || free.length <= 3);
      if (!isRaw || taken.has(plain)) return { role: 'skip' };
      taken.add(plain);
      return { role: 'channel', name: plain, unit: unit ?? 'raw' };
    }
    const name = `${known[0]}${known[1]}`;
    if (taken.has(name)) return { role: 'skip' };
    taken.add(name);
    return { role: 'channel', name, unit: DEFAULT_UNITS[known[0] as Quantity] };
  });
  const declared = columns.some(
    (role, at) => isAcceleration(role) && statedUnit(table.columns[at]!) !== undefined,
  );
  columns = columns.map((role, at) => {
    const stated = statedUnit(table.columns[at]!);
    return role.role === 'channel' && stated ? { ...role, unit: fitting(role, stated) } : role;
  });
  const gravity = gravityOf(table, columns);
  const measured = GRAVITY.find(([, one]) => {
    return gravity !== undefined && Math.abs(gravity / one - 1) < GRAVITY_TOLERANCE;
  })?.[0];
  const said = columns.find(isAcceleration)?.unit;
  let accelerationUnits: UnitSource = declared ? 'file' : 'assumed';
  if (measured && measured !== said) {
    accelerationUnits = declared ? 'gravity-against-file' : 'gravity';
    columns = columns.map((role) => (isAcceleration(role) ? { ...role, unit: measured } : role));
  } else if (measured && !declared) accelerationUnits = 'gravity';
  return {
    columns,
    ...(table.intervalMs === undefined ? {} : { rateHz: 1000 / table.intervalMs }),
    accelerationUnits,
    ...(gravity === undefined ? {} : { gravity }),
  };
}

const DEFAULT_UNITS: Readonly<Record<Quantity, FileUnit>> = { acc: 'g', gyro: 'dps', mag: 'uT' };

type ChannelRole = Extract<ColumnRole, { role: 'channel' }>;

function isAcceleration(role: ColumnRole): role is ChannelRole {
  return role.role === 'channel' && /^acc[XYZ]$/.test(role.name);
}

/** The stated unit where it can be meant of this channel; a magnetometer's `mg` is milligauss. */
function fitting(role: ChannelRole, stated: FileUnit): FileUnit {
  const kept = FILE_UNITS[role.unit].unit;
  const meant = role.name.startsWith('mag') ? (MAGNETIC_SPELLINGS[stated] ?? stated) : stated;
  return kept === 'raw' || meant === 'raw' || FILE_UNITS[meant].unit === kept ? meant : role.unit;
}

const MAGNETIC_SPELLINGS: Partial<Readonly<Record<FileUnit, FileUnit>>> = {
  g: 'gauss',
  mg: 'mgauss',
};

function statedUnit({ name, unit }: TableColumn): FileUnit | undefined {
  return readColumnName(unit === undefined ? name : `${name} [${unit}]`).unit;
}

/** The column that tells the time: by its name, else a first column that rises evenly. */
function findTime(table: MotionTable): { at: number; unit: TimeUnit } | undefined {
  for (const [at, { name, values }] of table.columns.entries()) {
    const { quantity, timeUnit } = readColumnName(name);
    if (!values || quantity !== 'time') continue;
    const unit = timeUnit ?? unitBySteps(values);
    if (unit) return { at, unit };
  }
  const [first] = table.columns;
  if (!first?.values || first.name !== '' || table.columns.length < 4) return undefined;
  if (!risesEvenly(first.values)) return undefined;
  const unit = unitBySteps(first.values);
  return unit ? { at: 0, unit } : undefined;
}

/** The unit in which the usual step is that of a wearable. Milliseconds first: the commonest. */
function unitBySteps(values: Float64Array): TimeUnit | undefined {
  const step = medianStep(values);
  return (['ms', 's', 'us', 'ns'] as const).find((unit) => {
    const rateHz = 1000 / (step * MS_PER[unit]);
    return rateHz >= SLOWEST_HZ && rateHz <= FASTEST_HZ;
  });
}

function medianStep(values: Float64Array): number {
  const count = Math.min(values.length, STEPS_LOOKED_AT);
  const steps = Array.from(
    { length: Math.max(0, count - 1) },
    (_, k) => values[k + 1]! - values[k]!,
  );
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? Number.NaN;
}

function risesEvenly(values: Float64Array): boolean {
  const step = medianStep(values);
  if (!(step > 0)) return false;
  const count = Math.min(values.length, STEPS_LOOKED_AT);
  let even = 0;
  for (let k = 1; k < count; k++) {
    const one = values[k]! - values[k - 1]!;
    if (one > step / 2 && one < step * 2) even++;
  }
  return count > 2 && even > 0.9 * (count - 1);
}

function findLabel(columns: readonly TableColumn[]): number | undefined {
  const textual = columns.flatMap(({ texts }, at) => (texts ? [at] : []));
  return textual.find((at) => LABEL_NAME.test(columns[at]!.name));
}

/** The median length of the acceleration: gravity, since people rest or move both ways alike. */
function gravityOf(table: MotionTable, columns: readonly ColumnRole[]): number | undefined {
  const axes = columns.flatMap((role, at) =>
    isAcceleration(role) ? [table.columns[at]!.values!] : [],
  );
  if (axes.length !== 3 || table.rowCount === 0) return undefined;
  const step = Math.max(1, Math.floor(table.rowCount / STEPS_LOOKED_AT));
  const lengths: number[] = [];
  for (let row = 0; row < table.rowCount; row += step) {
    lengths.push(Math.hypot(axes[0]![row]!, axes[1]![row]!, axes[2]![row]!));
  }
  lengths.sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length / 2)]!;
}

function triple(quantity: Quantity): readonly (readonly [Quantity, string])[] {
  return ['X', 'Y', 'Z'].map((axis) => [quantity, axis] as const);
}
