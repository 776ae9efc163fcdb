import type { StoreApi } from 'zustand/vanilla';
import type { CallState } from '#core/apps/call-control';
import type { ExerciseMovement, ExerciseState } from '#core/apps/exercise-counter';
import type { PostureState } from '#core/apps/posture-monitor';
import type { Role, Roles } from '#core/apps/roles';
import type { ReminderLimits, ReminderState } from '#core/apps/sedentary-reminder';

/** How much faster than the real one the apps' clock runs; 60 is for trying them. */
export type ClockRate = 1 | 60;

export interface AppsState {
  /** Which gesture plays which role in the open project. */
  readonly roles: Roles;
  readonly clockRate: ClockRate;
  /** The apps' time, Unix epoch, ms; moves once a second while anything looks or runs. */
  readonly now: number;
  /** Local date of `now`, `2026-11-25`. */
  readonly day: string;
  readonly posture: PostureState;
  readonly reminder: ReminderState;
  readonly call: CallState;
  readonly exercise: ExerciseState;
}

/** What a person should be told, whatever page is open. */
export interface AppNotice {
  readonly notice: 'head-down';
  /** Minutes with the head down, and of how many. */
  readonly downMinutes: number;
  readonly windowMinutes: number;
}

export interface AppsStation {
  readonly store: StoreApi<AppsState>;
  /** `undefined` goes back to what the names suggest. */
  chooseRole(role: Role, gestureId: string | undefined): void;
  /** Fast: on a copy of today that is thrown away when the clock is set back to 1. */
  setClockRate(rate: ClockRate): void;
  setReminderLimits(limits: ReminderLimits): void;
  snooze(): void;
  ringCall(): void;
  answerCall(): void;
  declineCall(): void;
  setGoal(movement: ExerciseMovement, goal: number): void;
  /** Sets today's counts to zero; the function returned takes that back. */
  restartExercise(): () => void;
  /** Keeps the clock going for who looks at it, until the returned function is called. */
  watch(): () => void;
  /** Returns the function that stops listening. */
  listen(listener: (notice: AppNotice) => void): () => void;
}
