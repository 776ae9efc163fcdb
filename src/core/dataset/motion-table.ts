/** A column of an imported table. */
export interface TableColumn {
  /** As the header says, trimmed; empty where there is none. */
  readonly name: string;
  /** Unit that the file itself declares beside the name (Edge Impulse JSON). */
  readonly unit?: string;
  /** One number a row; of a text column: absent. */
  readonly values?: Float64Array;
  /** One text a row; of a number column: absent. */
  readonly texts?: readonly string[];
}

/** A file read into columns, before anyone has said what they mean. */
export interface MotionTable {
  readonly format: 'csv' | 'edge-impulse';
  readonly columns: readonly TableColumn[];
  readonly rowCount: number;
  /** Rows that begin a new stretch (after a blank line or a pause marker); the first row is not named. */
  readonly breaks: readonly number[];
  /** Time between two rows where the file itself says so, ms. */
  readonly intervalMs?: number;
  /** Lines with text where numbers belong, or with too few cells: passed over. */
  readonly skippedRows: number;
  /** Line number of the first one passed over, from 1. */
  readonly firstSkippedLine?: number;
  readonly decimalComma: boolean;
}
