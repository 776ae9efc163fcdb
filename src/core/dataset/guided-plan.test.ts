import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guidedDurationMs, planGuided } from './guided-plan';

const gestures = (events: number, states: number) => [
  ...Array.from({ length: events }, (_, i) => ({ id: `e${i}`, kind: 'event' as const })),
  ...Array.from({ length: states }, (_, i) => ({ id: `s${i}`, kind: 'state' as const })),
];

test('asks for every gesture as often as wanted, whatever the numbers', () => {
  fc.assert(
    fc.property(
      fc.nat(5),
      fc.nat(3),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(),
      (e, s, n, seed) => {
        const asked = gestures(e, s);
        const { prompts } = planGuided(asked, { repetitions: n, seed });
        for (const { id } of asked) {
          const own = prompts.filter(({ task }) => 'gestureId' in task && task.gestureId === id);
          expect(own).toHaveLength(n);
        }
        if (e + s > 0) expect(prompts.some(({ task }) => !('gestureId' in task))).toBe(true);
        for (const one of prompts) {
          expect(one.returnMs > 0).toBe(one.task.kind === 'state');
          expect(one.announceMs).toBeGreaterThanOrEqual(1000);
        }
      },
    ),
    { numRuns: 80 },
  );
});

test('the same seed gives the same plan, another one another order', () => {
  const asked = gestures(4, 2);
  const plan = planGuided(asked, { repetitions: 5, seed: 3 });
  expect(planGuided(asked, { repetitions: 5, seed: 3 })).toEqual(plan);
  expect(planGuided(asked, { repetitions: 5, seed: 4 })).not.toEqual(plan);
});

test('no gesture comes three times running, and rests are uneven', () => {
  for (let seed = 0; seed < 40; seed++) {
    const { prompts } = planGuided(gestures(3, 0), { repetitions: 10, seed });
    const ids = prompts.flatMap(({ task }) => ('gestureId' in task ? [task.gestureId] : []));
    // At the very end there may be nothing else left to put in between.
    for (let i = 2; i < ids.length - 6; i++) {
      expect(ids[i] === ids[i - 1] && ids[i] === ids[i - 2], `seed ${seed} at ${i}`).toBe(false);
    }
    expect(new Set(prompts.map(({ announceMs }) => announceMs)).size).toBeGreaterThan(8);
  }
});

test('four events and two states, five times each, take about four minutes', () => {
  const plan = planGuided(gestures(4, 2), { repetitions: 5, seed: 1 });
  expect(guidedDurationMs(plan)).toBeGreaterThan(150_000);
  expect(guidedDurationMs(plan)).toBeLessThan(270_000);
});
