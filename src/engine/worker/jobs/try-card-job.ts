import { gzipSync } from 'fflate';
import type { Int8Graph } from '#core/compress/int8-graph';
import type { DataRequest } from '#core/dataset/labelled-recording';
import { int8Cost } from '#core/model/cost';
import { JUDGING_THRESHOLD, judge } from '#core/model/judge';
import type { TrainedModel } from '#core/model/trained-model';
import type { ModelCard } from '#core/tuner/tuning';
import type { TrialProgress } from '../../engine';
import type { JobContext, Jobs } from '../../job-protocol';
import { convert } from '../passes/convert';
import { runRecipe } from '../passes/run-recipe';
import { workbench } from './compress-job';
import { int8Scores, judgeHeldOut } from './judge-model';
import { trainModel } from './train-job';
import { createWindowCache } from './window-cache';
import { modelInputs, type SplitWindows } from './windows-of';

const caches = new WeakMap<DataRequest, ReturnType<typeof createWindowCache>>();

/**
 * Trains and compresses on the recordings that the worker holds, by the functions of the jobs
 * `train` and `compress`, so that these give the same file for the same card. Rejects as they do.
 */
export async function runTryCard(
  card: Jobs['tryCard']['request'],
  { held, report }: JobContext<TrialProgress>,
): Promise<Jobs['tryCard']['result']> {
  if (!held) throw new Error('The worker holds no recordings.');
  const startMs = performance.now();
  const { windowing, recipe, compression } = card;
  const windowsOf = caches.get(held) ?? createWindowCache(held);
  caches.set(held, windowsOf);
  const windows = windowsOf(windowing, recipe);
  const told = shareOfEpochs(card, report);

  const data = { ...held, windowing };
  const context: Parameters<typeof trainModel>[3] = {
    knownBackends: {},
    learn() {},
    report(progress) {
      if (progress.step === 'epoch') told('training', progress.result.epoch);
    },
  };
  // Its file is judged, in int8; the float model would take as long again.
  const model = await trainModel(windows, data, recipe, context, { judged: false });
  told('compressing', recipe.epochs);
  let passesDone = recipe.epochs;
  const bench = workbench(windows, model, compression);
  const shrunk = await runRecipe(
    model.graph,
    bench,
    (progress) => {
      if (progress.step !== 'pass') return;
      told('compressing', passesDone + progress.epoch);
      if (progress.epoch === progress.epochs) passesDone += progress.epochs;
    },
    async () => undefined,
  );
  // Of all that `compressModel` measures, what a point shows: to judge takes as long as to train.
  const { graph, tflite, sha256 } = await convert(shrunk, bench);
  const heldOut = modelInputs(windows.set, windows.split.heldOut, model.normaliser).values;
  return {
    validationMacroF1: validationMacroF1(windows, model, graph),
    macroF1: judgeHeldOut(windows, int8Scores(graph, heldOut))?.macroF1 ?? null,
    cost: int8Cost(graph, tflite.length),
    gzipBytes: gzipSync(tflite, { level: 9, mtime: 0 }).length,
    sha256,
    tookMs: performance.now() - startMs,
  };
}

/** Tells how many of a card's epochs are done, as a share. */
function shareOfEpochs(
  { recipe, compression }: ModelCard,
  report: (progress: TrialProgress) => void,
): (step: TrialProgress['step'], done: number) => void {
  const enabled = compression.steps.filter((step) => step.enabled);
  const total = enabled.reduce((sum, { epochs }) => sum + epochs, recipe.epochs);
  return (step, done) => report({ step, share: Math.min(1, done / total) });
}

function validationMacroF1(
  { set, split }: SplitWindows,
  { normaliser }: TrainedModel,
  graph: Int8Graph,
): number {
  const judged = split.validation.length > 0 ? split.validation : split.train;
  const { values, classIndex } = modelInputs(set, judged, normaliser);
  return judge({
    classCount: set.classes.length,
    truth: classIndex,
    scores: int8Scores(graph, values),
    groupIndex: new Uint16Array(classIndex.length),
    groupCount: 1,
    threshold: JUDGING_THRESHOLD,
  }).macroF1;
}
