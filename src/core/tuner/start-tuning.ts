import { brokenLimits } from './broken-limits';
import { cardCost } from './card-cost';
import { cardOf, drawChoices } from './search-space';
import type { Candidate, RejectedCandidate, TuningPlan, TuningState } from './tuning';

/** Where hardly anything keeps within the limits, drawing ends at so many draws a candidate. */
const DRAWS_A_CANDIDATE = 20;

/**
 * Draws candidates until as many as the plan asks for keep within its limits; those that do not are
 * rejected, untrained. A candidate takes a few milliseconds.
 */
export function startTuning(
  plan: TuningPlan,
): Pick<TuningState, 'plan' | 'candidates' | 'rejected'> {
  const candidates: Candidate[] = [];
  const rejected: RejectedCandidate[] = [];
  let id = 0;
  for (const choice of drawChoices(plan)) {
    if (candidates.length === plan.candidateCount) break;
    if (id === plan.candidateCount * DRAWS_A_CANDIDATE) break;
    const cost = cardCost(cardOf(plan, choice), plan.classCount);
    const breaks = brokenLimits(plan.limits, cost);
    if (breaks.length > 0) rejected.push({ id, choice, cost, breaks });
    else candidates.push({ id, choice, cost });
    id++;
  }
  return { plan, candidates, rejected };
}
