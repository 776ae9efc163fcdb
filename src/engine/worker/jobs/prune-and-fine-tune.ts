import type { CompressionRecipe } from '#core/compress/compressed-model';
import { pruneChannels } from '#core/compress/prune-channels';
import { pruneWeights } from '#core/compress/prune-weights';
import type { ModelGraph } from '#core/model/graph';
import type { BackendId, TrainedModel } from '#core/model/trained-model';
import { deriveSeed } from '#core/random';
import type { CompressProgress } from '../../engine';
import { backendState, startBackend } from '../backends';
import type { LabelledWindows } from '../training/batches';
import { type TrainingOptions, trainGraph } from '../training/trainer';
import { classWeights } from './class-weights';

/** Fine-tuning repairs what a removal broke; at the full rate it would learn anew. */
const FINE_TUNING_RATE = 0.3;

/** Salt of fine-tuning's random streams: one for each removal from here on. */
const FINE_TUNING_SALT = 100;

interface Removal {
  readonly remove: (graph: ModelGraph) => ModelGraph;
  /** Weights that were set to zero have to stay zero. */
  readonly keepZeros: boolean;
}

/**
 * Removes channels, then single weights, as the recipe says, each followed by fine-tuning. Gives
 * the model's own graph where the recipe removes nothing.
 */
export async function pruneAndFineTune(
  model: TrainedModel,
  recipe: CompressionRecipe,
  training: LabelledWindows,
  validation: LabelledWindows,
  vary: TrainingOptions['vary'],
  report: (progress: CompressProgress) => void,
): Promise<ModelGraph> {
  const removals = removalsOf(recipe);
  const epochs = Math.max(0, recipe.fineTuneEpochs);
  const total = removals.length * epochs;
  if (total > 0) await startBackend(await availableBackend(model.backend));

  const { seed, batchSize, learningRate, balanceClasses } = model.recipe;
  let graph = model.graph;
  for (const [at, { remove, keepZeros }] of removals.entries()) {
    report({ step: 'pruning', done: at, total: removals.length });
    graph = remove(graph);
    if (epochs === 0) continue;
    const done = at * epochs;
    report({ step: 'fine-tuning', done, total });
    const tuned = await trainGraph(graph, training, validation, {
      epochs,
      batchSize,
      learningRate: learningRate * FINE_TUNING_RATE,
      seed: deriveSeed(seed, FINE_TUNING_SALT + at),
      patience: 0,
      classWeights: classWeights(training.classIndex, model.classes.length, balanceClasses),
      keepZeros,
      ...(vary ? { vary } : {}),
      onEpoch: ({ epoch }) => report({ step: 'fine-tuning', done: done + epoch, total }),
    });
    graph = tuned.graph;
  }
  return graph;
}

function removalsOf({ structuredShare, sparsity }: CompressionRecipe): Removal[] {
  const removals: Removal[] = [];
  if (structuredShare > 0) {
    const remove = (graph: ModelGraph) => pruneChannels(graph, structuredShare);
    removals.push({ remove, keepZeros: false });
  }
  if (sparsity > 0) {
    const remove = (graph: ModelGraph) => pruneWeights(graph, sparsity);
    removals.push({ remove, keepZeros: true });
  }
  return removals;
}

/** The back end that trained the model, unless the project has moved to a browser without it. */
async function availableBackend(preferred: BackendId): Promise<BackendId> {
  for (const backend of [preferred, 'wasm'] as const) {
    if ((await backendState(backend)) === 'available') return backend;
  }
  return 'cpu';
}
