import type { CompressionRecipe } from './compression-recipe';
import { usualSteps } from './usual-steps';

/** A recipe as it was kept before it was a list of steps. */
export interface OldCompressionRecipe {
  /** Share of channels removed, 0 … 1. */
  readonly structuredShare: number;
  /** Share of weights set to zero, 0 … 1. */
  readonly sparsity: number;
  /** Epochs after each removal. */
  readonly fineTuneEpochs: number;
  readonly perChannelDense?: boolean;
}

/** The same work as steps; a recipe of today comes back as it is. */
export function presentRecipe(recipe: CompressionRecipe | OldCompressionRecipe): CompressionRecipe {
  if ('steps' in recipe) return recipe;
  const { structuredShare, sparsity, fineTuneEpochs: epochs, perChannelDense = false } = recipe;
  return {
    steps: usualSteps({
      // What was switched off keeps the share to begin with, to be switched on again.
      'prune-channels':
        structuredShare > 0 ? { share: structuredShare, epochs } : { enabled: false, epochs },
      'prune-weights': sparsity > 0 ? { sparsity, epochs } : { enabled: false, epochs },
    }),
    calibration: { method: 'min-max' },
    perChannelDense,
  };
}
