import type { CompressionRecipe } from '#core/compress/compression-recipe';
import type { ModelSize } from '#core/model/architecture';
import type { ModelGraph } from '#core/model/graph';
import type { ModelRecipe } from '#core/model/trained-model';
import type { LabelledWindows } from '../training/batches';
import type { TrainingOptions } from '../training/trainer';

/** What a pass decides of a training; the rest follows from the windows and how the network was trained. */
export type PassTraining = Omit<
  TrainingOptions,
  'patience' | 'batchSize' | 'classWeights' | 'vary'
>;

/** What a recipe works with, the same for each of its passes. */
export interface Workbench {
  /** Trains on the training windows as `trainGraph` does. */
  train(graph: ModelGraph, options: PassTraining): Promise<ModelGraph>;
  /** Of the training windows, those that ranges are taken from. */
  readonly calibration: LabelledWindows;
  readonly size: ModelSize;
  /** How the network was trained. */
  readonly recipe: ModelRecipe;
  readonly compression: CompressionRecipe;
}

/** What earlier passes did that later training must not undo. */
export interface Constraints {
  readonly keepZeros: boolean;
  readonly keepClusters: boolean;
}

/** What one pass works with. */
export interface PassContext extends Workbench {
  readonly constraints: Constraints;
  /** Position of the step in the recipe: each trains with random numbers of its own. */
  readonly at: number;
  onEpoch(epoch: number): void;
}

/** What a pass made of a graph. */
export interface PassResult {
  readonly graph: ModelGraph;
  /** What holds from here on; absent: as before. */
  readonly constraints?: Constraints;
}

/** One step of a recipe: graph in, graph out. Rejects as training does. */
export type Pass<Step> = (
  graph: ModelGraph,
  step: Step,
  context: PassContext,
) => Promise<PassResult>;
