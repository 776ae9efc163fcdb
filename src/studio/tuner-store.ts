import type { StoreApi } from 'zustand/vanilla';
import type { DataRequest } from '#core/dataset/labelled-recording';
import type { Project } from '#core/dataset/project';
import { Failure } from '#core/failure';
import { cardOf, searchSpaceAround } from '#core/tuner/search-space';
import { epochCounts, isDone } from '#core/tuner/successive-halving';
import type { TuningPlan, TuningState } from '#core/tuner/tuning';
import type { Engine } from '#engine/engine';
import type { TuningRepository } from '#storage/storage';
import { failureOf } from './failure-of';
import { runTrials } from './run-trials';
import type {
  RunningTrial,
  TunerRequest,
  TunerRun,
  TunerState,
  TunerStation,
  TuningPace,
} from './tuner-station';

/**
 * A third goes on, for six times as long. To judge a model takes as long as to train it for ten
 * epochs, so that a rung more would save little, and leave the last word to fewer candidates.
 */
const RUNG_EPOCHS = [6, 36];
const REDUCTION = 3;

export interface TunerDeps {
  readonly engine: Pick<Engine, 'startTuning' | 'openTrials'>;
  readonly tunings: TuningRepository;
  /** The open project. */
  project(): Project;
  loadData(): Promise<DataRequest>;
  update(change: (project: Project) => Project): void;
  /** Unix epoch, ms. */
  epochMs(): number;
  /** Monotonic, ms. */
  nowMs(): number;
}

/** `store` is what it shows; nothing else writes it. */
export function createTunerStation(deps: TunerDeps, store: StoreApi<TunerState>): TunerStation {
  const { engine, tunings } = deps;
  let current: AbortController | undefined;

  const show = (run: TunerRun) => store.setState({ run });
  const tuningOf = ({ run }: TunerState) => ('tuning' in run ? run.tuning : undefined);
  /** Ends what runs; what begins next has a signal of its own. */
  const begin = () => {
    current?.abort();
    current = new AbortController();
    return current.signal;
  };

  /** Runs trials until none is left; `before` gives the search to go on with. */
  async function search(
    projectId: string,
    signal: AbortSignal,
    before: (data: DataRequest) => Promise<TuningState>,
  ): Promise<void> {
    try {
      const data = await deps.loadData();
      if (signal.aborted) return;
      let tuning = await before(data);
      if (signal.aborted) return;
      let trials: readonly RunningTrial[] = [];
      // A trial may still end after another one has failed the search.
      let over = false;
      const showRunning = () => {
        if (over || signal.aborted) return;
        show({ phase: 'running', tuning, trials, pace: paceOf(tuning, trials) });
      };
      const pool = await engine.openTrials(data);
      if (signal.aborted) return pool.close();
      signal.addEventListener('abort', () => pool.close());
      showRunning();
      try {
        tuning = await runTrials(tuning, pool, {
          signal,
          nowMs: deps.nowMs,
          onTrials(running) {
            trials = running;
            showRunning();
          },
          async onResult(next) {
            tuning = next;
            if (signal.aborted) return;
            showRunning();
            await tunings.save(projectId, tuning);
          },
        });
      } finally {
        over = true;
        pool.close();
      }
      if (!signal.aborted) show(atRest(tuning));
    } catch (error) {
      if (signal.aborted) return;
      const tuning = tuningOf(store.getState());
      show({ phase: 'failed', failure: failureOf(error), ...(tuning ? { tuning } : {}) });
    }
  }

  const station: TunerStation = {
    store,

    async start(request) {
      const signal = begin();
      const project = deps.project();
      store.setState({ run: { phase: 'preparing' }, opened: [] });
      await search(project.id, signal, async (data) => {
        const plan = planOf(project, request);
        const started = await engine.startTuning({ data, plan }, { signal });
        const startedAt = deps.epochMs();
        const tuning: TuningState = { ...started, results: [], startedAt, spentMs: 0 };
        if (!signal.aborted) await tunings.save(project.id, tuning);
        return tuning;
      });
    },

    pause() {
      const { run } = store.getState();
      if (run.phase !== 'running') return;
      current?.abort();
      show(atRest(run.tuning));
    },

    async resume() {
      const { run } = store.getState();
      if (run.phase !== 'paused' && run.phase !== 'failed') return;
      const { tuning } = run;
      if (!tuning) return;
      const signal = begin();
      show({ phase: 'running', tuning, trials: [], pace: paceOf(tuning, []) });
      await search(deps.project().id, signal, async (data) => {
        const plan = { ...tuning.plan, candidateCount: 0 };
        const { dataHash } = await engine.startTuning({ data, plan }, { signal });
        if (dataHash === tuning.dataHash) return tuning;
        throw new Failure('data-changed', 'The windows are not those that the search began with.');
      });
    },

    cancel() {
      current?.abort();
      const tuning = tuningOf(store.getState());
      if (!tuning) return show({ phase: 'idle' });
      const cancelled = { ...tuning, cancelled: true };
      show(atRest(cancelled));
      tunings.save(deps.project().id, cancelled).catch((error: unknown) => {
        show({ phase: 'failed', failure: failureOf(error), tuning: cancelled });
      });
    },

    open(candidateId) {
      store.setState({ opened: candidateId === undefined ? [] : [candidateId] });
    },

    compare(candidateId) {
      const first = store.getState().opened.slice(0, 1);
      const other = candidateId === undefined || candidateId === first[0] ? [] : [candidateId];
      store.setState({ opened: [...first, ...other] });
    },

    take(candidateId) {
      const { windowing, recipe, compression } = deps.project();
      const card = cardToTake(tuningOf(store.getState()), candidateId);
      deps.update((project) => ({ ...project, ...card }));
      return () => deps.update((project) => ({ ...project, windowing, recipe, compression }));
    },

    async clear() {
      station.reset();
      await tunings.remove(deps.project().id);
    },

    async load(projectId) {
      const signal = begin();
      store.setState({ run: { phase: 'preparing' }, opened: [] });
      try {
        const tuning = await tunings.load(projectId);
        if (!signal.aborted) show(tuning ? atRest(tuning) : { phase: 'idle' });
      } catch (error) {
        if (!signal.aborted) show({ phase: 'failed', failure: failureOf(error) });
      }
    },

    reset() {
      current?.abort();
      store.setState({ run: { phase: 'idle' }, opened: [] });
    },
  };
  return station;
}

