import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examplePlan } from '../../../tests/support/example-tuning-plan';
import { createRandom, deriveSeed } from '../random';
import {
  cardOfTrial,
  epochCounts,
  isDone,
  nextTrial,
  ranking,
  withResult,
} from './successive-halving';
import type { Trial, TrialResult, TuningLimits, TuningState } from './tuning';

const COST = { parameterCount: 1, sizeBytes: 1000, macs: 100, arenaBytes: 500 };

function stateOf(
  count: number,
  rungEpochs: number[],
  reduction: number,
  limits: TuningLimits = {},
) {
  const plan = examplePlan({ candidateCount: count, rungEpochs, reduction, limits });
  const choice = {
    lengthMs: 1600,
    channelNames: plan.windowing.channelNames,
    preset: 'conv1d',
    width: 1,
    compression: 0,
  } as const;
  // Rejected ones leave holes among the ids.
  const candidates = Array.from({ length: count }, (_, at) => ({ id: 2 * at, choice, cost: COST }));
  const state: TuningState = {
    plan,
    candidates,
    rejected: [],
    results: [],
    dataHash: '',
    startedAt: 0,
    spentMs: 0,
  };
  return state;
}

/** What a trial gives, from the world's seed alone: some fail, some turn out too large. */
function resultOf(trial: Trial, seed: number): TrialResult {
  const random = createRandom(deriveSeed(seed, trial.candidateId * 100 + trial.rung));
  if (random.next() < 0.1) return { ...trial, failure: 'training-diverged', detail: 'no number' };
  const outcome = {
    validationMacroF1: random.integer(30) / 30,
    macroF1: random.next(),
    cost: { ...COST, sizeBytes: 800 + random.integer(300) },
    gzipBytes: 1,
    sha256: `${trial.candidateId} ${trial.rung}`,
    tookMs: 1,
  };
  return { ...trial, outcome };
}

/** Runs `workers` trials side by side, which end in an order by `seed`, up to `most` results. */
function run(state: TuningState, world: number, workers: number, seed: number, most = Infinity) {
  const random = createRandom(seed);
  const running: Trial[] = [];
  const started: Trial[] = [];
  for (;;) {
    while (running.length < workers) {
      const trial = nextTrial(state, running);
      if (!trial) break;
      running.push(trial);
      started.push(trial);
    }
    if (running.length === 0 || state.results.length >= most) return { state, started };
    const [ended] = running.splice(random.integer(running.length), 1);
    state = withResult(state, resultOf(ended!, world));
  }
}

type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;
const world = fc.record({
  count: fc.integer({ min: 0, max: 30 }),
  rungEpochs: fc
    .uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 })
    .map((epochs) => epochs.sort((a, b) => a - b)),
  reduction: fc.integer({ min: 2, max: 4 }),
  limits: fc.constantFrom<TuningLimits>({}, { flashBytes: 950 }, { flashBytes: 700 }),
  seed: fc.integer(),
  workers: fc.integer({ min: 1, max: 5 }),
});
const begin = ({ count, rungEpochs, reduction, limits }: World) =>
  stateOf(count, rungEpochs, reduction, limits);

/** The same results in one order. */
const settled = (state: TuningState) => ({
  ...state,
  results: [...state.results].sort((a, b) => a.rung - b.rung || a.candidateId - b.candidateId),
});

