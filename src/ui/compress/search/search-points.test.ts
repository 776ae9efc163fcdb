import { expect, test } from 'vitest';
import { searchSpaceAround } from '#core/tuner/search-space';
import type { TrialResult, TuningState } from '#core/tuner/tuning';
import { newProject } from '#studio/new-project';
import {
  drawnPoints,
  frontOf,
  neighbour,
  rungRows,
  searchPoints,
  sortPoints,
} from './search-points';

const project = newProject('id', 'name', 0);
const cost = (sizeBytes: number, macs: number) => ({
  parameterCount: 10,
  sizeBytes,
  macs,
  arenaBytes: 500,
});
/** Bytes, multiply-accumulates and held-out macro F1 of four candidates. */
const FIGURES = [
  [4000, 900, 0.95],
  [2000, 800, 0.9],
  [3000, 200, 0.85],
  [1000, 100, 0.7],
] as const;

function result(candidateId: number, rung: number, better = 0): TrialResult {
  const [sizeBytes, macs, macroF1] = FIGURES[candidateId]!;
  const outcome = {
    validationMacroF1: macroF1 - 0.02 + better,
    macroF1: macroF1 + better,
    cost: cost(sizeBytes, macs),
    gzipBytes: sizeBytes,
    sha256: `${candidateId}`,
    tookMs: 1,
  };
  return { candidateId, rung, outcome };
}

function tuning(results: readonly TrialResult[]): TuningState {
  const space = searchSpaceAround(project);
  const choice = {
    lengthMs: 2000,
    channelNames: ['accX'],
    preset: 'conv1d' as const,
    width: 1,
    compression: 0,
  };
  return {
    plan: {
      seed: 1,
      candidateCount: 4,
      rungEpochs: [3, 9],
      reduction: 3,
      limits: {},
      space,
      windowing: project.windowing,
      recipe: project.recipe,
      classCount: 3,
    },
    candidates: FIGURES.map(([bytes, macs], id) => ({ id, choice, cost: cost(bytes, macs) })),
    rejected: [],
    results,
    dataHash: '',
    startedAt: 0,
    spentMs: 0,
  };
}

const everyFirst = FIGURES.map((_, id) => result(id, 0));
const idsOf = (points: readonly { readonly id: number }[]) => points.map(({ id }) => id);

test('a candidate is a point once, by its longest trial, and the ranking gives its place', () => {
  const points = searchPoints(tuning([...everyFirst, result(1, 1, 0.05)]));
  expect(idsOf(points)).toEqual([1, 0, 2, 3]);
  expect(points.map(({ place }) => place)).toEqual([1, 2, 3, 4]);
  expect(points[0]).toMatchObject({ rung: 1, macroF1: 0.9500000000000001 });
});

test('where nobody is held out, validation stands in', () => {
  const [one] = everyFirst;
  if (one === undefined || !('outcome' in one)) throw new Error('no outcome');
  const alone = { ...one, outcome: { ...one.outcome, macroF1: null } };
  expect(searchPoints(tuning([alone]))[0]!.macroF1).toBeCloseTo(0.93);
});

test('the front differs by what it is drawn against', () => {
  const points = searchPoints(tuning(everyFirst));
  expect(idsOf(frontOf(points, 'file'))).toEqual([3, 1, 0]);
  expect(idsOf(frontOf(points, 'macs'))).toEqual([3, 2, 1, 0]);
});

test('scores are sorted best first and costs smallest first, or the other way round', () => {
  const points = searchPoints(tuning(everyFirst));
  expect(idsOf(sortPoints(points, 'macroF1'))).toEqual([0, 1, 2, 3]);
  expect(idsOf(sortPoints(points, 'file'))).toEqual([3, 1, 2, 0]);
  expect(idsOf(sortPoints(points, 'macs'))).toEqual([3, 2, 1, 0]);
  expect(idsOf(sortPoints(points, 'macs', true))).toEqual([0, 1, 2, 3]);
});

test('the arrows lead along the size axis and stop at its ends', () => {
  const points = searchPoints(tuning(everyFirst));
  expect(neighbour(points, 'file', 3, 1)).toBe(1);
  expect(neighbour(points, 'macs', 3, 1)).toBe(2);
  expect(neighbour(points, 'file', 3, -1)).toBe(3);
  expect(neighbour(points, 'file', 0, 1)).toBe(0);
});

test('rounds shrink by the reduction and count what is done and what failed', () => {
  const failed: TrialResult = { candidateId: 3, rung: 0, failure: 'engine-crashed', detail: '' };
  expect(rungRows(tuning([result(0, 0), result(1, 0), failed]))).toEqual([
    { rung: 0, epochs: 3, members: 4, done: 3, failed: 1, best: expect.closeTo(0.93) },
    { rung: 1, epochs: 9, members: 1, done: 0, failed: 0, best: null },
  ]);
});

test('what the first round left behind is not drawn once others went on', () => {
  const first = searchPoints(tuning(everyFirst));
  expect(drawnPoints(first)).toBe(first);
  const later = searchPoints(tuning([...everyFirst, result(0, 1), result(2, 1)]));
  expect(idsOf(drawnPoints(later)).sort()).toEqual([0, 1, 2]);
});
