import type { Activation, Padding, Pair } from './graph';

/** A convolution; `batchNorm` normalises before the activation. */
interface ConvolutionSpec {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly activation: Activation;
  readonly batchNorm: boolean;
}

/** One layer as a person edits it; what follows from its neighbours is left out. */
export type LayerSpec =
  | ({ readonly kind: 'conv2d'; readonly filters: number } & ConvolutionSpec)
  | ({ readonly kind: 'depthwiseConv2d' } & ConvolutionSpec)
  | {
      readonly kind: 'maxPool2d' | 'averagePool2d';
      /** Clamped to the value's; the pool steps by its size. */
      readonly size: Pair;
      readonly padding: Padding;
    }
  | { readonly kind: 'globalAveragePool' | 'flatten' | 'lastFrame' }
  | { readonly kind: 'lstm'; readonly units: number }
  | { readonly kind: 'dense'; readonly units: number; readonly activation: Activation }
  | { readonly kind: 'dropout'; readonly rate: number }
  /** What `layers` make of the value is added to it; both of one shape. */
  | {
      readonly kind: 'residual';
      readonly activation: Activation;
      readonly layers: readonly LayerSpec[];
    };

/** Any layer but a block. */
export type PlainLayerSpec = Exclude<LayerSpec, { readonly kind: 'residual' }>;

/** In a list of layers, at most. */
export const MOST_LAYERS = 100;

/** Positions of a layer: in the list, then in the block at that position, and so on; from 0. */
export type LayerPath = readonly number[];

/**
 * A network without weights. A dense layer of as many units as there are classes, and softmax,
 * always follow; a value that is not `[1, 1, n]` is flattened before them.
 */
export interface Architecture {
  /** A window as `[frames, 1, channels]` or as an image `[frames, channels, 1]`. */
  readonly input: 'rows' | 'image';
  readonly layers: readonly LayerSpec[];
}

/** The window and the classes that an architecture becomes a graph for. */
export interface ModelSize {
  /** Frames in a window. */
  readonly frames: number;
  /** Channels in a frame. */
  readonly channels: number;
  /** Classes answered, "nothing" among them. */
  readonly classCount: number;
}
