import type { Channel, FrameClockSource, Unit } from './frame';

/** What a column tells: a channel's value, when the frame was read, or which frame it is. */
export type ColumnRole = 'value' | 'timeMs' | 'timeUs' | 'timeS' | 'count';

/** What one column of a stream of numbers is. */
export interface Column {
  /** As of a channel; empty: the column is left out. */
  readonly name: string;
  readonly unit: Unit;
  /** Multiplies what was sent to give `unit`. */
  readonly factor: number;
  readonly role: ColumnRole;
}

/** All columns of a stream in the order they are sent; the last guess until a person confirms it. */
export interface ColumnMapping {
  readonly columns: readonly Column[];
  readonly confirmed: boolean;
}

/** The channels that are left after the columns that are left out. */
export function channelsOf({ columns }: ColumnMapping): readonly Channel[] {
  return columns.flatMap(({ name, unit, role }) =>
    role === 'value' && name !== '' ? [{ name, unit }] : [],
  );
}

/** Where such a stream's times come from. */
export function clockOf({ columns }: ColumnMapping): FrameClockSource {
  const roles = new Set(columns.map(({ role }) => role));
  if (roles.has('timeMs') || roles.has('timeUs') || roles.has('timeS')) return 'device';
  return roles.has('count') ? 'sequence' : 'host';
}
