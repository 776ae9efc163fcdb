import type { PresetId } from '#core/model/trained-model';

interface StepBase {
  /** A step that is switched off keeps its settings. */
  readonly enabled: boolean;
  /** Epochs of training after the change, or during it; 0: none. */
  readonly epochs: number;
}

/** Trains a smaller network to answer as the present one does (Hinton et al. 2015). */
export interface DistilStep extends StepBase {
  readonly kind: 'distil';
  readonly student: { readonly preset: PresetId; readonly width: number };
  /** Softens both answers, at least 1. */
  readonly temperature: number;
  /** Share of the loss that comes from the teacher; the rest from the labels. 0 … 1. */
  readonly mix: number;
}

/** Removes whole neurons, filters and recurrent units. */
export interface PruneChannelsStep extends StepBase {
  readonly kind: 'prune-channels';
  /** Share of each layer's channels. */
  readonly share: number;
}

/** Sets single weights to zero, more of them from epoch to epoch. */
export interface PruneWeightsStep extends StepBase {
  readonly kind: 'prune-weights';
  /** Share of each layer's weights at the end. */
  readonly sparsity: number;
}

/** Lets the weights of a layer share few values. */
export interface ClusterStep extends StepBase {
  readonly kind: 'cluster';
  /** Values a layer may have, 2 … 256; up to 16 take four bits each in the generated C. */
  readonly clusters: number;
}

/** Trains with the rounding of int8 in the forward pass (Jacob et al. 2018). */
export interface QuantiseAwareStep extends StepBase {
  readonly kind: 'quantise-aware';
}

export type CompressionStep =
  | DistilStep
  | PruneChannelsStep
  | PruneWeightsStep
  | ClusterStep
  | QuantiseAwareStep;

/** How the ranges of activations are taken from training windows. */
export type Calibration =
  | { readonly method: 'min-max' }
  /** Leaves out the outermost values: `percentile` % of a value's numbers lie within, 90 … 100. */
  | { readonly method: 'percentile'; readonly percentile: number }
  /** The range with the least mean squared error of rounding and clipping. */
  | { readonly method: 'mean-squared-error' };

/** What is done to a trained network, in this order, before it becomes int8. */
export interface CompressionRecipe {
  readonly steps: readonly CompressionStep[];
  readonly calibration: Calibration;
  /**
   * A scale for each output of a dense layer; else one for all of them, which also runs on copies
   * of TensorFlow Lite Micro from before September 2024.
   */
  readonly perChannelDense: boolean;
}
