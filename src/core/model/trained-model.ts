import type { Gesture } from '#core/dataset/gesture';
import type { WindowingOptions } from '#core/dataset/window-set';
import type { Normaliser } from '#core/features/normaliser';
import type { Channel } from '#core/motion/frame';
import type { Architecture } from './architecture';
import type { ModelGraph } from './graph';
import type { Judgement } from './judgement';

export type PresetId =
  | 'dense'
  | 'magic-wand-cnn'
  | 'conv1d'
  | 'separable-cnn'
  | 'residual'
  | 'lstm';

/** Training back end; `auto` measures the available ones on the very model. */
export type BackendId = 'wasm' | 'webgl' | 'cpu' | 'webgpu';

/** Where training starts instead of at random weights. */
export interface StartingPoint {
  /** The model that ships with the studio, or that of another project. */
  readonly from: 'general' | { readonly projectId: string };
  /** Name to show, as it was when chosen. */
  readonly name: string;
  /** Trains the new last layer alone; else all layers. */
  readonly freeze: boolean;
}

/** What to train and how. */
export interface ModelRecipe {
  readonly preset: PresetId;
  /** Factor on the preset's filters and units; absent: 1. */
  readonly width?: number;
  /** Layers as edited by hand, instead of the preset's. */
  readonly architecture?: Architecture;
  /** Absent: random weights. */
  readonly start?: StartingPoint;
  readonly backend: BackendId | 'auto';
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Stop after this many epochs without a better validation loss; 0 never stops early. */
  readonly patience: number;
  /** Weigh classes by the inverse of their frequency. */
  readonly balanceClasses: boolean;
  /** Draw the training windows anew each epoch, as other wearers might give them. */
  readonly augment: boolean;
  /** Subjects to hold out by name; empty: chosen by the seed. */
  readonly heldOutSubjects: readonly string[];
}

/** Loss and accuracy after one epoch. */
export interface EpochResult {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
}

/** A float model with everything needed to run it, judge it and make it again. */
export interface TrainedModel {
  readonly graph: ModelGraph;
  readonly normaliser: Normaliser;
  readonly windowing: WindowingOptions;
  readonly channels: readonly Channel[];
  /** Class names as in `WindowSet.classes`. */
  readonly classes: readonly string[];
  /** The gestures as they were when it was trained. */
  readonly gestures: readonly Gesture[];
  readonly recipe: ModelRecipe;
  readonly backend: BackendId;
  readonly epochs: readonly EpochResult[];
  /** On held-out windows; absent when the data allowed none. */
  readonly judgement?: Judgement;
  /** What was held out: subject names or recording ids. */
  readonly heldOutBy: 'subject' | 'recording' | 'none';
  readonly heldOutGroups: readonly string[];
  /** SHA-256 of the windows trained on, hex. */
  readonly dataHash: string;
  /** When the recordings that it was trained on were read, Unix epoch, ms. */
  readonly trainedAt: number;
}
