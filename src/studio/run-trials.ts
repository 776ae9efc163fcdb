import { Failure } from '#core/failure';
import { cardOfTrial, nextTrial, withResult } from '#core/tuner/successive-halving';
import type { Trial, TrialResult, TuningState } from '#core/tuner/tuning';
import type { TrialPool } from '#engine/engine';
import type { RunningTrial } from './tuner-station';

/** Where the trials' results and progress go. */
interface TrialListener {
  readonly signal: AbortSignal;
  /** Monotonic, ms. */
  nowMs(): number;
  onTrials(running: readonly RunningTrial[]): void;
  /** After each result; where this rejects, so does the search. */
  onResult(tuning: TuningState): Promise<void>;
}

/**
 * Runs what is left of a search, as many trials side by side as the pool has workers. A trial that
 * fails is a result as well. Rejects with `AbortError`, with what `onResult` rejects with, or with
 * `engine-crashed` where not one trial has ever gone through.
 */
export async function runTrials(
  start: TuningState,
  pool: TrialPool,
  { signal, nowMs, onTrials, onResult }: TrialListener,
): Promise<TuningState> {
  let tuning = start;
  const startMs = nowMs();
  const running = new Map<Trial, RunningTrial>();
  const show = () => onTrials([...running.values()]);

  async function attempt(trial: Trial): Promise<TrialResult> {
    try {
      const outcome = await pool.run(cardOfTrial(tuning, trial), {
        signal,
        onProgress(progress) {
          running.set(trial, { ...trial, ...progress });
          show();
        },
      });
      return { ...trial, outcome };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const works = tuning.results.some((one) => 'outcome' in one);
      if (error.code === 'engine-crashed' && !works) throw error;
      return { ...trial, failure: error.code, detail: error.message };
    }
  }

  async function take(trial: Trial): Promise<void> {
    running.set(trial, { ...trial, step: 'training', share: 0 });
    show();
    const result = await attempt(trial);
    running.delete(trial);
    const spentMs = start.spentMs + (nowMs() - startMs);
    tuning = { ...withResult(tuning, result), spentMs };
    await onResult(tuning);
  }

  const inFlight = new Map<Trial, Promise<void>>();
  for (;;) {
    while (inFlight.size < pool.workerCount) {
      const trial = nextTrial(tuning, [...inFlight.keys()]);
      if (!trial) break;
      inFlight.set(
        trial,
        take(trial).finally(() => inFlight.delete(trial)),
      );
    }
    if (inFlight.size === 0) return tuning;
    await Promise.race(inFlight.values());
  }
}
