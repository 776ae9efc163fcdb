import type { StoreApi } from 'zustand/vanilla';
import type { Failure } from '#core/failure';
import type { StateChange } from '#core/live/held-state';
import type { GestureEvent } from '#core/live/trigger';
import type { Signal } from '#core/motion/frame';

/** What the recogniser says now; refreshed at most ten times a second. */
export interface LiveAnswer {
  /** The likeliest gesture where it passes its threshold; absent: nothing. */
  readonly gestureId?: string;
  /** The state that holds (head down, say); absent: none. */
  readonly stateId?: string;
  /** Smoothed scores by class as in `classes`, 0 … 1; 0 is nothing. */
  readonly scores: readonly number[];
  /** False while the newest window has a gap: the scores are those before it. */
  readonly whole: boolean;
}

export type LiveRun =
  /** Not running, and why. `stale-int8`: trained again after it was compressed. */
  | {
      readonly phase: 'waiting';
      readonly reason: 'no-model' | 'no-int8' | 'stale-int8' | 'no-device';
    }
  /** Stopped by the person. */
  | { readonly phase: 'stopped' }
  /** The first window is not full yet. */
  | { readonly phase: 'filling' }
  | { readonly phase: 'running'; readonly answer: LiveAnswer }
  | { readonly phase: 'failed'; readonly failure: Failure };

/** One recognised event, as the log shows it. */
export interface LoggedEvent extends GestureEvent {
  /** Unique within the page's life, rising. */
  readonly number: number;
  /** Which stream its times belong to: one number a connection. */
  readonly stream: number;
  /** Unix epoch, ms. */
  readonly at: number;
}

export interface LiveSettings {
  /** Least score by gesture id, 0 … 1; absent: the default of its kind. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** No second event for this long after one, ms. */
  readonly holdOffMs: number;
}

export interface LiveState {
  readonly run: LiveRun;
  /** Class names as in the model: `NOTHING`, then gesture ids. Empty while there is no model. */
  readonly classes: readonly string[];
  /** Newest first, at most 200. */
  readonly log: readonly LoggedEvent[];
  /** Number of the stream that is open, or was last. */
  readonly stream: number;
  readonly settings: LiveSettings;
  /** From the end of a window until its answer, ms: mean of the last ones. */
  readonly latencyMs?: number;
  /** Events within the last minute. */
  readonly eventsPerMinute: number;
}

/** What the apps listen to; times on this machine's clock (`nowMs`), ms. */
export type LiveSignal =
  /** `surer`: the same event again, with a higher score than before. */
  | {
      readonly type: 'event' | 'surer';
      readonly gestureId: string;
      readonly score: number;
      readonly startMs: number;
      readonly atMs: number;
    }
  /** Another state holds; absent: none. */
  | { readonly type: 'state'; readonly gestureId: string | undefined }
  /** Whether the whole body moves, walking say. */
  | { readonly type: 'moving'; readonly moving: boolean }
  /** Recognition began (its first window is answered) or ended. */
  | { readonly type: 'running'; readonly running: boolean };

/** All that a signal makes the recogniser say; times on the signal's own clock. */
export interface Replay {
  readonly events: readonly GestureEvent[];
  readonly states: readonly StateChange[];
}

export interface LiveStation {
  readonly store: StoreApi<LiveState>;
  /** Goes on after `stop`; recognition starts by itself when a device and an int8 model are there. */
  start(): void;
  stop(): void;
  setThreshold(gestureId: string, threshold: number): void;
  setHoldOff(holdOffMs: number): void;
  /** Thresholds and hold-off as they are at first; the function returned takes that back. */
  resetSettings(): () => void;
  /** Empties the log; the function returned puts it back. */
  clearLog(): () => void;
  /** Returns the function that stops listening. */
  listen(listener: (signal: LiveSignal) => void): () => void;
  /** A whole signal through the same recogniser and settings. Rejects with `Failure`. */
  replay(signal: Signal): Promise<Replay>;
}
