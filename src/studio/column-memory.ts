import * as v from 'valibot';
import type { ColumnMapping } from '#core/motion/columns';
import type { Platform } from '#platform/platform';
import { readKept } from './kept-preference';

const mappingSchema = v.object({
  confirmed: v.literal(true),
  columns: v.array(
    v.object({
      name: v.string(),
      unit: v.picklist(['g', 'dps', 'uT', 'raw']),
      factor: v.pipe(v.number(), v.finite()),
      role: v.picklist(['value', 'timeMs', 'timeUs', 'timeS', 'count']),
    }),
  ),
});

type Preferences = Pick<Platform, 'preference' | 'setPreference'>;

const keyOf = (peerId: string) => `columns.${peerId}`;

/** What the person said of the columns of a device's lines, some time before. */
export function rememberedColumns(
  platform: Preferences,
  peerId: string,
): ColumnMapping | undefined {
  return readKept(platform, keyOf(peerId), mappingSchema);
}

/** Guesses are not remembered: they are made anew, from what the device sends then. */
export function rememberColumns(
  platform: Preferences,
  peerId: string,
  mapping: ColumnMapping,
): void {
  if (mapping.confirmed) platform.setPreference(keyOf(peerId), JSON.stringify(mapping));
}
