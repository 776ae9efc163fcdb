import type { CompressionRecipe } from '#core/compress/compression-recipe';
import { usualSteps } from '#core/compress/usual-steps';
import { PRESETS } from '#core/model/presets';
import type { ModelRecipe } from '#core/model/trained-model';
import { startTuning } from '#core/tuner/start-tuning';
import { cardOfTrial, nextTrial, ranking, withResult } from '#core/tuner/successive-halving';
import type { ModelCard, Trial, TuningPlan, TuningState } from '#core/tuner/tuning';
import { WAND_CHANNELS, WAND_CLASSES } from '../../tests/real/magic-wand';
import type { WandOutcome } from './wand-worker';

export const WAND_RECIPE: ModelRecipe = {
  preset: 'magic-wand-cnn',
  backend: 'wasm',
  epochs: 60,
  batchSize: 32,
  learningRate: 3e-3,
  seed: 1,
  patience: 0,
  balanceClasses: true,
  augment: true,
  heldOutSubjects: [],
};

const PLAIN: CompressionRecipe = {
  steps: [],
  calibration: { method: 'min-max' },
  perChannelDense: false,
};

/** The original network at its own window, 128 frames at 25 Hz. */
export function originalCard(seed: number): ModelCard {
  return {
    windowing: {
      rateHz: 25,
      lengthMs: 5120,
      hopMs: 1280,
      channelNames: WAND_CHANNELS.map(({ name }) => name),
    },
    recipe: { ...WAND_RECIPE, seed },
    compression: PLAIN,
  };
}

/** A search at one rate; slower rates have smaller windows of the same length. */
export function wandPlan(rateHz: number, flashBytes: number): TuningPlan {
  const { windowing } = originalCard(1);
  const channelsOff = (share: number) => usualSteps({ 'prune-channels': { share, epochs: 12 } });
  return {
    seed: 1,
    candidateCount: 200,
    rungEpochs: [8, 20, 60],
    reduction: 4,
    limits: { flashBytes },
    space: {
      lengthsMs: [5120, 3840],
      channelSets: [windowing.channelNames],
      presets: PRESETS.map(({ id }) => id),
      widths: [0.25, 0.3125, 0.375, 0.5, 0.75],
      compressions: [
        PLAIN,
        { ...PLAIN, steps: channelsOff(0.25) },
        { ...PLAIN, steps: channelsOff(0.5) },
      ],
    },
    windowing: { ...windowing, rateHz },
    recipe: WAND_RECIPE,
    classCount: WAND_CLASSES.length,
  };
}

/** A candidate that came through to the end. */
export interface Finalist {
  readonly card: ModelCard;
  readonly outcome: WandOutcome;
}

/** The tuner's own search over a plan, with trials as `trial` runs them, several at a time. */
export async function search(
  plan: TuningPlan,
  trial: (card: ModelCard) => Promise<WandOutcome>,
  atOnce: number,
): Promise<{ finalists: Finalist[]; tried: number }> {
  let state: TuningState = {
    ...startTuning(plan),
    results: [],
    dataHash: '',
    startedAt: 0,
    spentMs: 0,
  };
  const outcomes = new Map<string, WandOutcome>();
  const running = new Set<Trial>();
  const idle: (() => void)[] = [];
  const work = async () => {
    for (;;) {
      const next = nextTrial(state, [...running]);
      if (!next) {
        if (running.size === 0) break;
        // The next rung begins when this one is through.
        await new Promise<void>((resolve) => idle.push(resolve));
        continue;
      }
      running.add(next);
      const outcome = await trial(cardOfTrial(state, next));
      running.delete(next);
      outcomes.set(keyOf(next), outcome);
      const { compressed, validationMacroF1, tookMs } = outcome;
      const { cost, sha256 } = compressed;
      const result = { validationMacroF1, macroF1: null, cost, gzipBytes: 0, sha256, tookMs };
      state = withResult(state, { ...next, outcome: result });
      for (const resume of idle.splice(0)) resume();
    }
    for (const resume of idle.splice(0)) resume();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const last = plan.rungEpochs.length - 1;
  const finalists = ranking(state)
    .filter(({ rung }) => rung === last)
    .map((one) => ({ card: cardOfTrial(state, one), outcome: outcomes.get(keyOf(one))! }));
  return { finalists, tried: state.results.length };
}

function keyOf({ candidateId, rung }: Trial): string {
  return `${candidateId} ${rung}`;
}
