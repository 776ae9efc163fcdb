import { clusterWeights } from '#core/compress/cluster-weights';
import type { ClusterStep } from '#core/compress/compression-recipe';
import { foldBatchNorm } from '#core/compress/fold';
import { fineTune } from './fine-tune';
import type { Pass } from './pass';

/** Lets the weights of each layer share few values, which then move to where they do best. */
export const shareValues: Pass<ClusterStep> = async (graph, step, context) => {
  const { perChannelDense } = context.compression;
  // Folding scales every channel differently: values shared before would not be after.
  const shared = clusterWeights(foldBatchNorm(graph), step.clusters, { perChannelDense });
  const constraints = { ...context.constraints, keepClusters: true };
  return {
    graph: await fineTune(shared, step.epochs, { ...context, constraints }),
    constraints,
  };
};
