import type { PruneWeightsStep } from '#core/compress/compression-recipe';
import { pruneWeights } from '#core/compress/prune-weights';
import { sparsityAt } from '#core/compress/pruning-schedule';
import { fineTune } from './fine-tune';
import type { Pass } from './pass';

/** Share of the epochs in which zeros are added; in the rest the others settle. */
const RISING_SHARE = 2 / 3;

/** Sets single weights to zero, more from epoch to epoch, while the others learn to do without. */
export const removeWeights: Pass<PruneWeightsStep> = async (graph, step, context) => {
  const { sparsity, epochs } = step;
  const constraints = { ...context.constraints, keepZeros: true };
  const rising = Math.ceil(epochs * RISING_SHARE);
  const trained = await fineTune(
    graph,
    epochs,
    { ...context, constraints },
    {
      rate: 1,
      reshape: (now, epoch) => pruneWeights(now, sparsityAt(sparsity, epoch, rising)),
    },
  );
  // Without epochs nothing was removed yet; with them this finds all of it done.
  return { graph: pruneWeights(trained, sparsity), constraints };
};
