/** A moment of an app's clock, with where it lies in the person's day. */
export interface Moment {
  /** Unix epoch, ms. */
  readonly ms: number;
  /** Local date, `2026-11-25`. */
  readonly day: string;
  /** Local hour, 0 … 23. */
  readonly hour: number;
  /** When this hour began, Unix epoch, ms. */
  readonly hourStartMs: number;
}

/** Between two ticks further apart the page slept: nobody knows what the person did. */
export const LONGEST_TICK_MS = 150_000;

/** What an app wants done; the studio does it through the platform. */
export type AppEffect =
  | { readonly do: 'play'; readonly sound: 'done' | 'reminder' }
  | { readonly do: 'start-ringing' }
  | { readonly do: 'stop-ringing' }
  | { readonly do: 'remind'; readonly downMinutes: number; readonly windowMinutes: number };

/** The next state and what is to be done. */
export type Step<State> = readonly [state: State, effects: readonly AppEffect[]];

export const NO_EFFECTS: readonly AppEffect[] = [];
