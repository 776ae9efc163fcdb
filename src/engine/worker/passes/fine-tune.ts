import { roundClusters } from '#core/compress/cluster-weights';
import type { ModelGraph } from '#core/model/graph';
import { deriveSeed } from '#core/random';
import type { PassContext, PassTraining } from './pass';

/** Rounding moves weights a little: at the full rate they would be moved further than that. */
const GENTLE_RATE = 0.05;

/** Salt of fine-tuning's random streams: one for each step from here on. */
const FINE_TUNING_SALT = 100;

/** What a pass trains differently. */
type Change = Pick<PassTraining, 'reshape' | 'teacher' | 'fakeQuantise'> & {
  /** Factor on the rate that the network was trained with; 1 where much is to be learned anew. */
  readonly rate?: number;
};

/**
 * Trains `epochs` more with what earlier passes did kept: zeros stay zero, shared values shared, and
 * back on int8's whole numbers in the end.
 */
export async function fineTune(
  graph: ModelGraph,
  epochs: number,
  context: PassContext,
  { rate = GENTLE_RATE, ...change }: Change = {},
): Promise<ModelGraph> {
  if (epochs === 0) return graph;
  const { recipe, constraints } = context;
  const tuned = await context.train(graph, {
    epochs,
    learningRate: recipe.learningRate * rate,
    seed: deriveSeed(recipe.seed, FINE_TUNING_SALT + context.at),
    ...constraints,
    ...change,
    // A student begins with nothing, and a schedule with too much.
    keepStart: !change.teacher && !change.reshape,
    onEpoch: ({ epoch }) => context.onEpoch(epoch),
  });
  return constraints.keepClusters ? roundClusters(tuned) : tuned;
}
