import type { PruneChannelsStep } from '#core/compress/compression-recipe';
import { pruneChannels } from '#core/compress/prune-channels';
import { fineTune } from './fine-tune';
import type { Pass } from './pass';

/** Removes the least important channels, then lets the others take over what they did. */
export const removeChannels: Pass<PruneChannelsStep> = async (graph, step, context) => ({
  graph: await fineTune(pruneChannels(graph, step.share), step.epochs, context, { rate: 1 }),
});
