import type { Activation, Padding, Pair, Shape } from '#core/model/graph';

/** `real = scale × (q − zeroPoint)`; `scale` is exactly a float32. */
export interface Quantisation {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** One int8 activation. */
export interface Int8Value {
  readonly shape: Shape;
  readonly quantisation: Quantisation;
}

/** int8 weights, zero point 0, within −127…127, and their int32 bias. */
export interface Int8Weights {
  /** As the float layer lays them out: OHWI, `[1,H,W,C·mult]` or `[outputs × inputs]`. */
  readonly shape: readonly number[];
  readonly data: Int8Array;
  /** One scale (per tensor) or one per output channel; each exactly a float32. */
  readonly scales: Float32Array;
  /** `[output channels]`, at scale `input scale × weight scale`. */
  readonly bias: Int32Array;
}

interface Int8LayerBase {
  readonly name: string;
  /** Value ids as in `ModelGraph`. */
  readonly inputs: readonly number[];
}

export interface Int8ConvLayer extends Int8LayerBase {
  readonly kind: 'conv2d';
  readonly strides: Pair;
  readonly padding: Padding;
  readonly activation: Activation;
  readonly weights: Int8Weights;
}

export interface Int8DepthwiseLayer extends Int8LayerBase {
  readonly kind: 'depthwiseConv2d';
  readonly depthMultiplier: number;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly activation: Activation;
  readonly weights: Int8Weights;
}

export interface Int8DenseLayer extends Int8LayerBase {
  readonly kind: 'dense';
  readonly activation: Activation;
  readonly weights: Int8Weights;
}

export interface Int8PoolLayer extends Int8LayerBase {
  readonly kind: 'maxPool2d' | 'averagePool2d';
  readonly size: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
}

/** MEAN over height and width. */
export interface Int8MeanLayer extends Int8LayerBase {
  readonly kind: 'mean';
}

export interface Int8ReshapeLayer extends Int8LayerBase {
  readonly kind: 'reshape';
}

export interface Int8SoftmaxLayer extends Int8LayerBase {
  readonly kind: 'softmax';
}

export type Int8Layer =
  | Int8ConvLayer
  | Int8DepthwiseLayer
  | Int8DenseLayer
  | Int8PoolLayer
  | Int8MeanLayer
  | Int8ReshapeLayer
  | Int8SoftmaxLayer;

/**
 * A fully quantised network. `values[0]` is the input, `values[i + 1]` what layer `i` gives;
 * the last value is the output. This is what `run-int8` runs and `write-tflite` writes.
 */
export interface Int8Graph {
  readonly values: readonly Int8Value[];
  readonly layers: readonly Int8Layer[];
}
