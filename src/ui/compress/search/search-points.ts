import { paretoFront } from '#core/tuner/pareto';
import { keptOf, ranking } from '#core/tuner/successive-halving';
import type { Candidate, TrialOutcome, TuningState } from '#core/tuner/tuning';

/** A candidate with what its longest trial gave. */
export interface SearchPoint {
  readonly id: number;
  readonly candidate: Candidate;
  readonly outcome: TrialOutcome;
  /** The rung of that trial, from 0. */
  readonly rung: number;
  /** Its place by validation, from 1. */
  readonly place: number;
  /** On held-out people where there are any, else on validation windows. */
  readonly macroF1: number;
}

/**
 * Points worth drawing: those as good as the worst that went on after the first round, if any did.
 * What the first round left far behind would squeeze the others together.
 */
export function drawnPoints(points: readonly SearchPoint[]): readonly SearchPoint[] {
  const later = points.flatMap(({ rung, macroF1 }) => (rung > 0 ? [macroF1] : []));
  if (later.length === 0) return points;
  const least = Math.min(...later);
  return points.filter(({ macroF1 }) => macroF1 >= least);
}

/** What points are drawn against. */
export type SearchMeasure = 'file' | 'macs';

/** What the table can be sorted by. */
export type SortKey = 'place' | 'macroF1' | 'file' | 'macs';

/** Candidates that gave a file within the limits, best by validation first. */
export function searchPoints(tuning: TuningState): readonly SearchPoint[] {
  const byId = new Map(tuning.candidates.map((one) => [one.id, one]));
  return ranking(tuning).flatMap(({ candidateId, rung, outcome }, at) => {
    const candidate = byId.get(candidateId);
    if (candidate === undefined) return [];
    const macroF1 = outcome.macroF1 ?? outcome.validationMacroF1;
    return [{ id: candidateId, candidate, outcome, rung, place: at + 1, macroF1 }];
  });
}

/** A point's size in a measure. */
export function pointSize({ outcome }: SearchPoint, measure: SearchMeasure): number {
  return measure === 'macs' ? outcome.cost.macs : outcome.cost.sizeBytes;
}

/** Those that no other beats in both score and size, smallest first. */
export function frontOf(
  points: readonly SearchPoint[],
  measure: SearchMeasure,
): readonly SearchPoint[] {
  return paretoFront(
    points,
    ({ macroF1 }) => macroF1,
    (point) => pointSize(point, measure),
  );
}

/** Best first by the score and the place, smallest first by the costs; the other way round if `reversed`. */
export function sortPoints(
  points: readonly SearchPoint[],
  key: SortKey,
  reversed = false,
): readonly SearchPoint[] {
  const rankOf = (point: SearchPoint) => {
    if (key === 'place') return point.place;
    return key === 'macroF1' ? -point.macroF1 : pointSize(point, key);
  };
  const sign = reversed ? -1 : 1;
  return [...points].sort((a, b) => sign * (rankOf(a) - rankOf(b)) || a.place - b.place);
}

/** One rung of the search: how many it takes on, how many are through. */
export interface RungRow {
  readonly rung: number;
  readonly epochs: number;
  readonly members: number;
  readonly done: number;
  readonly failed: number;
  /** Best validation macro F1 so far; null before the first. */
  readonly best: number | null;
}

/** Every rung, the first one first. */
export function rungRows({ plan, candidates, results }: TuningState): readonly RungRow[] {
  let members = candidates.length;
  return plan.rungEpochs.map((epochs, rung) => {
    const here = results.filter((one) => one.rung === rung);
    const scores = here.flatMap((one) => ('outcome' in one ? [one.outcome.validationMacroF1] : []));
    const row = {
      rung,
      epochs,
      members,
      done: here.length,
      failed: here.length - scores.length,
      best: scores.length === 0 ? null : Math.max(...scores),
    };
    members = keptOf(members, plan.reduction);
    return row;
  });
}

/** The point beside `id` in the order along the size axis; the ends lead nowhere. */
export function neighbour(
  points: readonly SearchPoint[],
  measure: SearchMeasure,
  id: number,
  by: -1 | 1,
): number {
  const along = sortPoints(points, measure);
  const at = along.findIndex((one) => one.id === id);
  return along[Math.min(Math.max(at + by, 0), along.length - 1)]?.id ?? id;
}
