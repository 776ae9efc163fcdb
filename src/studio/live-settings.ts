import * as v from 'valibot';
import { DEFAULT_HOLD_OFF_MS } from '#core/live/live-defaults';
import type { Platform } from '#platform/platform';
import { readKept } from './kept-preference';
import type { LiveSettings } from './live-station';

const SETTINGS = v.object({
  thresholds: v.record(v.string(), v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  holdOffMs: v.pipe(v.number(), v.minValue(0), v.maxValue(10_000)),
});

/** What holds until a person chooses otherwise. */
export const DEFAULT_LIVE_SETTINGS: LiveSettings = {
  thresholds: {},
  holdOffMs: DEFAULT_HOLD_OFF_MS,
};

const keyOf = (projectId: string) => `live.${projectId}`;

/** The settings of a project as they were left in this browser. */
export function readLiveSettings(
  platform: Pick<Platform, 'preference'>,
  projectId: string | undefined,
): LiveSettings {
  if (projectId === undefined) return DEFAULT_LIVE_SETTINGS;
  return readKept(platform, keyOf(projectId), SETTINGS) ?? DEFAULT_LIVE_SETTINGS;
}

export function writeLiveSettings(
  platform: Pick<Platform, 'setPreference'>,
  projectId: string | undefined,
  settings: LiveSettings,
): void {
  if (projectId !== undefined) {
    platform.setPreference(keyOf(projectId), JSON.stringify(settings));
  }
}
