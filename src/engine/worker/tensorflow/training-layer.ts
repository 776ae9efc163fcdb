import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Layer } from '#core/model/graph';
import type { Random } from '#core/random';
import type { Parameter } from './parameter';

/** `training`: dropout drops and batch normalisation uses the batch's own statistics. */
export type Mode = 'training' | 'inference';

/**
 * One layer on TF.js. Values are always `[batch, height, width, channels]`. What `forward` keeps
 * for `backward` lives as long as the `tidy` around the step.
 */
export interface TrainingLayer {
  readonly parameters: readonly Parameter[];
  /** `addend` is the second value of a layer that reads two. */
  forward(x: Tensor4D, mode: Mode, addend?: Tensor4D): Tensor4D;
  /**
   * Sets the parameters' gradients; gives the input's only if asked, which the first needs not. A
   * layer that reads two values gives the gradient of each, as they are equal.
   */
  backward(dy: Tensor4D, needsInput: boolean): Tensor4D | undefined;
  /** The layer of the graph with its present weights. */
  read(): Promise<Layer>;
  dispose(): void;
}

/** How layers are built for one run. */
export interface BuildOptions {
  /** Leaves weights that are zero at zero, for fine-tuning a pruned model. */
  readonly keepZeros: boolean;
  /** Drives dropout. */
  readonly random: Random;
}
