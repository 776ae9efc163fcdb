import type {
  Int8Gate,
  Int8Layer,
  Int8LstmLayer,
  Int8Matrix,
  Int8Weights,
  Quantisation,
} from '#core/compress/int8-graph';
import type { Shape } from '#core/model/graph';

/**
 * A network as a `.tflite` file has it, in either arithmetic. Every `Int8Graph` is one; a float
 * `ModelGraph` becomes one by `floatFileGraph`.
 */
export interface FileGraph {
  /** As in `Int8Graph`: the input, then what each layer gives. */
  readonly values: readonly FileValue[];
  readonly layers: readonly FileLayer[];
}

export type Arithmetic = 'int8' | 'float32';

export interface FileValue {
  readonly shape: Shape;
  /** Absent: float32. */
  readonly quantisation?: Quantisation;
}

export interface FloatWeights {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  readonly bias: Float32Array;
}

export interface FloatMatrix {
  /** `[rows × columns]`. */
  readonly data: Float32Array;
}

export interface FloatGate {
  readonly weights: FloatMatrix;
  readonly recurrentWeights: FloatMatrix;
  readonly bias: Float32Array;
}

export type FileWeights = Int8Weights | FloatWeights;
export type FileMatrix = Int8Matrix | FloatMatrix;
export type FileGate = Int8Gate | FloatGate;

type WithFileWeights<L> = L extends { readonly weights: Int8Weights }
  ? Omit<L, 'weights'> & { readonly weights: FileWeights }
  : L;

export interface FileLstmLayer extends Omit<Int8LstmLayer, 'gates' | 'cellScale'> {
  readonly gates: readonly [FileGate, FileGate, FileGate, FileGate];
  /** Absent: float32. */
  readonly cellScale?: number;
}

/** The kinds of `Int8Layer`, their weights in either arithmetic. */
export type FileLayer = WithFileWeights<Exclude<Int8Layer, Int8LstmLayer>> | FileLstmLayer;

export type LayerKind = FileLayer['kind'];

/** The members of `FileLayer` that have this kind. */
export type LayerOf<K extends LayerKind> = FileLayer extends infer L
  ? L extends FileLayer
    ? K extends L['kind']
      ? L
      : never
    : never
  : never;
