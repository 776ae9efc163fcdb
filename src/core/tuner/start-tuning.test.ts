import { describe, expect, test } from 'vitest';
import { examplePlan } from '../../../tests/support/example-tuning-plan';
import { usualSteps } from '../compress/usual-steps';
import { brokenLimits } from './broken-limits';
import { cardCost } from './card-cost';
import { cardOf } from './search-space';
import { startTuning } from './start-tuning';

describe('the candidates of a plan', () => {
  test('are as many as asked for, the project’s own first, all different', () => {
    const plan = examplePlan({ candidateCount: 12 });
    const { candidates, rejected } = startTuning(plan);
    expect(candidates).toHaveLength(12);
    expect(rejected).toEqual([]);
    expect(candidates[0]).toMatchObject({ id: 0, choice: { preset: 'conv1d', width: 1 } });
    expect(new Set(candidates.map(({ choice }) => JSON.stringify(choice))).size).toBe(12);
    expect(candidates.map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, id) => id));
    expect(startTuning(plan).candidates).toEqual(candidates);
  });

  test('keep within the limits, and what does not is listed with the limits that it breaks', () => {
    const limits = { flashBytes: 6000, ramBytes: 4000, macs: 30_000 };
    const { candidates, rejected } = startTuning(examplePlan({ candidateCount: 8, limits }));
    expect(candidates).toHaveLength(8);
    expect(rejected.length).toBeGreaterThan(2);
    for (const { cost } of candidates) {
      expect(cost.sizeBytes).toBeLessThanOrEqual(6000);
      expect(cost.arenaBytes).toBeLessThanOrEqual(4000);
      expect(cost.macs).toBeLessThanOrEqual(30_000);
    }
    for (const { cost, breaks } of rejected) {
      expect(breaks).toEqual(brokenLimits(limits, cost));
      expect(breaks.length).toBeGreaterThan(0);
    }
    const ids = [...candidates, ...rejected].map(({ id }) => id).sort((a, b) => a - b);
    expect(ids).toEqual(Array.from(ids.keys()));
  });

  test('are none where nothing fits, found out in a bounded time', () => {
    const plan = examplePlan({ candidateCount: 2, limits: { flashBytes: 10 } });
    const { candidates, rejected } = startTuning(plan);
    expect(candidates).toEqual([]);
    expect(rejected).toHaveLength(2 * 20);
  });
});

test('a limit holds up to its very number', () => {
  const cost = { parameterCount: 1, sizeBytes: 100, arenaBytes: 50, macs: 10 };
  expect(brokenLimits({ flashBytes: 100, ramBytes: 50, macs: 10 }, cost)).toEqual([]);
  expect(brokenLimits({ flashBytes: 99, ramBytes: 50, macs: 9 }, cost)).toEqual([
    'flashBytes',
    'macs',
  ]);
});

test('removed channels and a smaller student count in the cost', () => {
  const plan = examplePlan();
  const choice = startTuning(plan).candidates[0]!.choice;
  const card = cardOf(plan, choice);
  const withSteps = (steps: Parameters<typeof usualSteps>[0]) =>
    cardCost({ ...card, compression: { ...card.compression, steps: usualSteps(steps) } }, 3);
  const plain = withSteps({});
  const pruned = withSteps({ 'prune-channels': { share: 0.5 } });
  expect(pruned.macs).toBeLessThan(plain.macs / 1.7);
  expect(withSteps({ 'prune-channels': { share: 0.5, enabled: false } })).toEqual(plain);
  expect(withSteps({ 'prune-weights': {}, cluster: {}, 'quantise-aware': {} })).toEqual(plain);
  const student = { preset: 'conv1d', width: 0.5 } as const;
  const halfWidth = { ...card, recipe: { ...card.recipe, width: 0.5 } };
  expect(withSteps({ distil: { student } })).toEqual(cardCost(halfWidth, 3));
});
