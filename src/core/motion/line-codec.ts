/**
 * Lines of numbers (`docs/formats/text-lines.md`): split by comma, semicolon, tab or blank as the
 * Edge Impulse data forwarder sends them, `name:value` as for Arduino's plotter, or JSON. Never
 * throws: what is no such line is counted.
 */

/** A line longer than this is noise on the wire. */
const LONGEST_LINE = 2000;
/** More numbers than any wearable has channels. */
const MOST_COLUMNS = 64;
const SEPARATOR = /[,;\t ]+/;
/** Three numbers in a JSON array are axes. */
const AXES = ['x', 'y', 'z'];

/** What a line says, in the order in which it says it. */
interface Fields {
  readonly values: readonly number[];
  /** Of a line that names its values. */
  readonly names?: readonly string[];
}

/** Splits arriving text into rows of numbers. */
export class LineDecoder {
  /** Names of a header line or of the values themselves; undefined where none came. */
  names: readonly string[] | undefined;
  /** Numbers in a row; 0 until two lines in a row agree. */
  columns = 0;
  /** Lines passed over: ragged, not numbers, too long, errors of the device. */
  skipped = 0;
  /** The last line in which the device complained. */
  deviceError: string | undefined;
  #rest = '';
  #overlong = false;
  /** The line before, until the columns are settled. */
  #before: Fields | undefined;
  /** Whether each line names its values. */
  #named = false;
  /** The stream is joined in the middle of a line. */
  #joined = false;

  /** Takes text as it comes, lines cut anywhere; hands out each whole row. */
  push(text: string, onRow: (row: readonly number[]) => void): void {
    let from = 0;
    for (;;) {
      const end = text.indexOf('\n', from);
      if (end < 0) break;
      this.#line(this.#rest + text.slice(from, end), onRow);
      this.#rest = '';
      from = end + 1;
    }
    this.#rest += text.slice(from);
    if (this.#rest.length > LONGEST_LINE) {
      this.#overlong = true;
      this.#rest = '';
    }
  }

  #line(raw: string, onRow: (row: readonly number[]) => void): void {
    const line = raw.trim();
    const first = !this.#joined;
    this.#joined = true;
    if (this.#overlong || line.length > LONGEST_LINE) {
      this.#overlong = false;
      this.skipped++;
      return;
    }
    if (line === '') return;
    if (/^<?err/i.test(line)) {
      this.deviceError = line;
      this.skipped++;
      return;
    }
    const fields = readFields(line);
    if (!fields) {
      const header = this.columns === 0 ? readHeader(line) : undefined;
      if (header) this.names = header;
      else this.skipped++;
      return;
    }
    if (this.columns === 0 && !this.#settle(fields, first)) return;
    const row = this.#row(fields);
    if (row) onRow(row);
    else this.skipped++;
  }

  /** Two neighbours of one shape: neither is the ragged beginning of the stream. */
  #settle(fields: Fields, first: boolean): boolean {
    const before = this.#before;
    this.#before = fields;
    if (!before || !alike(before, fields)) {
      if (before || first) this.skipped++;
      return false;
    }
    this.columns = fields.values.length;
    this.#named = before.names !== undefined;
    if (before.names) this.names = before.names;
    if (this.names?.length !== this.columns) this.names = undefined;
    return true;
  }

  /** The values in the order of the columns; undefined for a line of another shape. */
  #row({ values, names }: Fields): readonly number[] | undefined {
    if (!this.#named) return names || values.length !== this.columns ? undefined : values;
    const wanted = this.names!;
    if (!names) return undefined;
    if (wanted.every((name, index) => name === names[index])) return values.slice(0, this.columns);
    const row = wanted.map((name) => values[names.indexOf(name)]);
    return row.every((value) => value !== undefined) ? (row as number[]) : undefined;
  }
}

function alike(a: Fields, b: Fields): boolean {
  if (a.values.length !== b.values.length) return false;
  if (!a.names || !b.names) return a.names === b.names;
  return a.names.every((name) => b.names?.includes(name));
}

function readFields(line: string): Fields | undefined {
  if (/^[[{]/.test(line)) return readJson(line);
  if (line.includes(':')) return readNamed(line);
  const values = line
    .split(SEPARATOR)
    .filter((field) => field !== '')
    .map(Number);
  return usable(values) ? { values } : undefined;
}

/** `accX:0.1, accY: -2`. */
function readNamed(line: string): Fields | undefined {
  const names: string[] = [];
  const values: number[] = [];
  for (const field of line.replace(/\s*:\s*/g, ':').split(SEPARATOR)) {
    if (field === '') continue;
    const [name, number, ...more] = field.split(':');
    if (!name || !number || more.length > 0 || !isName(name)) return undefined;
    names.push(name);
    values.push(Number(number));
  }
  return usable(values) && unique(names) ? { names, values } : undefined;
}

/** The numbers of an object, `{"acc":{"x":1}}` being `acc.x`, or of an array. */
function readJson(line: string): Fields | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  const names: string[] = [];
  const values: number[] = [];
  const collect = (value: unknown, path: readonly string[]) => {
    if (typeof value === 'number') {
      names.push(path.join('.'));
      values.push(value);
    } else if (Array.isArray(value)) {
      const axes = value.length === AXES.length && path.length > 0;
      for (const [index, one] of value.entries()) {
        collect(one, [...path, axes ? AXES[index]! : String(index + 1)]);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value)) collect(one, [...path, key]);
    }
  };
  collect(json, []);
  if (!usable(values) || !unique(names)) return undefined;
  return Array.isArray(json) ? { values } : { names, values };
}

function usable(values: readonly number[]): boolean {
  return values.length > 0 && values.length <= MOST_COLUMNS && values.every(isMeasurable);
}

/** Neither NaN nor beyond what is a number still as float32, in any unit. */
function isMeasurable(value: number): boolean {
  return Math.abs(value) < 1e30;
}

function unique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

/** Names that nothing else can be meant by; those with a blank in them only between commas and the like. */
function readHeader(line: string): readonly string[] | undefined {
  const separator = [',', ';', '\t'].find((one) => line.includes(one)) ?? SEPARATOR;
  const names = line
    .split(separator)
    .map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
    .filter((name) => name !== '');
  return names.length > 0 && names.every(isName) ? names : undefined;
}

function isName(field: string): boolean {
  return /^[A-Za-z_#][\w .[\]()^/²°µ#-]*$/.test(field);
}
