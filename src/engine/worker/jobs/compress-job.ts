import { calibrate } from '#core/compress/calibrate';
import type { CompressedModel } from '#core/compress/compressed-model';
import { foldBatchNorm } from '#core/compress/fold';
import { quantisationErrors } from '#core/compress/quantisation-error';
import { quantise } from '#core/compress/quantise';
import { Failure } from '#core/failure';
import { floatCost, int8Cost } from '#core/model/cost';
import { writeFloatTflite } from '#core/tflite/write-float-tflite';
import { writeTflite } from '#core/tflite/write-tflite';
import type { CompressProgress } from '../../engine';
import type { JobContext, Jobs } from '../../job-protocol';
import { classAgreement, floatScores, int8Scores, judgeHeldOut } from './judge-model';
import { pruneAndFineTune } from './prune-and-fine-tune';
import { sha256Hex } from './sha256';
import { modelInputs, variedInputs, windowsOfModel } from './windows-of';

/** Ranges settle long before this many windows; more only take time. */
export const CALIBRATION_WINDOWS = 128;

/**
 * Prunes, fine-tunes, folds, calibrates on training windows, quantises, writes and judges. Rejects
 * with `data-too-little` when the windows that the model was trained on are gone.
 */
export async function runCompress(
  { data, model, recipe }: Jobs['compress']['request'],
  context: JobContext<CompressProgress>,
): Promise<CompressedModel> {
  context.report({ step: 'preparing' });
  const windows = windowsOfModel(data, model);
  const { set, split } = windows;
  if (split.train.length === 0) {
    throw new Failure('data-too-little', 'There are no training windows to calibrate on.');
  }
  const { normaliser } = model;
  const training = modelInputs(set, split.train, normaliser);
  const validation = modelInputs(set, split.validation, normaliser);
  const vary = model.recipe.augment ? variedInputs(set, split.train, normaliser) : undefined;
  const pruned = await pruneAndFineTune(model, recipe, training, validation, vary, context.report);

  context.report({ step: 'quantising' });
  const folded = foldBatchNorm(pruned);
  const chosen = evenly(split.train, CALIBRATION_WINDOWS);
  const calibration = modelInputs(set, chosen, normaliser).values;
  const ranges = calibrate(folded, calibration, chosen.length);
  const graph = quantise(folded, ranges, { perChannelDense: recipe.perChannelDense ?? false });

  context.report({ step: 'writing' });
  const tflite = writeTflite(graph);

  context.report({ step: 'judging' });
  const heldOut = modelInputs(set, split.heldOut, normaliser).values;
  const scores = int8Scores(graph, heldOut);
  const judgement = judgeHeldOut(windows, scores);
  return {
    recipe,
    graph,
    tflite,
    sha256: await sha256Hex(tflite),
    floatTflite: writeFloatTflite(folded),
    errors: quantisationErrors(folded, graph, calibration, chosen.length),
    cost: int8Cost(graph, tflite.length),
    floatCost: floatCost(model.graph),
    ...(judgement ? { judgement } : {}),
    agreement: classAgreement(floatScores(model.graph, heldOut), scores, set.classes.length),
    trainedAt: model.trainedAt,
    compressedAt: Date.now(),
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
