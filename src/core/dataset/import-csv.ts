import { Failure } from '../failure';
import type { Channel, Signal } from '../motion/frame';
import { FILE_UNITS, type TimeUnit } from './channel-names';
import { LABEL_SEPARATOR } from './export-csv';
import { isNothingLabel } from './file-labels';
import { guessMapping, type ImportMapping } from './import-mapping';
import type { MotionTable } from './motion-table';
import { readMotionTable } from './read-motion-table';

/** A labelled stretch under the name that the file gives it. Times are ms after the first frame. */
export interface NamedSpan {
  readonly label: string;
  readonly startMs: number;
  readonly endMs: number;
}

export interface ImportedRecording {
  readonly signal: Signal;
  /** From a column of labels; empty without one. */
  readonly spans: readonly NamedSpan[];
  /** Frames over their time, pauses not counted, Hz. */
  readonly rateHz: number;
  /** Rows passed over: unreadable ones and those whose time stood still or ran backwards. */
  readonly skippedRows: number;
  /** Line of the first unreadable row. */
  readonly firstSkippedLine?: number;
}

/** Between stretches that do not belong together; longer than any hole that is bridged, ms. */
const PAUSE_MS = 2000;
const MS_PER: Readonly<Record<TimeUnit, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };
/** A clock that jumps back by more steps than this was started anew. */
const RESTART_STEPS = 10;

/**
 * Reads a table of motion with what can be found out about it, `rateHz` where the file does not
 * tell the time. Throws `Failure`: see `readMotionTable` and `applyMapping`.
 */
export function importCsv(
  text: string,
  options: { readonly rateHz?: number } = {},
): ImportedRecording {
  const table = readMotionTable(text);
  const { rateHz } = options;
  const mapping = guessMapping(table);
  return applyMapping(table, rateHz === undefined ? mapping : { ...mapping, rateHz });
}

/**
 * Turns a table into motion in Nodlab's units. Throws `Failure`: `csv-columns` for a name given to
 * two columns, `csv-no-numbers` without a channel or a row, `data-too-little` when neither a column
 * nor the mapping tells the time.
 */
export function applyMapping(table: MotionTable, mapping: ImportMapping): ImportedRecording {
  const chosen = mapping.columns.flatMap((role, at) => {
    const values = table.columns[at]?.values;
    return role.role === 'channel' && values ? [{ ...role, values }] : [];
  });
  if (chosen.length === 0) throw new Failure('csv-no-numbers', 'No column is a channel.');
  const double = chosen.find(({ name }, at) => chosen.findIndex((o) => o.name === name) !== at);
  if (double) throw new Failure('csv-columns', `Two columns are called ${double.name}.`);

  const { rows, timestampMs } = timesOf(table, mapping);
  if (rows.length === 0) throw new Failure('csv-no-numbers', 'No row has a rising time.');
  const channels = chosen.map(({ name, unit }): Channel => ({ name, unit: FILE_UNITS[unit].unit }));
  const values = new Float32Array(rows.length * chosen.length);
  for (const [column, { values: from, unit }] of chosen.entries()) {
    const { factor } = FILE_UNITS[unit];
    for (let frame = 0; frame < rows.length; frame++) {
      values[frame * chosen.length + column] = from[rows[frame]!]! * factor;
    }
  }
  const { firstSkippedLine } = table;
  return {
    signal: { channels, timestampMs, values },
    spans: spansOf(table, mapping, rows, timestampMs),
    rateHz: usualRate(timestampMs),
    skippedRows: table.skippedRows + table.rowCount - rows.length,
    ...(firstSkippedLine === undefined ? {} : { firstSkippedLine }),
  };
}

interface TimedRows {
  readonly rows: Uint32Array;
  readonly timestampMs: Float64Array;
}

function timesOf(table: MotionTable, mapping: ImportMapping): TimedRows {
  const at = mapping.columns.findIndex(({ role }) => role === 'time');
  const role = mapping.columns[at];
  const clock = table.columns[at]?.values;
  if (role?.role === 'time' && clock) return timesByColumn(table, clock, MS_PER[role.unit]);
  const { rateHz } = mapping;
  if (rateHz === undefined || !(rateHz > 0) || !Number.isFinite(rateHz)) {
    throw new Failure('data-too-little', 'No column tells the time and no rate was given.');
  }
  const breaks = new Set(table.breaks);
  const timestampMs = new Float64Array(table.rowCount);
  let pausedMs = 0;
  for (let row = 0; row < table.rowCount; row++) {
    if (breaks.has(row)) pausedMs += PAUSE_MS;
    timestampMs[row] = (row * 1000) / rateHz + pausedMs;
  }
  return { rows: Uint32Array.from(timestampMs.keys()), timestampMs };
}

/** Keeps rows whose time rises; a clock started anew goes on after a pause. */
function timesByColumn(table: MotionTable, clock: Float64Array, msPer: number): TimedRows {
  const rows: number[] = [];
  const times: number[] = [];
  const usualStepMs = medianStep(clock) * msPer;
  let offsetMs = 0;
  for (let row = 0; row < table.rowCount; row++) {
    const previous = times.at(-1);
    let timeMs = clock[row]! * msPer + offsetMs;
    if (previous !== undefined && timeMs <= previous) {
      if (!(previous - timeMs > RESTART_STEPS * usualStepMs)) continue;
      offsetMs += previous + PAUSE_MS - timeMs;
      timeMs = previous + PAUSE_MS;
    }
    if (!Number.isFinite(timeMs) || (previous !== undefined && timeMs <= previous)) continue;
    rows.push(row);
    times.push(timeMs);
  }
  return { rows: Uint32Array.from(rows), timestampMs: Float64Array.from(times) };
}

function spansOf(
  table: MotionTable,
  mapping: ImportMapping,
  rows: Uint32Array,
  timestampMs: Float64Array,
): NamedSpan[] {
  const at = mapping.columns.findIndex(({ role }) => role === 'label');
  const texts = table.columns[at]?.texts;
  if (!texts) return [];
  const firstMs = timestampMs[0]!;
  const open = new Map<string, { startMs: number; endMs: number }>();
  const spans: NamedSpan[] = [];
  for (let frame = 0; frame < rows.length; frame++) {
    const afterMs = timestampMs[frame]! - firstMs;
    const labels = labelsOf(texts[rows[frame]!]!);
    for (const [label, times] of open) {
      if (labels.includes(label)) continue;
      spans.push({ label, ...times });
      open.delete(label);
    }
    for (const label of labels) {
      const times = open.get(label);
      if (times) times.endMs = afterMs;
      else open.set(label, { startMs: afterMs, endMs: afterMs });
    }
  }
  for (const [label, times] of open) spans.push({ label, ...times });
  return spans
    .filter(({ startMs, endMs }) => endMs > startMs)
    .sort((a, b) => a.startMs - b.startMs || a.label.localeCompare(b.label, 'en'));
}

function labelsOf(cell: string): string[] {
  const names = cell.split(LABEL_SEPARATOR).map((name) => name.trim());
  return [...new Set(names)].filter((name) => !isNothingLabel(name));
}

function usualRate(timestampMs: Float64Array): number {
  const step = medianStep(timestampMs);
  return step > 0 ? 1000 / step : 0;
}

function medianStep(times: Float64Array): number {
  const steps = new Float64Array(Math.max(0, times.length - 1));
  for (let k = 0; k < steps.length; k++) steps[k] = times[k + 1]! - times[k]!;
  steps.sort();
  return steps[Math.floor(steps.length / 2)] ?? Number.NaN;
}
