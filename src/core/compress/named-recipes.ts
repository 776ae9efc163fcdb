import type { CompressionRecipe } from './compression-recipe';
import { USUAL_CALIBRATION, usualSteps } from './usual-steps';

/**
 * The first three are named after TensorFlow Lite's `tf.lite.Optimize`. There the latter two are
 * deprecated and do the same as `DEFAULT`; here each does what its name says.
 */
export type RecipeId =
  | 'default'
  | 'optimise-for-size'
  | 'optimise-for-latency'
  | 'careful'
  | 'smallest';

/** A recipe to start from. */
export interface NamedRecipe {
  readonly id: RecipeId;
  /** As TensorFlow Lite writes it; absent where the recipe is ours alone. */
  readonly tensorflowName?: 'DEFAULT' | 'OPTIMIZE_FOR_SIZE' | 'OPTIMIZE_FOR_LATENCY';
  readonly recipe: CompressionRecipe;
}

const USUAL: CompressionRecipe = {
  steps: [],
  calibration: USUAL_CALIBRATION,
  perChannelDense: false,
};

/** Every ready recipe, the gentlest first. */
export const NAMED_RECIPES: readonly NamedRecipe[] = [
  {
    /**
     * int8 and nothing else, over the whole of what calibration saw, as TensorFlow's converter has it:
     * shapes, work and answers stay, the weights take a quarter.
     */
    id: 'default',
    tensorflowName: 'DEFAULT',
    recipe: { ...USUAL, calibration: { method: 'min-max' } },
  },
  {
    /** int8, learnt: no weight goes, and the network practises the rounding. */
    id: 'careful',
    recipe: { ...USUAL, steps: usualSteps({ 'quantise-aware': {} }) },
  },
  {
    /**
     * Fewer multiplications: half of the channels go, which is what a processor notices; the rounding
     * is practised. Zeros and shared values would save it nothing.
     */
    id: 'optimise-for-latency',
    tensorflowName: 'OPTIMIZE_FOR_LATENCY',
    recipe: {
      ...USUAL,
      steps: usualSteps({ 'prune-channels': { share: 0.5 }, 'quantise-aware': {} }),
    },
  },
  {
    /** Fewer bytes: half of the channels go, and what is left shares sixteen values, half a byte each in C. */
    id: 'optimise-for-size',
    tensorflowName: 'OPTIMIZE_FOR_SIZE',
    recipe: {
      ...USUAL,
      steps: usualSteps({
        'prune-channels': { share: 0.5 },
        cluster: {},
      }),
    },
  },
  {
    /**
     * As few channels as still do the work, with twice the training after it; on the demo project this
     * beats a network of that size distilled from the trained one.
     */
    id: 'smallest',
    recipe: {
      ...USUAL,
      steps: usualSteps({
        'prune-channels': { share: 0.625, epochs: 16 },
        cluster: {},
      }),
    },
  },
];
