import type { StoreApi } from 'zustand/vanilla';
import type { Failure } from '#core/failure';
import type { Trial, TuningLimits, TuningSpace, TuningState } from '#core/tuner/tuning';
import type { TrialProgress } from '#engine/engine';

/** A trial under way; `share` of it done, 0 … 1. */
export interface RunningTrial extends Trial {
  readonly step: TrialProgress['step'];
  readonly share: number;
}

/** How fast the search goes. */
export interface TuningPace {
  /** Finished trials a minute, pauses left out; 0 before the first. */
  readonly trialsPerMinute: number;
  /** Until the last trial ends, from the epochs that are left; absent before the first. */
  readonly remainingMs?: number;
  /** Share of all epochs that are done, 0 … 1. */
  readonly share: number;
}

/** A search, where there is one. */
export type TunerRun =
  | { readonly phase: 'idle' }
  /** Windows are cut and candidates drawn, or a saved search is read. */
  | { readonly phase: 'preparing' }
  | {
      readonly phase: 'running';
      readonly tuning: TuningState;
      readonly trials: readonly RunningTrial[];
      readonly pace: TuningPace;
    }
  | { readonly phase: 'paused'; readonly tuning: TuningState; readonly pace: TuningPace }
  | { readonly phase: 'done'; readonly tuning: TuningState; readonly pace: TuningPace }
  | { readonly phase: 'failed'; readonly failure: Failure; readonly tuning?: TuningState };

export interface TunerState {
  readonly run: TunerRun;
  /** Candidates that are looked at: the one opened, then the one compared with it. */
  readonly opened: readonly number[];
}

/** What a person decides; the rest of a plan is the project's own. */
export interface TunerRequest {
  readonly limits: TuningLimits;
  readonly candidateCount: number;
  /** Absent: `searchSpaceAround` the project. */
  readonly space?: TuningSpace;
}

/** Searches settings for the open project in the background. */
export interface TunerStation {
  readonly store: StoreApi<TunerState>;
  /** Begins anew; resolves when the search is done, failed, paused or cancelled. */
  start(request: TunerRequest): Promise<void>;
  /** Ends running trials at once; they run again when resumed. What is finished stays, stored. */
  pause(): void;
  /** Goes on with a paused search; resolves as `start` does. */
  resume(): Promise<void>;
  /** Ends the search at once and for good; what was found stays to be looked at. */
  cancel(): void;
  /** Looks at a candidate; `undefined` closes what is open. */
  open(candidateId: number | undefined): void;
  /** Lays another one beside the one that is open; `undefined` takes it away. */
  compare(candidateId: number | undefined): void;
  /**
   * Writes the candidate's card, as of its last finished trial, into the project, so that training
   * and compressing give that trial's file. Returns what takes it back.
   */
  take(candidateId: number): () => void;
  /** Forgets the search, stored or not. */
  clear(): Promise<void>;
  /** Shows the stored search of the project that has been opened, paused where unfinished. */
  load(projectId: string): Promise<void>;
  /** Forgets what is shown, not what is stored. */
  reset(): void;
}
