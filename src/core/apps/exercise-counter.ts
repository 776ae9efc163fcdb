import { type AppEffect, type Moment, NO_EFFECTS, type Step } from './moment';

export const EXERCISE_MOVEMENTS = ['neckLeft', 'neckRight', 'nod', 'shake'] as const;
export type ExerciseMovement = (typeof EXERCISE_MOVEMENTS)[number];

export type ExerciseCounts = Readonly<Record<ExerciseMovement, number>>;

export interface ExerciseState {
  /** Repetitions a day; 0: not part of the exercise. */
  readonly goals: ExerciseCounts;
  /** Local date that `counts` are of. */
  readonly day: string;
  readonly counts: ExerciseCounts;
  /** Days on which every goal was reached, oldest first. */
  readonly doneDays: readonly string[];
}

export type ExerciseEvent =
  /** Notices that a new day has begun. */
  | { readonly type: 'tick' }
  | { readonly type: 'movement'; readonly movement: ExerciseMovement }
  | { readonly type: 'goal'; readonly movement: ExerciseMovement; readonly goal: number }
  /** Counts from zero, or as they were before that. */
  | { readonly type: 'set-counts'; readonly counts: ExerciseCounts };

export const NO_COUNTS: ExerciseCounts = { neckLeft: 0, neckRight: 0, nod: 0, shake: 0 };
export const DEFAULT_GOALS: ExerciseCounts = { neckLeft: 8, neckRight: 8, nod: 10, shake: 10 };
export const HIGHEST_GOAL = 100;
/** Days of which it is kept that they were done. */
export const KEPT_DONE_DAYS = 400;
const DAY_MS = 86_400_000;

export function exerciseStart(goals: ExerciseCounts = DEFAULT_GOALS): ExerciseState {
  return { goals, day: '', counts: NO_COUNTS, doneDays: [] };
}

/** Counts movements to the day's goals; a day is done when every goal is reached. */
export function exerciseCounter(
  before: ExerciseState,
  event: ExerciseEvent,
  now: Moment,
): Step<ExerciseState> {
  const state = before.day === now.day ? before : { ...before, day: now.day, counts: NO_COUNTS };
  switch (event.type) {
    case 'tick':
      return [state, NO_EFFECTS];
    case 'movement': {
      const { movement } = event;
      if (state.goals[movement] === 0) return [state, NO_EFFECTS];
      const counts = { ...state.counts, [movement]: state.counts[movement] + 1 };
      const effects: AppEffect[] =
        counts[movement] === state.goals[movement] ? [{ do: 'play', sound: 'done' }] : [];
      return [judged({ ...state, counts }), effects];
    }
    case 'goal': {
      const goal = Math.min(HIGHEST_GOAL, Math.max(0, Math.round(event.goal) || 0));
      return [judged({ ...state, goals: { ...state.goals, [event.movement]: goal } }), NO_EFFECTS];
    }
    case 'set-counts':
      return [judged({ ...state, counts: event.counts }), NO_EFFECTS];
  }
}

/** Whether every goal of the day is reached; never without a goal. */
export function isDone({ goals, counts }: Pick<ExerciseState, 'goals' | 'counts'>): boolean {
  return (
    EXERCISE_MOVEMENTS.some((movement) => goals[movement] > 0) &&
    EXERCISE_MOVEMENTS.every((movement) => counts[movement] >= goals[movement])
  );
}

/** Days in a row up to today, or up to yesterday while today is not done yet. */
export function streak(doneDays: readonly string[], day: string): number {
  const done = new Set(doneDays);
  let last = done.has(day) ? day : dayBefore(day);
  let length = 0;
  for (; done.has(last); last = dayBefore(last)) length++;
  return length;
}

function judged(state: ExerciseState): ExerciseState {
  const others = state.doneDays.filter((day) => day !== state.day);
  return {
    ...state,
    doneDays: isDone(state) ? [...others, state.day].slice(-KEPT_DONE_DAYS) : others,
  };
}

/** Calendar arithmetic alone: the date names a day of the person's calendar, in no time zone. */
function dayBefore(day: string): string {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(ms) ? '' : new Date(ms - DAY_MS).toISOString().slice(0, 10);
}