function planOf(project: Project, { limits, candidateCount, space }: TunerRequest): TuningPlan {
  const { windowing, recipe, gestures } = project;
  return {
    seed: recipe.seed,
    candidateCount,
    rungEpochs: RUNG_EPOCHS,
    reduction: REDUCTION,
    limits,
    space: space ?? searchSpaceAround(project),
    windowing,
    recipe,
    classCount: gestures.length + 1,
  };
}

/** What a search is shown as that nobody works on. */
function atRest(tuning: TuningState): TunerRun {
  return { phase: isDone(tuning) ? 'done' : 'paused', tuning, pace: paceOf(tuning, []) };
}

function cardToTake(tuning: TuningState | undefined, candidateId: number) {
  const finished = tuning?.results.filter(
    (one) => one.candidateId === candidateId && 'outcome' in one,
  );
  const candidate = tuning?.candidates.find(({ id }) => id === candidateId);
  if (!tuning || !candidate || !finished?.length) {
    throw new RangeError(`Candidate ${candidateId} has no file yet.`);
  }
  return cardOf(tuning.plan, candidate.choice, Math.max(...finished.map(({ rung }) => rung)));
}

function paceOf(tuning: TuningState, trials: readonly RunningTrial[]): TuningPace {
  const { results, spentMs, plan } = tuning;
  const { done, total } = epochCounts(tuning);
  const trialsPerMinute = spentMs > 0 ? (results.length * 60_000) / spentMs : 0;
  if (isDone(tuning)) return { trialsPerMinute, remainingMs: 0, share: 1 };
  const partly = trials.reduce((sum, { rung, share }) => sum + share * plan.rungEpochs[rung]!, 0);
  const reached = Math.min(total, done + partly);
  return {
    trialsPerMinute,
    ...(done > 0 ? { remainingMs: (spentMs / done) * (total - reached) } : {}),
    share: total > 0 ? reached / total : 0,
  };
}
