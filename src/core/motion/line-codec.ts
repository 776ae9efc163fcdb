/**
 * Lines of numbers split by comma, semicolon, tab or space, as the Edge Impulse data forwarder
 * sends them (`docs/formats/text-lines.md`). Never throws: what is no such line is counted.
 */

/** A line longer than this is noise on the wire. */
const LONGEST_LINE = 2000;
const SEPARATOR = /[,;\t ]+/;

/** Splits arriving text into rows of numbers. */
export class LineDecoder {
  /** Names of a header line; undefined where none came. */
  names: readonly string[] | undefined;
  /** Numbers in a row; 0 until two lines in a row agree. */
  columns = 0;
  /** Lines passed over: ragged, not numbers, too long, errors of the device. */
  skipped = 0;
  /** The last line in which the device complained. */
  deviceError: string | undefined;
  #rest = '';
  #overlong = false;
  #lastCount = 0;
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
    const fields = line.split(SEPARATOR).filter((field) => field !== '');
    const row = fields.map(Number);
    if (row.length === 0) {
      this.skipped++;
      return;
    }
    if (!row.every(Number.isFinite)) {
      if (this.columns === 0 && fields.every(isName)) this.names = fields;
      else this.skipped++;
      return;
    }
    if (this.columns === 0) {
      // Two neighbours of one length: neither is the ragged beginning of the stream.
      if (row.length !== this.#lastCount) {
        if (this.#lastCount > 0 || first) this.skipped++;
        this.#lastCount = row.length;
        return;
      }
      this.columns = row.length;
      if (this.names && this.names.length !== row.length) this.names = undefined;
    }
    if (row.length === this.columns) onRow(row);
    else this.skipped++;
  }
}

function isName(field: string): boolean {
  return /^[A-Za-z_][\w.[\]()/²µ-]*$/.test(field);
}
