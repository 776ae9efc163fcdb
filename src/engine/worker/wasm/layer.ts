import type { Activation, Layer } from '#core/model/graph';
import type { Random } from '#core/random';
import type { Parameter } from './parameter';
import type { Value } from './value';
import type { Workspace } from './workspace';

/** `training`: dropout drops and batch normalisation uses the batch's own statistics. */
export type Mode = 'training' | 'inference';

/** One layer of a network in a workspace. */
export interface WasmLayer {
  readonly parameters: readonly Parameter[];
  /** From its inputs to its output, for the first `images` of the batch. */
  forward(images: number, mode: Mode): void;
  /**
   * From its output's gradient, which it may overwrite, to those of its parameters and, added to
   * what is there, of its inputs. Its parameters' gradients are zero before.
   */
  backward(images: number): void;
  /** The layer of the graph with its present weights. */
  read(): Layer;
  /** Takes the weights of a layer of the same kind and sizes. */
  write(layer: Layer): void;
  /** Rounds the weights that `forward` and `backward` use as int8 does, or no more. */
  roundWeights?(rounding: 'per-tensor' | 'per-channel' | 'none'): void;
}

/** What a layer is built with. */
export interface LayerSetting {
  readonly workspace: Workspace;
  readonly inputs: readonly Value[];
  readonly output: Value;
  /** Images of a batch at most. */
  readonly images: number;
  /** Weights that are zero stay zero. */
  readonly keepZeros: boolean;
  /** Drives dropout. */
  readonly random: Random;
}

/** Lowest and highest value that an activation gives. */
export function limitsOf(activation: Activation): readonly [number, number] {
  switch (activation) {
    case 'none':
      return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    case 'relu':
      return [0, Number.POSITIVE_INFINITY];
    case 'relu6':
      return [0, 6];
  }
}

/** Of a layer that has no weights. */
export function weightless(layer: Layer): Pick<WasmLayer, 'parameters' | 'read' | 'write'> {
  return { parameters: [], read: () => layer, write() {} };
}