describe('successive halving', () => {
  test('tries each candidate at most once a rung, every one in the first', () => {
    fc.assert(
      fc.property(world, (any) => {
        const { state, started } = run(begin(any), any.seed, any.workers, 1);
        const keys = started.map(({ candidateId, rung }) => `${candidateId} ${rung}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(state.results).toHaveLength(started.length);
        expect(started.filter(({ rung }) => rung === 0)).toHaveLength(any.count);
        expect(isDone(state)).toBe(true);
      }),
    );
  });

  test('lets the best go on, and no more of them than the reduction allows', () => {
    fc.assert(
      fc.property(world, (any) => {
        const { state } = run(begin(any), any.seed, any.workers, 1);
        for (const rung of any.rungEpochs.keys()) {
          const here = state.results.filter((one) => one.rung === rung);
          const next = new Set(
            state.results.filter((one) => one.rung === rung + 1).map((one) => one.candidateId),
          );
          expect(next.size).toBeLessThanOrEqual(Math.max(1, here.length / any.reduction));
          const f1 = (one: TrialResult) => ('outcome' in one ? one.outcome.validationMacroF1 : -1);
          const fits = (one: TrialResult) =>
            'outcome' in one &&
            one.outcome.cost.sizeBytes <= (any.limits.flashBytes ?? Number.POSITIVE_INFINITY);
          const worstOn = Math.min(...here.filter((one) => next.has(one.candidateId)).map(f1));
          for (const one of here) {
            if (next.has(one.candidateId)) expect(fits(one)).toBe(true);
            else if (next.size > 0 && fits(one)) expect(f1(one)).toBeLessThanOrEqual(worstOn);
          }
        }
      }),
    );
  });

  test('comes to the same end whatever is running side by side', () => {
    fc.assert(
      fc.property(world, fc.integer(), (any, order) => {
        const alone = run(begin(any), any.seed, 1, 1).state;
        const together = run(begin(any), any.seed, any.workers, order).state;
        expect(settled(together)).toEqual(settled(alone));
        expect(ranking(together)).toEqual(ranking(alone));
      }),
    );
  });

  test('cut anywhere and read again from its text, ends as without a cut', () => {
    fc.assert(
      fc.property(world, fc.nat(40), (any, cut) => {
        const whole = run(begin(any), any.seed, any.workers, 1).state;
        // Trials that were running at the cut are lost and run again.
        const before = run(begin(any), any.seed, any.workers, 2, cut).state;
        const read = JSON.parse(JSON.stringify(before)) as TuningState;
        const after = run(read, any.seed, any.workers, 3).state;
        expect(settled(after)).toEqual(settled(whole));
      }),
    );
  });

  test('never ranks a model that breaks a limit or has no file', () => {
    fc.assert(
      fc.property(world, (any) => {
        const ranked = ranking(run(begin(any), any.seed, any.workers, 1).state);
        for (const { outcome } of ranked) {
          expect(outcome.cost.sizeBytes).toBeLessThanOrEqual(
            any.limits.flashBytes ?? Number.POSITIVE_INFINITY,
          );
        }
        expect(new Set(ranked.map((one) => one.candidateId)).size).toBe(ranked.length);
        const rungs = ranked.map(({ rung }) => rung);
        expect(rungs).toEqual([...rungs].sort((a, b) => b - a));
      }),
    );
  });
});

describe('ranking', () => {
  const outcome = (validationMacroF1: number, sizeBytes: number) => ({
    validationMacroF1,
    macroF1: 1 - validationMacroF1,
    cost: { ...COST, sizeBytes },
    gzipBytes: 1,
    sha256: '',
    tookMs: 1,
  });

  test('goes by validation alone, and takes the smaller where that says next to nothing', () => {
    let state = stateOf(4, [1], 2);
    state = withResult(state, { candidateId: 0, rung: 0, outcome: outcome(0.801, 2000) });
    state = withResult(state, { candidateId: 2, rung: 0, outcome: outcome(0.799, 1000) });
    state = withResult(state, { candidateId: 4, rung: 0, outcome: outcome(0.9, 9000) });
    expect(ranking(state).map((one) => one.candidateId)).toEqual([4, 2, 0]);
  });

  test('knows a candidate by its longest trial', () => {
    let state = stateOf(3, [1, 3], 3);
    for (const candidateId of [0, 2, 4]) {
      const result = { candidateId, rung: 0, outcome: outcome(0.9 - candidateId / 10, 1000) };
      state = withResult(state, result);
    }
    expect(nextTrial(state, [])).toEqual({ candidateId: 0, rung: 1 });
    state = withResult(state, { candidateId: 0, rung: 1, outcome: outcome(0.2, 1000) });
    expect(ranking(state).map((one) => [one.candidateId, one.rung])).toEqual([
      [0, 1],
      [2, 0],
      [4, 0],
    ]);
  });
});

test('a result that comes twice counts once', () => {
  const state = stateOf(2, [1], 2);
  const once = withResult(state, resultOf({ candidateId: 0, rung: 0 }, 1));
  expect(withResult(once, resultOf({ candidateId: 0, rung: 0 }, 2))).toBe(once);
});

test('after a cancel no trial follows', () => {
  const state = { ...stateOf(4, [1, 3], 2), cancelled: true };
  expect(nextTrial(state, [])).toBeUndefined();
  expect(isDone(state)).toBe(true);
});

test('epochs are counted over every rung', () => {
  const state = stateOf(9, [3, 9, 27], 3);
  expect(epochCounts(state)).toEqual({ done: 0, total: 9 * 3 + 3 * 9 + 27 });
  const { state: end } = run(state, 4, 2, 1);
  expect(epochCounts(end).done).toBeLessThanOrEqual(81);
  const one = withResult(state, resultOf({ candidateId: 0, rung: 0 }, 1));
  expect(epochCounts(one).done).toBe(3);
});

test('a trial’s card is its candidate’s in its rung', () => {
  const state = stateOf(2, [3, 9], 2);
  expect(cardOfTrial(state, { candidateId: 2, rung: 0 }).recipe.epochs).toBe(3);
  expect(cardOfTrial(state, { candidateId: 2, rung: 1 }).recipe.epochs).toBe(9);
  expect(() => cardOfTrial(state, { candidateId: 1, rung: 0 })).toThrow(RangeError);
});
