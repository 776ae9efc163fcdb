import * as v from 'valibot';
import { Failure } from '../failure';
import { isMeasurable } from './csv-dialect';
import type { MotionTable } from './motion-table';

const acquisition = v.object({
  payload: v.object({
    interval_ms: v.pipe(v.number(), v.finite(), v.gtValue(0)),
    sensors: v.pipe(
      v.array(v.object({ name: v.string(), units: v.optional(v.string(), '') })),
      v.minLength(1),
    ),
    // A file of one axis may hold a flat list.
    values: v.array(v.union([v.array(v.number()), v.number()])),
  }),
});

/** Whether the text can only be an acquisition as JSON: no table begins with a brace. */
export function isEdgeImpulseJson(text: string): boolean {
  return /^\s*\{/.test(text);
}

/**
 * Reads Edge Impulse's acquisition format: `payload.values`, one row a reading, `interval_ms`
 * apart. The signature is not checked: it takes a key that only the project's owner has. Throws
 * `Failure` `file-invalid`.
 */
export function readEdgeImpulseJson(text: string): MotionTable {
  const { sensors, values, interval_ms } = parse(text).payload;
  const rows = values.map((row) => (typeof row === 'number' ? [row] : row));
  const isWhole = (row: number[]) => row.length === sensors.length && row.every(isMeasurable);
  const whole = rows.filter(isWhole);
  if (whole.length === 0) throw new Failure('csv-no-numbers', 'payload.values holds no whole row.');
  const firstSkipped = rows.findIndex((row) => !isWhole(row));
  return {
    format: 'edge-impulse',
    columns: sensors.map(({ name, units }, column) => ({
      name,
      unit: units,
      values: Float64Array.from(whole, (row) => row[column]!),
    })),
    rowCount: whole.length,
    breaks: [],
    intervalMs: interval_ms,
    skippedRows: rows.length - whole.length,
    ...(firstSkipped >= 0 ? { firstSkippedLine: firstSkipped + 1 } : {}),
    decimalComma: false,
  };
}

function parse(text: string): v.InferOutput<typeof acquisition> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Failure('file-invalid', 'The file is not JSON.', { cause: error });
  }
  const result = v.safeParse(acquisition, json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new Failure('file-invalid', `${v.getDotPath(issue) ?? 'file'}: ${issue.message}`);
}
