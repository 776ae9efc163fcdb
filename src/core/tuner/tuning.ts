import type { ModelCost } from '../compress/compressed-model';
import type { CompressionRecipe } from '../compress/compression-recipe';
import type { WindowingOptions } from '../dataset/window-set';
import type { FailureCode } from '../failure';
import type { ModelRecipe, PresetId } from '../model/trained-model';

/** The most that a model may take; absent: no limit. */
export interface TuningLimits {
  /** Bytes of the `.tflite`. */
  readonly flashBytes?: number;
  /** Bytes of the tensor arena. */
  readonly ramBytes?: number;
  /** Multiply-accumulates of one inference. */
  readonly macs?: number;
}

/** Name of a limit. */
export type LimitName = keyof TuningLimits;

/** What is chosen among; each list has at least one entry. */
export interface TuningSpace {
  readonly lengthsMs: readonly number[];
  /** Each a list of channel names. */
  readonly channelSets: readonly (readonly string[])[];
  readonly presets: readonly PresetId[];
  /** Factors on a preset's filters and units. */
  readonly widths: readonly number[];
  /** The project's own first, where it is among them; epochs of their steps are those of the last rung. */
  readonly compressions: readonly CompressionRecipe[];
}

/** What to search, and how long; all that a search depends on beside the recordings. */
export interface TuningPlan {
  readonly seed: number;
  /** Candidates that get a trial, at most: fewer where the space or the limits leave fewer. */
  readonly candidateCount: number;
  /** Epochs of a trial in each rung, rising. */
  readonly rungEpochs: readonly number[];
  /** Of a rung's candidates one in so many goes on to the next, at least one. */
  readonly reduction: number;
  readonly limits: TuningLimits;
  readonly space: TuningSpace;
  /** What the space does not name: rate, hop, batch size, learning rate, seed, people held out … */
  readonly windowing: WindowingOptions;
  readonly recipe: ModelRecipe;
  /** Gestures and "nothing". */
  readonly classCount: number;
}

/** Everything that a model is made from beside the recordings: by it, the very same file again. */
export interface ModelCard {
  readonly windowing: WindowingOptions;
  readonly recipe: ModelRecipe;
  readonly compression: CompressionRecipe;
}

/** One of each list of a space. */
export interface Choice {
  readonly lengthMs: number;
  readonly channelNames: readonly string[];
  readonly preset: PresetId;
  readonly width: number;
  /** Position in the space's `compressions`. */
  readonly compression: number;
}

/** A choice that was drawn; its card is `cardOf`. */
export interface Candidate {
  /** Its place among all that were drawn, rejected ones too, from 0; 0 is the project's own where the space has it. */
  readonly id: number;
  readonly choice: Choice;
  /** What its file will cost: known before training, since costs follow from shapes. */
  readonly cost: ModelCost;
}

/** A candidate that breaks a limit, and so is not trained. */
export interface RejectedCandidate extends Candidate {
  readonly breaks: readonly LimitName[];
}

/** One candidate in one rung. */
export interface Trial {
  readonly candidateId: number;
  /** Position in `rungEpochs`. */
  readonly rung: number;
}

/** What a trial's file is and does. */
export interface TrialOutcome {
  /**
   * int8 on the validation windows, which training did not fit: what candidates are ranked by.
   * Where there are none, on the training windows.
   */
  readonly validationMacroF1: number;
  /**
   * int8 on held-out windows, by which no candidate is ranked; optimistic all the same for a point
   * that somebody picks by it. Null where nothing is held out.
   */
  readonly macroF1: number | null;
  readonly cost: ModelCost;
  /** The `.tflite` after gzip. */
  readonly gzipBytes: number;
  /** SHA-256 of the `.tflite`, hex. */
  readonly sha256: string;
  /** Time that the trial took, ms. */
  readonly tookMs: number;
}

/** A finished trial; one that failed (its training diverged, say) never goes on. */
export type TrialResult = Trial &
  ({ readonly outcome: TrialOutcome } | { readonly failure: FailureCode; readonly detail: string });

/** A search as far as it has come: plain values, to be stored after every trial. */
export interface TuningState {
  readonly plan: TuningPlan;
  /** In the order they were drawn. */
  readonly candidates: readonly Candidate[];
  readonly rejected: readonly RejectedCandidate[];
  /** Finished, in no order that matters. */
  readonly results: readonly TrialResult[];
  /** SHA-256 of the training windows by the project's own windowing: other data, another search. */
  readonly dataHash: string;
  /** Unix epoch, ms. */
  readonly startedAt: number;
  /** Time that the results took, pauses and lost trials left out, ms. */
  readonly spentMs: number;
  /** No trial is to follow, though some are left. */
  readonly cancelled?: boolean;
}
