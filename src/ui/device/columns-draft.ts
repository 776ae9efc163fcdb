import { FILE_UNITS, type FileUnit } from '#core/dataset/channel-names';
import type { Column, ColumnMapping } from '#core/motion/columns';

/** What a column can be taken for in one press, beside a name of one's own. */
export const KNOWN_CHANNELS = ['acc', 'gyro', 'mag'].flatMap((kind) =>
  ['X', 'Y', 'Z'].map((axis) => kind + axis),
);
/** Columns that say when a frame was read, or which one it is. */
export const CLOCK_ROLES = ['timeMs', 'timeUs', 'timeS', 'count'] as const;

const UNITS_OF: Readonly<Record<string, readonly FileUnit[]>> = {
  acc: ['g', 'mg', 'm/s2'],
  gyro: ['dps', 'mdps', 'rad/s'],
  mag: ['uT', 'mT', 'gauss', 'mgauss'],
};

/** Units that suit a channel of this name; a name of one's own keeps its numbers as they are. */
export function unitsFor(name: string): readonly FileUnit[] {
  const known = KNOWN_CHANNELS.includes(name) ? UNITS_OF[name.slice(0, -1)] : undefined;
  return known ?? ['raw', 'g', 'dps', 'uT'];
}

/** The unit whose factor a column has; undefined for a factor of its own. */
export function unitOfColumn({ name, unit, factor }: Column): FileUnit | undefined {
  return unitsFor(name).find((one) => {
    const meaning = FILE_UNITS[one];
    return meaning.unit === unit && Math.abs(meaning.factor - factor) <= 1e-9 * meaning.factor;
  });
}

/** The same column under another name, in a unit that suits it; a scale of one's own is kept. */
export function named(column: Column, name: string): Column {
  const units = unitsFor(name);
  const kept = units.some((one) => FILE_UNITS[one].unit === column.unit);
  const next = kept ? column : { ...column, ...FILE_UNITS[units[0]!] };
  return { ...next, name, role: 'value' };
}

/** What stands in the way of taking the columns as they are. */
export function problemOf({ columns }: ColumnMapping): 'twice' | 'none' | undefined {
  const names = columns.flatMap(({ name, role }) =>
    role === 'value' && name !== '' ? [name] : [],
  );
  if (names.length === 0) return 'none';
  return new Set(names).size < names.length ? 'twice' : undefined;
}

/** Length of the acceleration that the newest rows make under a mapping, g; undefined without one. */
export function accelerationOf(
  { columns }: ColumnMapping,
  rows: readonly (readonly number[])[],
): number | undefined {
  const axes = columns.flatMap(({ name, unit, factor, role }, index) =>
    role === 'value' && /^acc[XYZ]$/.test(name) && unit === 'g' ? [{ index, factor }] : [],
  );
  if (axes.length !== 3 || rows.length === 0) return undefined;
  const lengths = rows.map((row) =>
    Math.hypot(...axes.map(({ index, factor }) => (row[index] ?? 0) * factor)),
  );
  return lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
}
