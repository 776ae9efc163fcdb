/** Precision, recall and F1 of one class; `null` where its denominator is 0. */
export interface ClassScore {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Held-out windows of this class. */
  readonly support: number;
}

/** How a model did on windows that it was not trained on. */
export interface Judgement {
  readonly windowCount: number;
  /** Counts `[truth × answer]`, row-major over `classes`. */
  readonly confusion: Uint32Array;
  readonly classScores: readonly ClassScore[];
  /** Share of windows answered rightly. */
  readonly accuracy: number;
  /** Mean F1 over classes with support. */
  readonly macroF1: number;
  /** Share of "nothing" windows answered as nothing, the threshold applied; `null` without any. */
  readonly rejectionRate: number | null;
  /** Accuracy for each held-out group, in the order of `heldOutGroups`. */
  readonly groupAccuracy: readonly number[];
}
