import Papa from 'papaparse';
import { Failure } from '../failure';
import { findDialect, parseNumber } from './csv-dialect';
import { isEdgeImpulseJson, readEdgeImpulseJson } from './edge-impulse-json';
import type { MotionTable, TableColumn } from './motion-table';

/** Rows that settle which columns hold numbers. */
const ROWS_LOOKED_AT = 200;
/** Names of columns that hold labels even where the labels are numbers. */
const LABEL_NAME = /^(label|labels|class|gesture|activity|target)$/i;
/** Beyond this share of unreadable rows the file is not a table of numbers. */
const MOST_SKIPPED = 0.5;

/**
 * Reads a table of motion: CSV with any usual delimiter, a header or none, or an Edge Impulse
 * acquisition (JSON). Lines that do not fit are passed over and counted; a blank line, or one of
 * dashes alone, begins a new stretch. Throws `Failure`: `csv-no-numbers`, `csv-columns` where most
 * rows have another number of columns, `file-invalid` for bad JSON.
 */
export function readMotionTable(text: string): MotionTable {
  const content = text.replace(/^\uFEFF/, '');
  if (isEdgeImpulseJson(content)) return readEdgeImpulseJson(content);
  return readCsvTable(content);
}

function readCsvTable(text: string): MotionTable {
  const { delimiter, decimalComma } = findDialect(text);
  const rows: string[][] = [];
  const lines: number[] = [];
  const breaks: number[] = [];
  let line = 0;
  let paused = false;
  Papa.parse<string[]>(text, {
    delimiter,
    step({ data }) {
      line++;
      const cells = trimmedCells(data, delimiter);
      if (cells.length === 0 || cells.every((cell) => /^-*$/.test(cell))) {
        paused = rows.length > 0;
        return;
      }
      if (paused) breaks.push(rows.length);
      paused = false;
      rows.push(cells);
      lines.push(line);
    },
  });
  const isNumber = (cell: string) => !Number.isNaN(parseNumber(cell, decimalComma));
  const width = usualWidth(rows, isNumber);
  const start = rows.findIndex((cells) => cells.length === width && holdsNumbers(cells, isNumber));
  if (width === 0 || start < 0) {
    throw new Failure('csv-no-numbers', `No row of ${rows.length} holds numbers.`);
  }
  const header = headerBefore(rows, start, width);
  const sample = rows.slice(start, start + ROWS_LOOKED_AT).filter((row) => row.length === width);
  const isText = Array.from({ length: width }, (_, column) => {
    if (LABEL_NAME.test(header[column] ?? '')) return true;
    const filled = sample.filter((cells) => cells[column] !== '');
    const numbers = filled.filter((cells) => isNumber(cells[column]!)).length;
    return numbers * 2 < filled.length || filled.length === 0;
  });
  if (isText.every(Boolean)) throw new Failure('csv-no-numbers', 'No column holds numbers.');

  const numbers = isText.map((textual) => (textual ? undefined : ([] as number[])));
  const texts = isText.map((textual) => (textual ? ([] as string[]) : undefined));
  const keptBreaks: number[] = [];
  const row = new Float64Array(width);
  let kept = 0;
  let skipped = 0;
  let ragged = 0;
  let firstSkippedLine: number | undefined;
  let nextBreak = 0;
  let breakPending = false;
  for (let at = start; at < rows.length; at++) {
    while (nextBreak < breaks.length && breaks[nextBreak]! <= at) {
      breakPending = breakPending || kept > 0;
      nextBreak++;
    }
    const cells = rows[at]!;
    // A header repeated between stretches is no broken row.
    if (header.some((name) => name !== '') && cells.every((cell, k) => cell === header[k]))
      continue;
    let whole = cells.length === width;
    if (!whole) ragged++;
    for (let column = 0; column < width && whole; column++) {
      if (isText[column]) continue;
      row[column] = parseNumber(cells[column]!, decimalComma);
      whole = !Number.isNaN(row[column]!);
    }
    if (!whole) {
      skipped++;
      firstSkippedLine ??= lines[at]!;
      continue;
    }
    if (breakPending) keptBreaks.push(kept);
    breakPending = false;
    for (let column = 0; column < width; column++) {
      numbers[column]?.push(row[column]!);
      texts[column]?.push(cells[column]!);
    }
    kept++;
  }
  if (skipped > MOST_SKIPPED * (kept + skipped)) {
    const detail = `${skipped} of ${kept + skipped} rows could not be read, the first in line ${firstSkippedLine}.`;
    throw new Failure(ragged * 2 > skipped ? 'csv-columns' : 'csv-no-numbers', detail);
  }
  const columns = Array.from({ length: width }, (_, column): TableColumn => {
    const name = header[column] ?? '';
    const values = numbers[column];
    return values ? { name, values: Float64Array.from(values) } : { name, texts: texts[column]! };
  });
  return {
    format: 'csv',
    columns,
    rowCount: kept,
    breaks: keptBreaks,
    skippedRows: skipped,
    ...(firstSkippedLine === undefined ? {} : { firstSkippedLine }),
    decimalComma,
  };
}

/** Cells without outer blanks; runs of blanks are one delimiter, as are trailing delimiters. */
function trimmedCells(data: readonly string[], delimiter: string): string[] {
  const cells = data.map((cell) => cell.trim());
  if (delimiter === ' ') return cells.filter((cell) => cell !== '');
  return cells.every((cell) => cell === '') ? [] : cells;
}

/** Half of the cells or more: a terminal's junk may hold a number too. */
function holdsNumbers(cells: readonly string[], isNumber: (cell: string) => boolean): boolean {
  return cells.length > 0 && cells.filter(isNumber).length * 2 >= cells.length;
}

/** The number of cells that most rows with numbers have; 0 without such rows. */
function usualWidth(rows: readonly string[][], isNumber: (cell: string) => boolean): number {
  const counts = new Map<number, number>();
  const step = Math.max(1, Math.floor(rows.length / 1000));
  for (let at = 0; at < rows.length; at += step) {
    const cells = rows[at]!;
    if (holdsNumbers(cells, isNumber))
      counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  }
  let width = 0;
  for (const [length, count] of counts) {
    if (count > (counts.get(width) ?? 0)) width = length;
  }
  return width;
}

/** The last row before the numbers that has as many cells; a comment sign before it is dropped. */
function headerBefore(rows: readonly string[][], start: number, width: number): readonly string[] {
  const before = rows.slice(Math.max(0, start - 3), start).reverse();
  const found = before.find((cells) => cells.length === width);
  return found ? found.map((cell, at) => (at === 0 ? cell.replace(/^#\s*/, '') : cell)) : [];
}
