import { beforeAll, describe, expect, test } from 'vitest';
import { usualSteps } from '#core/compress/usual-steps';
import {
  cardOfTrial,
  isDone,
  nextTrial,
  ranking,
  withResult,
} from '#core/tuner/successive-halving';
import type { ModelCard, TuningState } from '#core/tuner/tuning';
import { EXAMPLE_CARD, examplePlan } from '../../../../tests/support/example-tuning-plan';
import { simulatedRecordings } from '../../../../tests/support/simulated-recordings';
import type { TrialProgress } from '../../engine';
import { runCompress } from './compress-job';
import { runStartTuning } from './start-tuning-job';
import { runTrain } from './train-job';
import { runTryCard } from './try-card-job';

const held = simulatedRecordings(6, 5);
const quiet = { knownBackends: {}, report() {}, learn() {} };

function tryCard(card: ModelCard) {
  const heard: TrialProgress[] = [];
  const context = { ...quiet, held, report: (one: TrialProgress) => heard.push(one) };
  return runTryCard(card, context).then((outcome) => ({ outcome, heard }));
}

/** As the stations do it, each step a job of its own. */
async function trainAndCompress({ windowing, recipe, compression }: ModelCard) {
  const data = { ...held, windowing };
  const model = await runTrain({ data, recipe }, quiet);
  return { model, compressed: await runCompress({ data, model, recipe: compression }, quiet) };
}

const card = (changes: Partial<ModelCard>): ModelCard => ({
  ...EXAMPLE_CARD,
  recipe: { ...EXAMPLE_CARD.recipe, backend: 'wasm', epochs: 2 },
  ...changes,
});

describe('a trial', { timeout: 60_000 }, () => {
  test.each([
    ['plain', []],
    ['shrunk by every step', undefined],
  ] as const)(
    'gives the file that training and compressing by its card give: %s',
    async (_, none) => {
      const steps =
        none ??
        usualSteps({
          distil: { epochs: 1, student: { preset: 'conv1d', width: 0.5 } },
          'prune-channels': { epochs: 1 },
          'prune-weights': { epochs: 1 },
          cluster: { epochs: 1 },
          'quantise-aware': { epochs: 1 },
        });
      const any = card({
        windowing: { ...EXAMPLE_CARD.windowing, lengthMs: 1200 },
        compression: { ...EXAMPLE_CARD.compression, steps },
      });
      // Windows cut for another card must not leave a trace.
      await tryCard(card({}));
      const { outcome } = await tryCard(any);
      const { compressed } = await trainAndCompress(any);
      expect(outcome.sha256).toBe(compressed.sha256);
      expect(outcome.cost).toEqual(compressed.cost);
      expect(outcome.macroF1).toBe(compressed.judgement!.macroF1);
      expect(outcome.gzipBytes).toBe(compressed.stages!.at(-1)!.gzipBytes);
      expect((await tryCard(any)).outcome.sha256).toBe(outcome.sha256);
    },
  );

  test('is ranked by people that it is not trained on and that are not held out', async () => {
    const { recipe } = card({});
    const learnt = await tryCard(card({ recipe: { ...recipe, epochs: 8 } }));
    expect(learnt.outcome.validationMacroF1).toBeGreaterThan(0.6);
    expect(learnt.outcome.validationMacroF1).not.toBe(learnt.outcome.macroF1);
  });

  test('tells how far it is, up to the whole', async () => {
    const steps = usualSteps({ 'prune-channels': { epochs: 2 }, cluster: { enabled: false } });
    const { heard } = await tryCard(card({ compression: { ...EXAMPLE_CARD.compression, steps } }));
    const shares = heard.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[0]).toBe(0.25);
    expect(shares.at(-1)).toBe(1);
    expect(new Set(heard.map(({ step }) => step))).toEqual(new Set(['training', 'compressing']));
  });

  test('fails as training does, and without recordings is a mistake in the program', async () => {
    const { recipe } = card({});
    const wild = card({ recipe: { ...recipe, learningRate: 1e30 } });
    await expect(tryCard(wild)).rejects.toMatchObject({ code: 'training-diverged' });
    await expect(runTryCard(card({}), quiet)).rejects.toThrow('holds no recordings');
  });
});

describe('a search on simulated people', { timeout: 60_000 }, () => {
  let tuning: TuningState;

  beforeAll(async () => {
    const plan = examplePlan({ candidateCount: 6, rungEpochs: [2, 6] });
    const started = await runStartTuning({ data: held, plan });
    tuning = { ...started, results: [], startedAt: 0, spentMs: 0 };
    for (;;) {
      const trial = nextTrial(tuning, []);
      if (!trial) break;
      const { outcome } = await tryCard(cardOfTrial(tuning, trial));
      tuning = withResult(tuning, { ...trial, outcome });
    }
  }, 120_000);

  test('comes to an end, and its best point is the file that its card makes', async () => {
    expect(isDone(tuning)).toBe(true);
    const [best] = ranking(tuning);
    expect(best!.rung).toBe(1);
    const { compressed } = await trainAndCompress(cardOfTrial(tuning, best!));
    expect(compressed.sha256).toBe(best!.outcome.sha256);
  });

  test('holds out the same people for every window length', async () => {
    const { heldOutSubjects } = tuning.plan.recipe;
    expect(heldOutSubjects.length).toBeGreaterThan(0);
    const other = cardOfTrial(tuning, { candidateId: 3, rung: 0 });
    const { model } = await trainAndCompress(other);
    expect(model.heldOutGroups).toEqual(heldOutSubjects);
  });

  test('knows its recordings again by their hash, and others by another', async () => {
    const plan = { ...tuning.plan, candidateCount: 0 };
    const again = await runStartTuning({ data: held, plan });
    expect(again).toMatchObject({ candidates: [], plan, dataHash: tuning.dataHash });
    const fewer = { ...held, recordings: held.recordings.slice(1) };
    expect((await runStartTuning({ data: fewer, plan })).dataHash).not.toBe(tuning.dataHash);
  });

  test('knew what each file would cost, its bytes within a few', () => {
    for (const { candidateId, ...one } of tuning.results) {
      const { cost } = tuning.candidates.find(({ id }) => id === candidateId)!;
      const real = 'outcome' in one ? one.outcome.cost : undefined;
      expect(real).toMatchObject({ macs: cost.macs, parameterCount: cost.parameterCount });
      expect(real?.arenaBytes).toBe(cost.arenaBytes);
      expect(Math.abs(real!.sizeBytes - cost.sizeBytes)).toBeLessThanOrEqual(32);
    }
  });
});
