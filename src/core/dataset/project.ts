import type { CompressedModel } from '#core/compress/compressed-model';
import type { CompressionRecipe } from '#core/compress/compression-recipe';
import type { ModelRecipe, TrainedModel } from '#core/model/trained-model';
import type { Gesture } from './gesture';
import type { WindowingOptions } from './window-set';

/** A project's own document; its sessions, recordings and models are stored beside it. */
export interface Project {
  readonly id: string;
  readonly name: string;
  /** Unix epoch, ms. */
  readonly createdAt: number;
  readonly changedAt: number;
  /** When a recording or a label last changed, Unix epoch, ms; absent while none has. */
  readonly dataChangedAt?: number;
  readonly gestures: readonly Gesture[];
  readonly windowing: WindowingOptions;
  readonly recipe: ModelRecipe;
  readonly compression: CompressionRecipe;
}

/** The project's models; each names the data and recipe it was made from. */
export interface ProjectModels {
  readonly trained?: TrainedModel;
  readonly compressed?: CompressedModel;
}
