/** How the cells of a table are written. */
export interface CsvDialect {
  readonly delimiter: string;
  /** `1,5` is one and a half; only where the comma does not separate cells. */
  readonly decimalComma: boolean;
}

/** Beyond whatever a sensor or a clock shows. */
const LARGEST = 1e30;
const LINES_LOOKED_AT = 60;
/** In order of preference where several fit: a semicolon or tab is never part of a number. */
const DELIMITERS = [';', '\t', ',', ' '] as const;
/** One way to match any text: two would take the square of its length for digits that end in a letter. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const COMMA_NUMBER = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;

/** Finds delimiter and decimal sign from the first lines of `text`. */
export function findDialect(text: string): CsvDialect {
  const lines = firstLines(text);
  let best: CsvDialect = { delimiter: ',', decimalComma: false };
  let bestNumbers = 0;
  for (const delimiter of DELIMITERS) {
    const cells = lines.flatMap((line) => line.split(delimiter)).map(unquoted);
    const points = cells.filter((cell) => NUMBER.test(cell)).length;
    const commas = delimiter === ',' ? 0 : cells.filter((cell) => COMMA_NUMBER.test(cell)).length;
    const numbers = points + commas;
    if (numbers > bestNumbers) {
      bestNumbers = numbers;
      // Whole numbers fit both; a single cell with a point settles it.
      const pointed = cells.some((cell) => NUMBER.test(cell) && cell.includes('.'));
      best = { delimiter, decimalComma: commas > 0 && !pointed };
    }
  }
  return best;
}

/** A cell as a number; `NaN` where it is none. No hexadecimal, no `Infinity`. */
export function parseNumber(cell: string, decimalComma: boolean): number {
  const text = cell.trim();
  const comma = decimalComma && COMMA_NUMBER.test(text);
  if (!comma && !NUMBER.test(text)) return Number.NaN;
  const value = Number(comma ? text.replace(',', '.') : text);
  return isMeasurable(value) ? value : Number.NaN;
}

/** Whether a number can be kept as a channel's value, in any unit: infinite as float32 else. */
export function isMeasurable(value: number): boolean {
  return Math.abs(value) < LARGEST;
}

function firstLines(text: string): string[] {
  const lines: string[] = [];
  let from = 0;
  while (lines.length < LINES_LOOKED_AT && from < text.length) {
    let to = text.indexOf('\n', from);
    if (to < 0) to = text.length;
    const line = text.slice(from, Math.min(to, from + 4000)).trim();
    if (line !== '') lines.push(line);
    from = to + 1;
  }
  return lines;
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, '$1');
}
