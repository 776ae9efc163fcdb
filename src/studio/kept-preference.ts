import * as v from 'valibot';
import type { Platform } from '#platform/platform';

/** A preference written as JSON; undefined where there is none or it is not of this shape. */
export function readKept<Schema extends v.GenericSchema>(
  platform: Pick<Platform, 'preference'>,
  key: string,
  schema: Schema,
): v.InferOutput<Schema> | undefined {
  const text = platform.preference(key);
  if (text === undefined) return undefined;
  try {
    const read = v.safeParse(schema, JSON.parse(text));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
