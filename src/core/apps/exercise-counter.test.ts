import { expect, test } from 'vitest';
import {
  type ExerciseEvent,
  type ExerciseState,
  exerciseCounter,
  exerciseStart,
  HIGHEST_GOAL,
  isDone,
  NO_COUNTS,
  streak,
} from './exercise-counter';
import type { Moment } from './moment';

const on = (day: string): Moment => ({ ms: 0, day, hour: 9, hourStartMs: 0 });
const GOALS = { neckLeft: 2, neckRight: 1, nod: 0, shake: 0 };

function play(start: ExerciseState, events: readonly ExerciseEvent[], day = '2026-03-01') {
  let state = start;
  const sounds: number[] = [];
  events.forEach((event, index) => {
    const [next, effects] = exerciseCounter(state, event, on(day));
    state = next;
    if (effects.length > 0) sounds.push(index);
  });
  return { state, sounds };
}

const left = { type: 'movement', movement: 'neckLeft' } as const;
const right = { type: 'movement', movement: 'neckRight' } as const;
const nod = { type: 'movement', movement: 'nod' } as const;

test('movements count, a reached goal sounds once, and the day is done when all are reached', () => {
  const { state, sounds } = play(exerciseStart(GOALS), [left, left, left, right]);
  expect(state.counts).toEqual({ ...NO_COUNTS, neckLeft: 3, neckRight: 1 });
  expect(sounds).toEqual([1, 3]);
  expect(isDone(state)).toBe(true);
  expect(state.doneDays).toEqual(['2026-03-01']);
});

test('a movement without a goal does not count', () => {
  expect(play(exerciseStart(GOALS), [nod]).state.counts).toEqual(NO_COUNTS);
});

test('a new day starts from zero and keeps the days that were done', () => {
  const { state } = play(exerciseStart(GOALS), [left, left, right]);
  const next = play(state, [{ type: 'tick' }], '2026-03-02').state;
  expect(next.counts).toEqual(NO_COUNTS);
  expect(isDone(next)).toBe(false);
  expect(next.doneDays).toEqual(['2026-03-01']);
});

test('a raised goal makes the day undone, and taking back a restart makes it done again', () => {
  const { state } = play(exerciseStart(GOALS), [left, left, right]);
  const raised = play(state, [{ type: 'goal', movement: 'neckLeft', goal: 3 }]).state;
  expect(raised.doneDays).toEqual([]);
  const zero = play(state, [{ type: 'set-counts', counts: NO_COUNTS }]).state;
  expect(zero.doneDays).toEqual([]);
  expect(play(zero, [{ type: 'set-counts', counts: state.counts }]).state).toEqual(state);
});

test('a goal stays within reason', () => {
  const goalOf = (goal: number) =>
    play(exerciseStart(GOALS), [{ type: 'goal', movement: 'nod', goal }]).state.goals.nod;
  expect([goalOf(-3), goalOf(7.4), goalOf(1e9), goalOf(Number.NaN)]).toEqual([
    0,
    7,
    HIGHEST_GOAL,
    0,
  ]);
});

test('without any goal nothing is ever done', () => {
  expect(isDone({ goals: NO_COUNTS, counts: NO_COUNTS })).toBe(false);
});

test('a streak runs over the end of a month and lasts until today is over', () => {
  const days = ['2026-02-26', '2026-02-28', '2026-03-01'];
  expect(streak(days, '2026-03-01')).toBe(2);
  expect(streak(days, '2026-03-02')).toBe(2);
  expect(streak(days, '2026-03-03')).toBe(0);
});
