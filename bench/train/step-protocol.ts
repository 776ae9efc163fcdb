import type { BackendId } from '#core/model/trained-model';
import type { BenchModel } from './preset-graph';

/** Asks the worker for the median time of `steps` training steps. */
export interface StepQuestion {
  readonly kind: 'step';
  readonly backend: BackendId;
  /** `engine`: as the studio trains. `layers`: as TF.js's own layers models train. */
  readonly way: 'engine' | 'layers';
  readonly model: BenchModel;
  readonly batchSize: number;
  readonly steps: number;
}

/** Asks the worker to train until the validation loss is at most `untilLoss`. */
export interface RaceQuestion {
  readonly kind: 'race';
  readonly contest: string;
  readonly seed: number;
  readonly untilLoss: number;
}

/** Asks for the most multiply-accumulates that the worker's WebAssembly does in a second. */
export interface PeakQuestion {
  readonly kind: 'peak';
}

/** What a side of a race gives. */
export interface RaceAnswer {
  /** Of the untrained network. */
  readonly firstLoss: number;
  /** On the validation windows after each epoch. */
  readonly losses: readonly number[];
  /** Of each epoch without its validation, ms. */
  readonly trainMs: readonly number[];
}

export interface Answers {
  readonly step: { readonly stepMs: number };
  readonly race: RaceAnswer;
  readonly peak: { readonly macsPerSecond: number };
}

export type Question = StepQuestion | RaceQuestion | PeakQuestion;
export type AnswerTo<Q extends Question> = Answers[Q['kind']];
/** What a worker that could not answer says. */
export interface NoAnswer {
  readonly error: string;
}
