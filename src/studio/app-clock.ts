import type { Moment } from '#core/apps/moment';
import type { Platform } from '#platform/platform';
import type { ClockRate } from './apps-station';

/** The apps' clock: the wall clock, or one that starts from it and runs faster. */
export interface AppClock {
  /** Unix epoch, ms. */
  now(): number;
  setRate(rate: ClockRate): void;
}

export function createAppClock(platform: Pick<Platform, 'nowMs' | 'epochMs'>): AppClock {
  let rate: ClockRate = 1;
  let startEpochMs = 0;
  let startMs = 0;
  return {
    now() {
      if (rate === 1) return platform.epochMs();
      return startEpochMs + (platform.nowMs() - startMs) * rate;
    },
    setRate(next) {
      rate = next;
      startEpochMs = platform.epochMs();
      startMs = platform.nowMs();
    },
  };
}

/** Where a time lies in the day of this machine's time zone. */
export function momentOf(epochMs: number): Moment {
  const at = new Date(epochMs);
  const hour = at.getHours();
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const intoHourMs = (at.getMinutes() * 60 + at.getSeconds()) * 1000 + at.getMilliseconds();
  return { ms: epochMs, day, hour, hourStartMs: Math.floor(epochMs) - intoHourMs };
}
