import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DataRequest } from '#core/dataset/labelled-recording';
import type { DataWarning } from '#core/dataset/warnings';
import type { Split, WindowSet } from '#core/dataset/window-set';
import type { Failure } from '#core/failure';
import type {
  BackendId,
  EpochResult,
  ModelRecipe,
  StartingPoint,
  TrainedModel,
} from '#core/model/trained-model';
import type { Engine, PassedOver, TrainProgress } from '#engine/engine';
import { failureOf } from './failure-of';

/** One back end's time for a step of this very model, or why it has none. */
export interface BackendMeasure {
  readonly backend: BackendId;
  readonly stepMs?: number;
  readonly passedOver?: PassedOver;
  /** What went wrong, as the browser words it. */
  readonly detail?: string;
}

/** The windows that training would see. */
export type PreparedState =
  | { readonly phase: 'none' }
  | { readonly phase: 'preparing' }
  | {
      readonly phase: 'ready';
      readonly set: WindowSet;
      readonly split: Split;
      /** SHA-256 of the training windows; another one than the model's: the data changed. */
      readonly dataHash: string;
      readonly warnings: readonly DataWarning[];
    }
  | { readonly phase: 'failed'; readonly failure: Failure };

export interface TrainingRun {
  readonly step: TrainProgress['step'];
  readonly backend?: BackendId;
  readonly measures: readonly BackendMeasure[];
  readonly epochs: readonly EpochResult[];
  /** Finished share of all epochs asked for, 0 … 1. */
  readonly share: number;
  readonly remainingMs?: number;
}

export type TrainRunState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly run: TrainingRun }
  | { readonly phase: 'done'; readonly run: TrainingRun }
  | { readonly phase: 'failed'; readonly failure: Failure; readonly run: TrainingRun };

export interface TrainState {
  readonly prepared: PreparedState;
  readonly training: TrainRunState;
}

export interface TrainDeps {
  readonly engine: Engine;
  /** Recordings with their labels, as the project stands now. */
  loadData(): Promise<DataRequest>;
  recipe(): ModelRecipe;
  /** The model that a recipe starts from. Rejects with `start-missing`. */
  loadStart(start: StartingPoint): Promise<TrainedModel>;
  saveTrained(model: TrainedModel): Promise<void>;
  /** Unix epoch, ms. */
  epochMs(): number;
}

export interface TrainStation {
  readonly store: StoreApi<TrainState>;
  /** Cuts and splits the windows; a newer call silences the older one. */
  prepare(): Promise<void>;
  /** Resolves when the model is saved, training failed or was cancelled. */
  start(): Promise<void>;
  cancel(): void;
  /** Forgets everything of the project that was open. */
  reset(): void;
}

const FRESH_RUN: TrainingRun = { step: 'preparing', measures: [], epochs: [], share: 0 };

export function createTrainStation(deps: TrainDeps): TrainStation {
  const store = createStore<TrainState>(() => ({
    prepared: { phase: 'none' },
    training: { phase: 'idle' },
  }));
  let preparing: AbortController | undefined;
  let running: AbortController | undefined;
  /** The engine measures a network's shape once; what it found then still holds. */
  let measured: { readonly shape: string; readonly measures: TrainingRun['measures'] } | undefined;

  return {
    store,

    async prepare() {
      preparing?.abort();
      const mine = new AbortController();
      preparing = mine;
      store.setState({ prepared: { phase: 'preparing' } });
      try {
        const request = { data: await deps.loadData(), recipe: deps.recipe() };
        if (mine.signal.aborted) return;
        const { set, split, dataHash } = await deps.engine.prepare(request, {
          signal: mine.signal,
        });
        const { dataWarnings } = await import('#core/dataset/warnings');
        if (mine.signal.aborted) return;
        const warnings = dataWarnings(set, split);
        store.setState({ prepared: { phase: 'ready', set, split, dataHash, warnings } });
      } catch (error) {
        if (mine.signal.aborted) return;
        store.setState({ prepared: { phase: 'failed', failure: failureOf(error) } });
      }
    },

    async start() {
      running?.abort();
      const mine = new AbortController();
      running = mine;
      let run = FRESH_RUN;
      const show = (next: TrainingRun) => {
        run = next;
        store.setState({ training: { phase: 'running', run } });
      };
      show(run);
      try {
        const recipe = deps.recipe();
        // A label that changes while the network trains must put it out of date.
        const trainedAt = deps.epochMs();
        const data = await deps.loadData();
        if (mine.signal.aborted) return;
        const start = recipe.start && (await deps.loadStart(recipe.start));
        if (mine.signal.aborted) return;
        const shape = shapeOf(data, recipe);
        if (measured?.shape === shape) show({ ...run, measures: measured.measures });
        const model = await deps.engine.train(
          { data, recipe, ...(start ? { start } : {}) },
          {
            signal: mine.signal,
            onProgress(progress) {
              show(advance(run, progress, recipe.epochs));
              if (run.measures.length > 0) measured = { shape, measures: run.measures };
            },
          },
        );
        await deps.saveTrained({ ...model, trainedAt });
        if (mine.signal.aborted) return;
        store.setState({ training: { phase: 'done', run: { ...run, share: 1 } } });
      } catch (error) {
        if (mine.signal.aborted) return;
        store.setState({ training: { phase: 'failed', failure: failureOf(error), run } });
      }
    },

    cancel() {
      running?.abort();
      store.setState({ training: { phase: 'idle' } });
    },

    reset() {
      preparing?.abort();
      running?.abort();
      store.setState({ prepared: { phase: 'none' }, training: { phase: 'idle' } });
    },
  };
}

/** Networks of one shape take the same time for a step. */
function shapeOf({ windowing, gestures }: DataRequest, recipe: ModelRecipe): string {
  const { rateHz, lengthMs, channelNames } = windowing;
  const sizes = [rateHz, lengthMs, channelNames.length, gestures.length, recipe.batchSize];
  const layers = JSON.stringify([recipe.preset, recipe.width, recipe.architecture, recipe.start]);
  return `${layers} ${sizes.join(' ')}`;
}

function advance(run: TrainingRun, progress: TrainProgress, epochs: number): TrainingRun {
  const step = progress.step;
  switch (progress.step) {
    case 'measuring': {
      const { step: _, ...measure } = progress;
      const others = run.measures.filter((one) => one.backend !== measure.backend);
      return { ...run, step, measures: [...others, measure] };
    }
    case 'started':
      return { ...run, step, backend: progress.backend };
    case 'batch':
      return { ...run, step, remainingMs: progress.remainingMs };
    case 'epoch':
      return {
        ...run,
        step,
        epochs: [...run.epochs, progress.result],
        share: (run.epochs.length + 1) / epochs,
        remainingMs: progress.remainingMs,
      };
    default:
      return { ...run, step };
  }
}
