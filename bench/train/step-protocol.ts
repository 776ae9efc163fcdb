import type { BackendId } from '#core/model/trained-model';
import type { BenchModel } from './preset-graph';

/** Asks the worker for the median time of `steps` training steps. */
export interface StepQuestion {
  readonly backend: BackendId;
  /** `engine`: as the studio trains. `layers`: as TF.js's own layers models train. */
  readonly way: 'engine' | 'layers';
  readonly model: BenchModel;
  readonly batchSize: number;
  readonly steps: number;
}

export type StepAnswer = { readonly stepMs: number } | { readonly error: string };
