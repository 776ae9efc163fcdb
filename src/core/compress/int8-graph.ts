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

/** An int8 matrix, zero point 0, one scale. */
export interface Int8Matrix {
  /** `[rows × columns]`. */
  readonly data: Int8Array;
  /** Exactly a float32. */
  readonly scale: number;
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

/** `[1, n]`, `[1, frames, features]` or `[1, height, width, channels]`. */
export type TensorRank = 2 | 3 | 4;

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
  /** Rank of the tensor that a file has for its value; absent: what its readers ask for. */
  readonly rank?: TensorRank;
}

export interface Int8SoftmaxLayer extends Int8LayerBase {
  readonly kind: 'softmax';
}

/** The sum of two values, each of its own scale. */
export interface Int8AddLayer extends Int8LayerBase {
  readonly kind: 'add';
  readonly activation: Activation;
}

/** The zero point around height and width. */
export interface Int8PadLayer extends Int8LayerBase {
  readonly kind: 'pad';
  readonly before: Pair;
  readonly after: Pair;
}

/** A function of every number by itself; `requantise` is QUANTIZE from one int8 scale to another. */
export interface Int8PointwiseLayer extends Int8LayerBase {
  readonly kind: 'relu' | 'relu6' | 'logistic' | 'tanh' | 'requantise';
}

/** One gate of an LSTM. */
export interface Int8Gate {
  /** `[units × features]`. */
  readonly weights: Int8Matrix;
  /** `[units × units]`. */
  readonly recurrentWeights: Int8Matrix;
  /** `[units]`, at scale `input scale × weights' scale`. */
  readonly bias: Int32Array;
}

/**
 * UNIDIRECTIONAL_SEQUENCE_LSTM over the rows of `[frames, 1, features]`. The hidden state is int8 at
 * the output's quantisation, the cell state int16; both begin at zero with each window.
 */
export interface Int8LstmLayer extends Int8LayerBase {
  readonly kind: 'lstm';
  readonly units: number;
  /** Input, forget, cell, output. */
  readonly gates: readonly [Int8Gate, Int8Gate, Int8Gate, Int8Gate];
  /** Scale of the cell state: a power of two. */
  readonly cellScale: number;
  /** Limit of the cell state's size, a real number; 0 or absent: none. */
  readonly cellClip?: number;
}

/** The last row: a STRIDED_SLICE. */
export interface Int8LastFrameLayer extends Int8LayerBase {
  readonly kind: 'lastFrame';
}

export type Int8Layer =
  | Int8ConvLayer
  | Int8DepthwiseLayer
  | Int8DenseLayer
  | Int8PoolLayer
  | Int8MeanLayer
  | Int8ReshapeLayer
  | Int8SoftmaxLayer
  | Int8AddLayer
  | Int8PadLayer
  | Int8PointwiseLayer
  | Int8LstmLayer
  | Int8LastFrameLayer;

/**
 * A fully quantised network. `values[0]` is the input, `values[i + 1]` what layer `i` gives;
 * the last value is the output. This is what `run-int8` runs and `write-tflite` writes.
 */
export interface Int8Graph {
  readonly values: readonly Int8Value[];
  readonly layers: readonly Int8Layer[];
}
