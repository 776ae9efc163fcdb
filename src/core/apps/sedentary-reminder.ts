import { type AppEffect, LONGEST_TICK_MS, type Moment, NO_EFFECTS, type Step } from './moment';

export interface ReminderLimits {
  /** Remind when the head was down for longer than this … */
  readonly downMinutes: number;
  /** … within any stretch of this length. */
  readonly windowMinutes: number;
  /** How long a snooze lasts. */
  readonly snoozeMinutes: number;
}

export const DEFAULT_LIMITS: ReminderLimits = {
  downMinutes: 40,
  windowMinutes: 60,
  snoozeMinutes: 10,
};

/** Least and most minutes that a limit can be. */
export const LIMIT_RANGES = { windowMinutes: [2, 240], snoozeMinutes: [1, 120] } as const;

/** Stretches kept; who looks down more often than this within the window has two run into one. */
export const MOST_STRETCHES = 120;

/** A stretch with the head down, Unix epoch, ms. */
export interface DownStretch {
  readonly startMs: number;
  readonly endMs: number;
}

export interface ReminderState {
  readonly limits: ReminderLimits;
  readonly isDown: boolean;
  readonly countedToMs: number;
  /** Oldest first, none overlapping, none older than the window, at most `MOST_STRETCHES`. */
  readonly stretches: readonly DownStretch[];
  /** Head down within the window that ends now, ms. */
  readonly downMs: number;
  /** `due`: reminded, and still over the limit. */
  readonly phase: 'quiet' | 'due' | 'snoozed';
  /** While snoozed, until then; Unix epoch, ms. */
  readonly snoozedUntilMs: number;
  readonly reminderCount: number;
}

export type ReminderEvent =
  | { readonly type: 'tick' }
  | { readonly type: 'head'; readonly isDown: boolean }
  /** Recognition ended: what the head does is not known. */
  | { readonly type: 'lost' }
  | { readonly type: 'snooze' }
  | { readonly type: 'limits'; readonly limits: ReminderLimits };

const MINUTE_MS = 60_000;

export function reminderStart(limits: ReminderLimits = DEFAULT_LIMITS): ReminderState {
  return {
    limits: withinReason(limits),
    isDown: false,
    countedToMs: 0,
    stretches: [],
    downMs: 0,
    phase: 'quiet',
    snoozedUntilMs: 0,
    reminderCount: 0,
  };
}

/** Limits that can be met: whole minutes, the time down shorter than its window. */
export function withinReason(limits: ReminderLimits): ReminderLimits {
  const whole = (value: number, low: number, high: number) =>
    Math.min(high, Math.max(low, Math.round(Number.isFinite(value) ? value : low)));
  const windowMinutes = whole(limits.windowMinutes, ...LIMIT_RANGES.windowMinutes);
  return {
    windowMinutes,
    downMinutes: whole(limits.downMinutes, 1, windowMinutes - 1),
    snoozeMinutes: whole(limits.snoozeMinutes, ...LIMIT_RANGES.snoozeMinutes),
  };
}

/** Reminds once when the time with the head down passes the limit, and again after a snooze. */
export function sedentaryReminder(
  state: ReminderState,
  event: ReminderEvent,
  now: Moment,
): Step<ReminderState> {
  return remind(follow(count(state, now), event, now), now);
}

function follow(state: ReminderState, event: ReminderEvent, now: Moment): ReminderState {
  switch (event.type) {
    case 'tick':
      return state;
    case 'head':
      return { ...state, isDown: event.isDown };
    case 'lost':
      return { ...state, isDown: false };
    case 'snooze': {
      if (state.phase !== 'due') return state;
      const snoozedUntilMs = now.ms + state.limits.snoozeMinutes * MINUTE_MS;
      return { ...state, phase: 'snoozed', snoozedUntilMs };
    }
    case 'limits':
      return trimmed({ ...state, limits: withinReason(event.limits) }, now.ms);
  }
}

function count(state: ReminderState, now: Moment): ReminderState {
  const elapsedMs = now.ms - state.countedToMs;
  const counted = { ...state, countedToMs: now.ms };
  if (!state.isDown || elapsedMs <= 0 || elapsedMs > LONGEST_TICK_MS) {
    return trimmed(counted, now.ms);
  }
  const last = state.stretches.at(-1);
  const continues = last !== undefined && last.endMs === state.countedToMs;
  const stretches = continues
    ? [...state.stretches.slice(0, -1), { startMs: last.startMs, endMs: now.ms }]
    : [...bounded(state.stretches), { startMs: state.countedToMs, endMs: now.ms }];
  return trimmed({ ...counted, stretches }, now.ms);
}

/** Room for one more: the oldest moves up to the next, so that no time down is lost or made up. */
function bounded(stretches: readonly DownStretch[]): readonly DownStretch[] {
  const [first, second, ...others] = stretches;
  if (first === undefined || second === undefined || stretches.length < MOST_STRETCHES) {
    return stretches;
  }
  return [
    { startMs: second.startMs - (first.endMs - first.startMs), endMs: second.endMs },
    ...others,
  ];
}

/** Only what lies within the window that ends now. */
function trimmed(state: ReminderState, nowMs: number): ReminderState {
  const fromMs = nowMs - state.limits.windowMinutes * MINUTE_MS;
  const stretches = state.stretches
    .filter(({ endMs }) => endMs > fromMs)
    .map(({ startMs, endMs }) => ({ startMs: Math.max(startMs, fromMs), endMs }));
  const downMs = stretches.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return { ...state, stretches, downMs };
}

function remind(state: ReminderState, now: Moment): Step<ReminderState> {
  const over = state.downMs > state.limits.downMinutes * MINUTE_MS;
  if (!over) {
    return [state.phase === 'quiet' ? state : { ...state, phase: 'quiet' }, NO_EFFECTS];
  }
  // Who looks up is resting: the hour's count falls by itself.
  const again = state.phase === 'snoozed' && now.ms >= state.snoozedUntilMs && state.isDown;
  if (state.phase !== 'quiet' && !again) return [state, NO_EFFECTS];
  const { downMinutes, windowMinutes } = state.limits;
  const effects: AppEffect[] = [
    { do: 'play', sound: 'reminder' },
    { do: 'remind', downMinutes, windowMinutes },
  ];
  return [{ ...state, phase: 'due', reminderCount: state.reminderCount + 1 }, effects];
}
