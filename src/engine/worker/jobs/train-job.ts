import { type Gesture, NOTHING } from '#core/dataset/gesture';
import type { DataRequest } from '#core/dataset/labelled-recording';
import type { WindowSet } from '#core/dataset/window-set';
import { Failure } from '#core/failure';
import { fitNormaliser } from '#core/features/fit-normaliser';
import { architectureOf, buildGraph } from '#core/model/build-graph';
import type { ModelGraph } from '#core/model/graph';
import type { BackendId, ModelRecipe, TrainedModel } from '#core/model/trained-model';
import { transferGraph } from '#core/model/transfer';
import { createRandom, deriveSeed } from '#core/random';
import type { TrainProgress } from '../../engine';
import type { JobContext, Jobs } from '../../job-protocol';
import { openBackend } from '../backends';
import { backendKey, chooseBackend } from '../choose-backend';
import { trainGraph } from '../training/trainer';
import { classWeights } from './class-weights';
import { floatScores, judgeHeldOut } from './judge-model';
import { trainingHash } from './training-hash';
import { modelInputs, type SplitWindows, variedInputs, windowsFor } from './windows-of';

/** Salt of the stream that initial weights are drawn from; training draws from another. */
const WEIGHTS_SALT = 1;
const TRAINING_SALT = 2;

/** Small models take some milliseconds a batch; the page need not hear of every one. */
const REPORT_EVERY_MS = 100;

/** What training talks with: a job's context without the recordings that a worker may hold. */
type TrainingContext = Pick<JobContext<TrainProgress>, 'report' | 'learn' | 'knownBackends'>;

interface TrainChoices {
  /** Its weights are the first, but for those of a new last layer. */
  readonly start?: TrainedModel | undefined;
  /** Whether held-out windows are judged in float. */
  readonly judged?: boolean;
}

/** As `trainModel`, on windows cut for the recipe. */
export async function runTrain(
  { data, recipe, start }: Jobs['train']['request'],
  context: JobContext<TrainProgress>,
): Promise<TrainedModel> {
  context.report({ step: 'preparing' });
  return trainModel(windowsFor(data, recipe), data, recipe, context, { start });
}

/**
 * Normalises, trains and judges, from `start`'s weights where there is one. Equal windows, recipe and
 * start give the same weights on one back end. Rejects with `data-too-little` where there is nothing
 * to tell apart, with `training-diverged` or `backend-missing`, and with `start-unsuited` where the
 * start reads other windows.
 */
export async function trainModel(
  windows: SplitWindows,
  { windowing, gestures }: Pick<DataRequest, 'windowing' | 'gestures'>,
  recipe: ModelRecipe,
  context: TrainingContext,
  { start, judged = true }: TrainChoices = {},
): Promise<TrainedModel> {
  const { set, split } = windows;
  requireTwoClasses(set, split.train);
  // What a network has learned it has learned from values of this size.
  const normaliser = start?.normaliser ?? fitNormaliser(set, split.train);
  const training = modelInputs(set, split.train, normaliser);
  const validation = modelInputs(set, split.validation, normaliser);
  const { graph: untrained, frozenLayers } = firstGraph(
    set,
    { windowing, gestures },
    recipe,
    start,
  );

  const id = await settleBackend(untrained, recipe, context);
  const backend = await openBackend(id);
  const batchesPerEpoch = Math.ceil(split.train.length / recipe.batchSize);
  context.report({ step: 'started', backend: id, batchesPerEpoch });
  let reportedMs = Number.NEGATIVE_INFINITY;
  const { graph, epochs } = await trainGraph(backend, untrained, training, validation, {
    ...recipe,
    learningRate: recipe.learningRate * rateFactor(recipe, start),
    seed: deriveSeed(recipe.seed, TRAINING_SALT),
    classWeights: classWeights(training.classIndex, set.classes.length, recipe.balanceClasses),
    frozenLayers,
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
  const answers = () => floatScores(graph, modelInputs(set, split.heldOut, normaliser).values);
  const judgement = judged ? judgeHeldOut(windows, answers()) : undefined;
  return {
    graph,
    normaliser,
    windowing,
    channels: set.channels,
    classes: set.classes,
    gestures,
    recipe,
    backend: id,
    epochs,
    ...(judgement ? { judgement } : {}),
    heldOutBy: split.by,
    heldOutGroups: split.heldOutGroups,
    dataHash: await trainingHash(windows),
    trainedAt: Date.now(),
  };
}

/** Classes that the start answers too: of the same id, or gestures of the same name. */
function knownClasses(
  classes: readonly string[],
  gestures: readonly Gesture[],
  start: TrainedModel,
): ReadonlyMap<number, number> {
  const nameOf = (id: string, all: readonly Gesture[]) =>
    all.find((one) => one.id === id)?.name.toLowerCase();
  const known = new Map<number, number>();
  for (const [at, id] of classes.entries()) {
    const name = nameOf(id, gestures);
    const there = start.classes.findIndex(
      (other) => other === id || (name !== undefined && name === nameOf(other, start.gestures)),
    );
    if (there >= 0) known.set(at, there);
  }
  // Gestures that are none here are "nothing", which it has learned to tell from them.
  if (known.size < start.classes.length) known.delete(classes.indexOf(NOTHING));
  return known;
}

/** Learned weights are moved less than random ones, and one layer alone more. */
function rateFactor(recipe: ModelRecipe, start: TrainedModel | undefined): number {
  if (!start) return 1;
  return recipe.start?.freeze ? 3 : 1 / 3;
}

/** Random weights as the recipe builds them, or `start`'s with a new last layer. */
function firstGraph(
  set: WindowSet,
  { windowing: { rateHz }, gestures }: Pick<DataRequest, 'windowing' | 'gestures'>,
  recipe: ModelRecipe,
  start: TrainedModel | undefined,
): { readonly graph: ModelGraph; readonly frozenLayers: number } {
  const size = { frames: set.frames, channels: set.channels.length };
  const classCount = set.classes.length;
  const random = createRandom(deriveSeed(recipe.seed, WEIGHTS_SALT));
  if (!start) {
    const graph = buildGraph(architectureOf(recipe, size), { ...size, classCount, random });
    return { graph, frozenLayers: 0 };
  }
  const missing = start.channels.find(({ name }, at) => set.channels[at]?.name !== name);
  if (missing || start.windowing.rateHz !== rateHz) {
    throw new Failure(
      'start-unsuited',
      `It reads ${start.channels.map(({ name }) => name).join(', ')} at ${start.windowing.rateHz} Hz.`,
    );
  }
  const { graph, featureLayers } = transferGraph(start.graph, {
    ...size,
    classCount,
    random,
    knownClasses: knownClasses(set.classes, gestures, start),
  });
  return { graph, frozenLayers: recipe.start?.freeze ? featureLayers : 0 };
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
  context: TrainingContext,
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
