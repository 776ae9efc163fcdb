import type { CompressedModel, StageReport } from '#core/compress/compressed-model';
import type { CompressionRecipe } from '#core/compress/compression-recipe';
import { quantisationErrors } from '#core/compress/quantisation-error';
import { Failure } from '#core/failure';
import { floatCost, int8Cost } from '#core/model/cost';
import type { ModelGraph } from '#core/model/graph';
import type { Judgement } from '#core/model/judgement';
import type { TrainedModel } from '#core/model/trained-model';
import { writeFloatTflite } from '#core/tflite/write-float-tflite';
import type { CompressProgress } from '../../engine';
import type { JobContext, Jobs } from '../../job-protocol';
import { openBackend } from '../backends';
import { type Conversion, convert, stageReport } from '../passes/convert';
import type { Workbench } from '../passes/pass';
import { runRecipe } from '../passes/run-recipe';
import type { TrainingBackend } from '../training/network';
import { trainGraph } from '../training/trainer';
import { classWeights } from './class-weights';
import { classAgreement, floatScores, int8Scores, judgeHeldOut } from './judge-model';
import { modelInputs, type SplitWindows, variedInputs, windowsOfModel } from './windows-of';

/** Ranges settle long before this many windows; more only take time. */
export const CALIBRATION_WINDOWS = 128;

/** A graph as it leaves the page, and what it gave for held-out windows. */
interface Measured {
  readonly conversion: Conversion;
  readonly scores: Float32Array;
  readonly judgement: Judgement | undefined;
}

/** As `compressModel`, on the windows that the model was trained on. */
export async function runCompress(
  { data, model, recipe }: Jobs['compress']['request'],
  context: JobContext<CompressProgress>,
): Promise<CompressedModel> {
  context.report({ step: 'preparing' });
  return compressModel(windowsOfModel(data, model), model, recipe, context.report);
}

/**
 * Folds, calibrates on training windows, quantises, writes and judges, before the recipe's steps and
 * after each; the last is the result. Equal windows, model and recipe give the same file. Rejects
 * with `data-too-little` without training windows, and as training does.
 */
export async function compressModel(
  windows: SplitWindows,
  model: TrainedModel,
  recipe: CompressionRecipe,
  report: (progress: CompressProgress) => void,
): Promise<CompressedModel> {
  const { set, split } = windows;
  if (split.train.length === 0) {
    throw new Failure('data-too-little', 'There are no training windows to calibrate on.');
  }
  const bench = workbench(windows, model, recipe);
  const heldOut = modelInputs(set, split.heldOut, model.normaliser).values;

  const stages: StageReport[] = [];
  const measure = async (step: StageReport['step'], graph: ModelGraph): Promise<Measured> => {
    report({ step: 'quantising' });
    const conversion = await convert(graph, bench);
    report({ step: 'judging' });
    const scores = int8Scores(conversion.graph, heldOut);
    const judgement = judgeHeldOut(windows, scores);
    const stage = stageReport(step, conversion, judgement?.macroF1 ?? null);
    const before = stages.at(-1)?.cost.parameterCount ?? Number.POSITIVE_INFINITY;
    const notSmaller = step === 'distil' && stage.cost.parameterCount >= before;
    stages.push({ ...stage, ...(notSmaller ? { notSmaller } : {}) });
    return { conversion, scores, judgement };
  };

  let last = await measure('start', model.graph);
  await runRecipe(model.graph, bench, report, async ({ kind }, graph) => {
    last = await measure(kind, graph);
  });
  const { conversion, scores, judgement } = last;
  const { folded, graph, tflite, sha256 } = conversion;
  const { values, classIndex } = bench.calibration;
  return {
    recipe,
    stages,
    graph,
    tflite,
    sha256,
    floatTflite: writeFloatTflite(folded),
    errors: quantisationErrors(folded, graph, values, classIndex.length),
    cost: int8Cost(graph, tflite.length),
    floatCost: floatCost(model.graph),
    ...(judgement ? { judgement } : {}),
    agreement: classAgreement(floatScores(model.graph, heldOut), scores, set.classes.length),
    trainedAt: model.trainedAt,
    compressedAt: Date.now(),
  };
}

/** What a recipe works with on these windows. */
export function workbench(
  { set, split }: SplitWindows,
  { normaliser, recipe }: TrainedModel,
  compression: CompressionRecipe,
): Workbench {
  const training = modelInputs(set, split.train, normaliser);
  const validation = modelInputs(set, split.validation, normaliser);
  const classCount = set.classes.length;
  const vary = recipe.augment ? variedInputs(set, split.train, normaliser) : undefined;
  let backend: Promise<TrainingBackend> | undefined;
  return {
    async train(graph, options) {
      backend ??= openBackend('wasm');
      const tuned = await trainGraph(await backend, graph, training, validation, {
        ...options,
        patience: 0,
        batchSize: recipe.batchSize,
        classWeights: classWeights(training.classIndex, classCount, recipe.balanceClasses),
        ...(vary ? { vary } : {}),
      });
      return tuned.graph;
    },
    calibration: modelInputs(set, evenly(split.train, CALIBRATION_WINDOWS), normaliser),
    size: { frames: set.frames, channels: set.channels.length, classCount },
    recipe,
    compression,
  };
}

/** At most `limit` of `indices` at even distances, so that every recording has its share. */
export function evenly(indices: Uint32Array, limit: number): Uint32Array {
  if (indices.length <= limit) return indices;
  return Uint32Array.from(
    { length: limit },
    (_, at) => indices[Math.floor((at * indices.length) / limit)]!,
  );
}
