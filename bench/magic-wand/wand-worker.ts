import type { CompressedModel } from '#core/compress/compressed-model';
import { JUDGING_THRESHOLD, judge } from '#core/model/judge';
import type { TrainedModel } from '#core/model/trained-model';
import type { ModelCard } from '#core/tuner/tuning';
import { compressModel } from '../../src/engine/worker/jobs/compress-job';
import { floatScores, highestOf, int8Scores } from '../../src/engine/worker/jobs/judge-model';
import { trainModel } from '../../src/engine/worker/jobs/train-job';
import { modelInputs, type SplitWindows } from '../../src/engine/worker/jobs/windows-of';
import { magicWandWindows, WAND_CLASSES } from '../../tests/real/magic-wand';
import { answerTasks } from '../compress/worker-pool';

/** One model: trained on the published people, compressed, judged on the others. */
export interface WandTask {
  readonly card: ModelCard;
  /** Drawn windows beside each training window. */
  readonly copies: number;
}

/** Shares of right answers on windows of people whom training did not see. */
interface Accuracies {
  readonly float: number;
  readonly int8: number;
}

export interface WandOutcome {
  readonly trained: TrainedModel;
  readonly compressed: CompressedModel;
  readonly validation: Accuracies;
  readonly test: Accuracies;
  readonly validationMacroF1: number;
  readonly tookMs: number;
}

/** Gestures as the exported recogniser takes them. */
const GESTURES = WAND_CLASSES.slice(1).map((id, colour) => ({
  id,
  name: id,
  kind: 'event' as const,
  colour,
}));

const kept = new Map<string, SplitWindows>();

answerTasks(async ({ card, copies }: WandTask): Promise<WandOutcome> => {
  const startMs = performance.now();
  const { windowing, recipe, compression } = card;
  const windows = windowsOf(card, copies);
  const data = { gestures: GESTURES, windowing };
  const silent = { knownBackends: {}, learn() {}, report() {} };
  const trained = await trainModel(windows, data, recipe, silent);
  const compressed = await compressModel(windows, trained, compression, () => {});
  const { split } = windows;
  return {
    trained,
    compressed,
    validation: accuracies(windows, split.validation, trained, compressed),
    test: accuracies(windows, split.heldOut, trained, compressed),
    validationMacroF1: macroF1(windows, trained, compressed),
    tookMs: performance.now() - startMs,
  };
});

function windowsOf({ windowing, recipe }: ModelCard, copies: number): SplitWindows {
  const { rateHz, lengthMs } = windowing;
  const frames = Math.round((lengthMs * rateHz) / 1000);
  const key = `${frames} ${rateHz} ${copies} ${recipe.seed}`;
  const windows = kept.get(key) ?? magicWandWindows({ frames, rateHz, copies, seed: recipe.seed });
  kept.set(key, windows);
  return windows;
}

function accuracies(
  { set }: SplitWindows,
  indices: Uint32Array,
  { graph, normaliser }: TrainedModel,
  compressed: CompressedModel,
): Accuracies {
  const { values, classIndex } = modelInputs(set, indices, normaliser);
  const share = (scores: Float32Array) => {
    const classes = set.classes.length;
    const right = classIndex.filter(
      (truth, row) => highestOf(scores.subarray(row * classes, (row + 1) * classes)) === truth,
    );
    return right.length / classIndex.length;
  };
  return {
    float: share(floatScores(graph, values)),
    int8: share(int8Scores(compressed.graph, values)),
  };
}

/** int8 on the validation people: what the tuner ranks by. */
function macroF1(
  { set, split }: SplitWindows,
  { normaliser }: TrainedModel,
  { graph }: CompressedModel,
): number {
  const { values, classIndex } = modelInputs(set, split.validation, normaliser);
  return judge({
    classCount: set.classes.length,
    truth: classIndex,
    scores: int8Scores(graph, values),
    groupIndex: new Uint16Array(classIndex.length),
    groupCount: 1,
    threshold: JUDGING_THRESHOLD,
  }).macroF1;
}
