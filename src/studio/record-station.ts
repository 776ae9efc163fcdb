import type { StoreApi } from 'zustand/vanilla';
import type { GuidedPlan } from '#core/dataset/guided-plan';
import type { Recording } from '#core/dataset/session';
import type { Failure } from '#core/failure';
import type { GuidedProgress } from './guide';
import type { Undo } from './project-station';
import type { FrameCounts } from './recorder';

/** One device of a recording under way; counts of all its parts together. */
export interface RecordedDevice extends FrameCounts {
  readonly linkId: string;
  readonly name: string;
  /** Its link is lost; it goes on with a new part when it is back. */
  readonly waiting: boolean;
}

export interface RunProgress extends FrameCounts {
  /** On `platform.nowMs`'s clock. */
  readonly startedAtMs: number;
  /** The leading one first, whose counts these are. */
  readonly devices: readonly RecordedDevice[];
  readonly guided?: GuidedProgress;
}

export type RecordState =
  | { readonly phase: 'idle'; readonly subject: string }
  | {
      readonly phase: 'countdown';
      readonly subject: string;
      /** Whole seconds left. */
      readonly remainingS: number;
      /** The first prompt, before a guided recording. */
      readonly guided?: GuidedProgress;
    }
  /** Counts of what has arrived, a few times a second. `recordingId`: the part under way. */
  | ({
      readonly phase: 'recording';
      readonly subject: string;
      readonly recordingId: string;
    } & RunProgress)
  /** Every device is lost: goes on by itself when one is back, ends by `stop` or `cancel`. */
  | ({ readonly phase: 'interrupted'; readonly subject: string } & RunProgress)
  | { readonly phase: 'finishing'; readonly subject: string }
  /** `kept`: recordings that hold everything up to the failure. */
  | {
      readonly phase: 'failed';
      readonly subject: string;
      readonly failure: Failure;
      readonly kept: readonly string[];
    };

export interface RecordStation {
  readonly store: StoreApi<RecordState>;
  /** Who is recorded next; remembered. */
  setSubject(name: string): void;
  /** Seconds counted down before a recording starts; remembered. */
  readonly countdownS: number;
  setCountdown(seconds: number): void;
  /**
   * Counts down, then records every device that streams; never rejects. Resolves when frames are
   * being stored.
   */
  start(): Promise<void>;
  /** The same with prompts that label; `simulatorFollows`: the simulated person does as asked. */
  startGuided(plan: GuidedPlan, options?: { readonly simulatorFollows?: boolean }): Promise<void>;
  /** Goes on with a recording that was cut, in a new part: the same person and session. */
  resume(recordingId: string): Promise<void>;
  /** Verbs of the guided recording under way; nothing happens without one. */
  readonly guide: {
    togglePause(): void;
    /** Asks for the same once more, from its announcement. */
    repeat(): void;
    skip(): void;
  };
  /** Stores the tail and ends the recording. */
  stop(): Promise<void>;
  /** Ends the countdown; while recording, ends and removes it: the undo brings it back. */
  cancel(): Promise<Undo | undefined>;
  /**
   * Makes a new recording of this one and what other devices recorded beside it. Rejects with
   * `Failure`.
   */
  combine(recordingId: string): Promise<void>;
  /** Puts a failure out of sight. */
  dismiss(): void;
  /** At start-up: recordings left by a dead page become `cut`; resolves with those. */
  mendCut(): Promise<readonly Recording[]>;
}

/** Whether frames are being recorded, or will be as soon as a device is back. */
export function isRecording(
  state: RecordState,
): state is Extract<RecordState, { phase: 'recording' | 'interrupted' }> {
  return state.phase === 'recording' || state.phase === 'interrupted';
}
