import { LONGEST_TICK_MS, type Moment, NO_EFFECTS, type Step } from './moment';

/** What a person is doing; `moving` (walking, say) stands above where the head points. */
export const POSTURES = ['down', 'level', 'up', 'moving'] as const;
export type PostureKind = (typeof POSTURES)[number];

/** Time by posture, ms. */
export type PostureTimes = Readonly<Record<PostureKind, number>>;

export interface PostureDay {
  /** Local date, `2026-11-25`. */
  readonly day: string;
  /** By local hour; hours without a reading are absent. */
  readonly hours: Readonly<Record<number, PostureTimes>>;
}

export interface PostureState {
  /** Absent: nothing is recognised now, so that no time counts. */
  readonly head?: 'down' | 'level' | 'up';
  readonly moving: boolean;
  /** Time up to here is counted, Unix epoch, ms. */
  readonly countedToMs: number;
  /** Oldest first, at most `KEPT_DAYS`; the last is today's once there is any. */
  readonly days: readonly PostureDay[];
}

export type PostureEvent =
  | { readonly type: 'tick' }
  | { readonly type: 'head'; readonly head: 'down' | 'level' | 'up' }
  | { readonly type: 'moving'; readonly moving: boolean }
  /** Recognition ended. */
  | { readonly type: 'lost' };

export const KEPT_DAYS = 14;
const NO_TIMES: PostureTimes = { down: 0, level: 0, up: 0, moving: 0 };

/** Nothing recognised yet; `days` as they were kept. */
export function postureStart(days: readonly PostureDay[] = []): PostureState {
  return { moving: false, countedToMs: 0, days };
}

/** What counts now; absent while nothing is recognised. */
export function postureNow({ head, moving }: PostureState): PostureKind | undefined {
  return head !== undefined && moving ? 'moving' : head;
}

/** Counts the time since the last event to what held until now, then takes the event. */
export function postureMonitor(
  state: PostureState,
  event: PostureEvent,
  now: Moment,
): Step<PostureState> {
  return [follow(count(state, now), event), NO_EFFECTS];
}

/** Totals of one day; zeros for a day without readings. */
export function dayTotals(days: readonly PostureDay[], day: string): PostureTimes {
  const hours = Object.values(days.find((one) => one.day === day)?.hours ?? {});
  return hours.reduce((sum, times) => add(sum, times), NO_TIMES);
}

function follow(state: PostureState, event: PostureEvent): PostureState {
  switch (event.type) {
    case 'tick':
      return state;
    case 'head':
      return { ...state, head: event.head };
    case 'moving':
      return { ...state, moving: event.moving };
    case 'lost': {
      const { head: _, ...rest } = state;
      return { ...rest, moving: false };
    }
  }
}

function count(state: PostureState, now: Moment): PostureState {
  const posture = postureNow(state);
  const elapsedMs = now.ms - state.countedToMs;
  const counted = { ...state, countedToMs: now.ms };
  if (posture === undefined || elapsedMs <= 0 || elapsedMs > LONGEST_TICK_MS) return counted;
  const inThisHourMs = Math.min(elapsedMs, Math.max(0, now.ms - now.hourStartMs));
  let { days } = state;
  // A tick is far shorter than an hour: what is left belongs to the hour before.
  const beforeMs = elapsedMs - inThisHourMs;
  if (beforeMs > 0 && now.hour > 0) {
    days = addTime(days, now.day, now.hour - 1, posture, beforeMs);
  }
  return { ...counted, days: addTime(days, now.day, now.hour, posture, inThisHourMs) };
}

function addTime(
  days: readonly PostureDay[],
  day: string,
  hour: number,
  posture: PostureKind,
  ms: number,
): readonly PostureDay[] {
  const today = days.find((one) => one.day === day) ?? { day, hours: {} };
  const times = today.hours[hour] ?? NO_TIMES;
  const hours = { ...today.hours, [hour]: { ...times, [posture]: times[posture] + ms } };
  return [...days.filter((one) => one.day !== day), { day, hours }].slice(-KEPT_DAYS);
}

function add(one: PostureTimes, other: PostureTimes): PostureTimes {
  return {
    down: one.down + other.down,
    level: one.level + other.level,
    up: one.up + other.up,
    moving: one.moving + other.moving,
  };
}
