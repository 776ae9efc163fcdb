/** Height, width, channels of one activation, without the batch. A vector is `[1, 1, n]`. */
export type Shape = readonly [height: number, width: number, channels: number];
export type Pair = readonly [height: number, width: number];
export type Padding = 'same' | 'valid';
/** Activation fused into a layer, as TensorFlow Lite fuses them. */
export type Activation = 'none' | 'relu' | 'relu6';

interface LayerBase {
  readonly name: string;
  /** Values this layer reads: 0 is the graph's input, `i + 1` what layer `i` gives. */
  readonly inputs: readonly number[];
}

/** Weights `[outputs × inputs]`, as TensorFlow Lite's FULLY_CONNECTED keeps them. */
export interface DenseLayer extends LayerBase {
  readonly kind: 'dense';
  readonly units: number;
  readonly activation: Activation;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  /**
   * Scales to quantise the weights by, where a pass has chosen them: one for all, or one for each
   * unit. Absent: from the largest weight.
   */
  readonly weightScales?: Float32Array;
}

/** Weights `[filters × kernelHeight × kernelWidth × inputChannels]` (OHWI). */
export interface Conv2dLayer extends LayerBase {
  readonly kind: 'conv2d';
  readonly filters: number;
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly activation: Activation;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  /** As of a dense layer, one for each output channel. */
  readonly weightScales?: Float32Array;
}

/** Weights `[1 × kernelHeight × kernelWidth × inputChannels·depthMultiplier]`. */
export interface DepthwiseConv2dLayer extends LayerBase {
  readonly kind: 'depthwiseConv2d';
  readonly depthMultiplier: number;
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly activation: Activation;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  /** As of a dense layer, one for each output channel. */
  readonly weightScales?: Float32Array;
}

/** Folded into the layer before it on conversion. All arrays `[channels]`. */
export interface BatchNormLayer extends LayerBase {
  readonly kind: 'batchNorm';
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly epsilon: number;
  readonly activation: Activation;
}

export interface Pool2dLayer extends LayerBase {
  readonly kind: 'maxPool2d' | 'averagePool2d';
  readonly size: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
}

/** Mean over height and width: TensorFlow Lite's MEAN. */
export interface GlobalAveragePoolLayer extends LayerBase {
  readonly kind: 'globalAveragePool';
}

/** To `[1, 1, height·width·channels]`, row-major; a RESHAPE. */
export interface FlattenLayer extends LayerBase {
  readonly kind: 'flatten';
}

/** Acts in training only. */
export interface DropoutLayer extends LayerBase {
  readonly kind: 'dropout';
  readonly rate: number;
}

export interface SoftmaxLayer extends LayerBase {
  readonly kind: 'softmax';
}

/** The sum of two values of one shape, element by element: a residual connection. */
export interface AddLayer extends LayerBase {
  readonly kind: 'add';
  readonly activation: Activation;
}

/** Zeros around height and width. */
export interface PadLayer extends LayerBase {
  readonly kind: 'pad';
  /** Rows above, columns to the left. */
  readonly before: Pair;
  /** Rows below, columns to the right. */
  readonly after: Pair;
}

/** A function of every number by itself. */
export interface PointwiseLayer extends LayerBase {
  readonly kind: 'relu' | 'relu6' | 'logistic' | 'tanh';
}

/**
 * Long short-term memory over the rows of a value `[frames, 1, features]`; gives every frame's
 * hidden state, `[frames, 1, units]`. The state begins at zero with each window. Gates lie one after
 * the other as in Keras and TensorFlow Lite: input, forget, cell, output.
 */
export interface LstmLayer extends LayerBase {
  readonly kind: 'lstm';
  readonly units: number;
  /** `[4·units × features]`. */
  readonly weights: Float32Array;
  /** `[4·units × units]`. */
  readonly recurrentWeights: Float32Array;
  /** `[4·units]`. */
  readonly bias: Float32Array;
  /** As of a dense layer, one for each matrix: of the gates' weights, then of their recurrent ones. */
  readonly weightScales?: Float32Array;
  /** Limit of the cell state's size; 0 or absent: none. */
  readonly cellClip?: number;
}

/** The last row of `[frames, width, channels]`, as `[1, width, channels]`; a STRIDED_SLICE. */
export interface LastFrameLayer extends LayerBase {
  readonly kind: 'lastFrame';
}

export type Layer =
  | DenseLayer
  | Conv2dLayer
  | DepthwiseConv2dLayer
  | BatchNormLayer
  | Pool2dLayer
  | GlobalAveragePoolLayer
  | FlattenLayer
  | DropoutLayer
  | SoftmaxLayer
  | AddLayer
  | PadLayer
  | PointwiseLayer
  | LstmLayer
  | LastFrameLayer;

/**
 * The network between the trainer and the passes: layers in order of execution, each naming the
 * values it reads. The last layer's value is the output. A window's row-major
 * `[frames × channels]` memory is read as `input`, either `[frames, channels, 1]` or
 * `[frames, 1, channels]`.
 */
export interface ModelGraph {
  readonly input: Shape;
  readonly layers: readonly Layer[];
}
