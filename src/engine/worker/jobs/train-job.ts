import type { WindowSet } from '#core/dataset/window-set';
import { Failure } from '#core/failure';
import { fitNormaliser } from '#core/features/fit-normaliser';
import type { ModelGraph } from '#core/model/graph';
import { presetOf } from '#core/model/presets';
import type { BackendId, ModelRecipe, TrainedModel } from '#core/model/trained-model';
import { createRandom, deriveSeed } from '#core/random';
import type { TrainProgress } from '../../engine';
import type { JobContext, Jobs } from '../../job-protocol';
import { startBackend } from '../backends';
import { backendKey, chooseBackend } from '../choose-backend';
import { trainGraph } from '../training/trainer';
import { classWeights } from './class-weights';
import { floatScores, judgeHeldOut } from './judge-model';
import { trainingHash } from './training-hash';
import { modelInputs, variedInputs, windowsFor } from './windows-of';

/** Salt of the stream that initial weights are drawn from; training draws from another. */
const WEIGHTS_SALT = 1;
const TRAINING_SALT = 2;

/** Small models take some milliseconds a batch; the page need not hear of every one. */
const REPORT_EVERY_MS = 100;

/**
 * Cuts, normalises, trains and judges. Rejects with `data-too-little` where there is nothing to
 * tell apart, with `training-diverged` or `backend-missing`.
 */
export async function runTrain(
  { data, recipe }: Jobs['train']['request'],
  context: JobContext<TrainProgress>,
): Promise<TrainedModel> {
  context.report({ step: 'preparing' });
  const windows = windowsFor(data, recipe);
  const { set, split } = windows;
  requireTwoClasses(set, split.train);
  const normaliser = fitNormaliser(set, split.train);
  const training = modelInputs(set, split.train, normaliser);
  const validation = modelInputs(set, split.validation, normaliser);
  const untrained = presetOf(recipe.preset).build({
    frames: set.frames,
    channels: set.channels.length,
    classCount: set.classes.length,
    random: createRandom(deriveSeed(recipe.seed, WEIGHTS_SALT)),
  });

  const backend = await settleBackend(untrained, recipe, context);
  await startBackend(backend);
  const batchesPerEpoch = Math.ceil(split.train.length / recipe.batchSize);
  context.report({ step: 'started', backend, batchesPerEpoch });
  let reportedMs = Number.NEGATIVE_INFINITY;
  const { graph, epochs } = await trainGraph(untrained, training, validation, {
    ...recipe,
    seed: deriveSeed(recipe.seed, TRAINING_SALT),
    classWeights: classWeights(training.classIndex, set.classes.length, recipe.balanceClasses),
    keepZeros: false,
    ...(recipe.augment ? { vary: variedInputs(set, split.train, normaliser) } : {}),
    onBatch(epoch, batch, remainingMs) {
      const nowMs = performance.now();
      if (nowMs - reportedMs < REPORT_EVERY_MS) return;
      reportedMs = nowMs;
      context.report({ step: 'batch', epoch, batch, remainingMs });
    },
    onEpoch: (result, remainingMs) => context.report({ step: 'epoch', result, remainingMs }),
  });

  context.report({ step: 'judging' });
  const heldOut = modelInputs(set, split.heldOut, normaliser);
  const judgement = judgeHeldOut(windows, floatScores(graph, heldOut.values));
  return {
    graph,
    normaliser,
    windowing: data.windowing,
    channels: set.channels,
    classes: set.classes,
    gestures: data.gestures,
    recipe,
    backend,
    epochs,
    ...(judgement ? { judgement } : {}),
    heldOutBy: split.by,
    heldOutGroups: split.heldOutGroups,
    dataHash: await trainingHash(windows),
    trainedAt: Date.now(),
  };
}

function requireTwoClasses(set: WindowSet, indices: Uint32Array): void {
  const present = new Set(Array.from(indices, (index) => set.classIndex[index]!));
  if (present.size >= 2) return;
  const detail = `${indices.length} windows of ${present.size} classes to train on.`;
  throw new Failure('data-too-little', detail);
}

/** The one asked for, the one measured earlier for a model of this shape, or the fastest now. */
async function settleBackend(
  graph: ModelGraph,
  recipe: ModelRecipe,
  context: JobContext<TrainProgress>,
): Promise<BackendId> {
  if (recipe.backend !== 'auto') return recipe.backend;
  const key = backendKey(graph, recipe.batchSize);
  const known = context.knownBackends[key];
  if (known) return known;
  const fastest = await chooseBackend(graph, recipe.batchSize, (measurement) =>
    context.report({ step: 'measuring', ...measurement }),
  );
  context.learn(key, fastest);
  return fastest;
}
