import type { Quantisation } from '#core/compress/int8-graph';
import type { Failure } from '#core/failure';
import type { Arithmetic, FileLayer, FileMatrix, FileValue, FileWeights } from '../file-graph';
import type { FlatTable } from '../flat-table';
import type { OperatorOptions, TensorFields } from '../write-tables';

/** One operator: how a layer is written as it, and how it is read as a layer. */
export interface OperatorCodec<L extends FileLayer> {
  readonly versions: Readonly<Record<Arithmetic, OperatorVersion>>;
  /** What `BuiltinOptions` names its settings; absent where it needs none. */
  readonly optionsType?: number;
  /** How many of its inputs are values of the graph; 1 unless given. */
  readonly valueInputs?: number;
  write(layer: L, writer: OperatorWriter): WrittenOperator;
  /** Mostly a layer of its own kind. Throws `Failure` where the operator does what no layer does. */
  read(operator: OperatorReader): LayerSettings<FileLayer>;
}

export interface OperatorVersion {
  /** As TensorFlow's own converter computes it (`op_version.cc`); TensorFlow Lite checks it. */
  readonly version: number;
  /** Oldest TensorFlow that has it (`runtime_version.cc`). */
  readonly since: string;
}

/** A layer without its place in the graph. */
export type LayerSettings<L> = L extends unknown ? Omit<L, 'name' | 'inputs'> : never;

export interface WrittenOperator {
  /** Tensors after the layer's own values. */
  readonly inputs: readonly number[];
  readonly options?: OperatorOptions['fields'];
  readonly intermediates?: readonly number[];
}

/** What a codec may ask and add while its layer is written. */
export interface OperatorWriter {
  /** The first value that the layer reads, and the one that it gives. */
  readonly from: WrittenValue;
  readonly to: WrittenValue;
  /** Each gives the index of a new tensor, or of an equal one that is there. */
  addInt32s(name: string, values: readonly number[], shape?: readonly number[]): number;
  /** Weights or biases; int32 where they are biases of int8 layers. */
  addConstant(name: string, constant: Constant): number;
  addTensor(tensor: Omit<TensorFields, 'buffer'>): number;
}

export interface WrittenValue extends FileValue {
  readonly tensorShape: readonly number[];
}

export interface Constant {
  readonly shape: readonly number[];
  readonly data: Int8Array | Int32Array | Float32Array;
  /** One, or one an index of `dimension`; absent: float32. */
  readonly scales?: Float32Array;
  readonly dimension?: number;
}

/** An operator of a file; every question is checked against it. */
export interface OperatorReader {
  readonly arithmetic: Arithmetic;
  readonly settings: FlatTable;
  readonly inputCount: number;
  /** Value of the graph that the operator reads first, and the shape of its tensor. */
  readonly from: FileValue;
  readonly fromTensorShape: readonly number[];
  readonly to: FileValue;
  readonly toTensorShape: readonly number[];
  /** Whether input `at` is there. */
  has(at: number): boolean;
  /** Constants. */
  int32s(at: number): Int32Array;
  /** Weights at input 1 and bias at 2, which may be absent: zeros. */
  weights(channelDimension: number): FileWeights;
  matrix(at: number): FileMatrix;
  /** Bias of a gate that reads values of this scale. */
  bias(at: number, weights: FileMatrix): Int32Array | Float32Array;
  /** Quantisation of a variable tensor of this type. */
  variable(at: number, type: number): Quantisation | undefined;
  /** "the model has <what> …": what the operator does that is not run. */
  refuse(what: string): Failure;
  /** What contradicts itself. */
  invalid(what: string): Failure;
}
