import { brokenLimits } from './broken-limits';
import { cardOf } from './search-space';
import type { ModelCard, Trial, TrialOutcome, TrialResult, TuningState } from './tuning';

/** A trial that gave a file. */
export type FinishedTrial = Trial & { readonly outcome: TrialOutcome };

/** Validation windows are a few hundred, of few people: nearer F1s say nothing, and the smaller wins. */
const F1_STEP = 0.01;

/**
 * Successive halving (Jamieson & Talwalkar 2016): every candidate is trained a little, the best of
 * them from the beginning for longer, and so on. What comes next follows from the results alone,
 * whatever their order, so that a search goes on from any state that was stored.
 */
export function nextTrial(state: TuningState, running: readonly Trial[]): Trial | undefined {
  const rung = currentRung(state);
  if (rung === undefined) return undefined;
  const taken = new Set<number>();
  for (const one of [...running, ...state.results])
    if (one.rung === rung) taken.add(one.candidateId);
  const candidateId = rungMembers(state, rung).find((id) => !taken.has(id));
  return candidateId === undefined ? undefined : { candidateId, rung };
}

/** The state with one result more; one that the state has already changes nothing. */
export function withResult(state: TuningState, result: TrialResult): TuningState {
  const known = state.results.some((one) => isSameTrial(one, result));
  return known ? state : { ...state, results: [...state.results, result] };
}

/** Whether no trial is left. */
export function isDone(state: TuningState): boolean {
  return currentRung(state) === undefined;
}

/** What a trial trains and compresses by. */
export function cardOfTrial({ plan, candidates }: TuningState, trial: Trial): ModelCard {
  const candidate = candidates.find(({ id }) => id === trial.candidateId);
  if (!candidate) throw new RangeError(`There is no candidate ${trial.candidateId}.`);
  return cardOf(plan, candidate.choice, trial.rung);
}

/** Epochs of training that were done, and that are left: what time is told by. */
export function epochCounts({ plan, candidates, results }: TuningState): {
  readonly done: number;
  readonly total: number;
} {
  const { rungEpochs, reduction } = plan;
  let total = 0;
  let members = candidates.length;
  for (const epochs of rungEpochs) {
    total += members * epochs;
    members = keptOf(members, reduction);
  }
  const done = results.reduce((sum, { rung }) => sum + rungEpochs[rung]!, 0);
  return { done, total };
}

/**
 * The longest trial of each candidate that gave a file within the limits, best first: those of a
 * later rung, then by validation macro F1 to the nearest hundredth, then the smaller one.
 */
export function ranking(state: TuningState): readonly FinishedTrial[] {
  const latest = new Map<number, FinishedTrial>();
  for (const one of state.results) {
    if (!('outcome' in one) || !isWithinLimits(state, one)) continue;
    const known = latest.get(one.candidateId);
    if (!known || known.rung < one.rung) latest.set(one.candidateId, one);
  }
  return [...latest.values()].sort((a, b) => b.rung - a.rung || compare(a, b));
}

/** The first rung with a trial that has no result; undefined where none is to come. */
function currentRung(state: TuningState): number | undefined {
  if (state.cancelled) return undefined;
  for (const rung of state.plan.rungEpochs.keys()) {
    const finished = new Set(resultsOf(state, rung).map(({ candidateId }) => candidateId));
    if (rungMembers(state, rung).some((id) => !finished.has(id))) return rung;
  }
  return undefined;
}

/** Candidates of a rung, in the order they are tried; the rung before has all its results. */
function rungMembers(state: TuningState, rung: number): readonly number[] {
  if (rung === 0) return state.candidates.map(({ id }) => id);
  const before = resultsOf(state, rung - 1);
  const good = before.filter(
    (one): one is FinishedTrial => 'outcome' in one && isWithinLimits(state, one),
  );
  return good
    .sort(compare)
    .slice(0, keptOf(before.length, state.plan.reduction))
    .map(({ candidateId }) => candidateId);
}

/** How many of a rung's members go on to the next one. */
export function keptOf(members: number, reduction: number): number {
  return Math.min(members, Math.max(1, Math.floor(members / reduction)));
}

function resultsOf({ results }: TuningState, rung: number): readonly TrialResult[] {
  return results.filter((one) => one.rung === rung);
}

/** Below 0 where `a` is better. */
function compare(a: FinishedTrial, b: FinishedTrial): number {
  const score = ({ outcome }: FinishedTrial) => Math.round(outcome.validationMacroF1 / F1_STEP);
  return (
    score(b) - score(a) ||
    a.outcome.cost.sizeBytes - b.outcome.cost.sizeBytes ||
    a.outcome.cost.macs - b.outcome.cost.macs ||
    a.candidateId - b.candidateId
  );
}

function isWithinLimits({ plan }: TuningState, { outcome }: FinishedTrial): boolean {
  return brokenLimits(plan.limits, outcome.cost).length === 0;
}

function isSameTrial(a: Trial, b: Trial): boolean {
  return a.candidateId === b.candidateId && a.rung === b.rung;
}
