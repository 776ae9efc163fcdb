import type { Quantisation } from '#core/compress/int8-graph';
import { Failure } from '#core/failure';
import type { Shape } from '#core/model/graph';
import type { Arithmetic, FileMatrix, FileValue, FileWeights } from './file-graph';
import type { FlatTable } from './flat-table';
import * as schema from './schema';

/** Tensors of a subgraph as a graph needs them; indices come from the file and may be bad. */
export interface TensorReader {
  name(index: number): string;
  /** Throws `Failure` where there is no such tensor. */
  type(index: number): number;
  /** Up to six axes. */
  shape(index: number): readonly number[];
  /** Quantisation of a tensor that has one scale. */
  quantisation(index: number): Quantisation;
  /** Whether the tensor belongs to the state that outlasts a run. */
  isVariable(index: number): boolean;
  /** Constants, such as axes. */
  int32s(index: number): Int32Array;
  /** Weights, and bias where there is one, of a layer that reads `input`. */
  weights(
    index: number,
    biasIndex: number,
    input: FileValue,
    channelDimension: number,
  ): FileWeights;
  /** Weights with one scale. */
  matrix(index: number, arithmetic: Arithmetic): FileMatrix;
  /** Bias of what reads values of `inputScale` (0: float32) by weights of these scales. */
  bias(index: number, inputScale: number, scales: Float32Array): Int32Array | Float32Array;
}

const MOST_AXES = 6;

/** Letters of a name in a message. */
const LONGEST_LABEL = 60;

/** Scales outside are no model's, and would leave the fixed-point factors' range. */
const SMALLEST_SCALE = 2 ** -60;
const LARGEST_SCALE = 2 ** 60;

/** How far a bias' scale may be from input scale × weight scale: float32 rounding, no more. */
const BIAS_SCALE_TOLERANCE = 1e-5;

const TYPE_NAMES = new Map<number, string>(
  Object.entries(schema.TensorType).map(([name, number]) => [number, name.toLowerCase()]),
);

/** A `Failure` (`model-unsupported`) that says what of the model is not run. */
export function unsupported(what: string): Failure {
  return new Failure('model-unsupported', `the model has ${what}, which Nodlab does not run`);
}

/** A `Failure` (`file-invalid`). */
export function invalid(what: string): Failure {
  return new Failure('file-invalid', what);
}

/** "float32", or "type 99" where it is none of ours. */
export function typeName(type: number): string {
  return TYPE_NAMES.get(type) ?? `type ${type}`;
}

/** Height, width and channels of a tensor whose batch is 1: three axes are frames and features. */
export function valueShape(shape: readonly number[]): Shape {
  const [batch, first, second, third] = shape;
  if (shape.length === 1) return [1, 1, batch!];
  if (batch === 1) {
    if (shape.length === 2) return [1, 1, first!];
    if (shape.length === 3) return [first!, 1, second!];
    if (shape.length === 4) return [first!, second!, third!];
  }
  throw unsupported(`a value of shape [${shape.join(', ')}]`);
}

/** Reads tensors when they are asked for. */
export function readTensors(subgraph: FlatTable, buffers: readonly FlatTable[]): TensorReader {
  const { Tensor, TensorType } = schema;
  const tables = subgraph.tables(schema.SubGraph.tensors);

  const tableOf = (index: number): FlatTable => {
    const table = tables[index];
    if (!table) throw invalid(`there is no tensor ${index}`);
    return table;
  };
  const name = (index: number) => tableOf(index).text(Tensor.name);
  const label = (index: number) => `tensor ${index} "${shortened(name(index))}"`;
  const shape = (index: number): readonly number[] => {
    const found = tableOf(index).int32s(Tensor.shape);
    if (found.length > MOST_AXES) throw unsupported(`a tensor of ${found.length} axes`);
    return [...found];
  };
  const type = (index: number) => tableOf(index).int8(Tensor.type, TensorType.FLOAT32);
  const expectType = (index: number, ...types: readonly number[]) => {
    const found = type(index);
    if (types.includes(found)) return;
    throw unsupported(
      `${label(index)} of ${typeName(found)}, not ${types.map(typeName).join('/')}`,
    );
  };

  /** Bytes of a constant of `size` bytes an element, which are all there. */
  const constant = (index: number, size: number): Uint8Array => {
    const table = tableOf(index);
    if (table.has(Tensor.sparsity)) throw unsupported(`${label(index)}, a sparse one`);
    if (table.has(Tensor.external_buffer)) throw unsupported('weights beyond the flatbuffer');
    const at = table.uint32(Tensor.buffer, 0);
    const buffer = buffers[at];
    if (!buffer) throw invalid(`${label(index)} asks for buffer ${at}, which is not there`);
    if (buffer.has(schema.Buffer.offset)) throw unsupported('weights beyond the flatbuffer');
    const bytes = buffer.bytes(schema.Buffer.data);
    const count = shape(index).reduce((product, length) => product * length, 1);
    if (bytes.length !== count * size) {
      if (bytes.length === 0) throw unsupported(`${label(index)}, which is computed as it runs`);
      throw invalid(`${label(index)} has ${bytes.length} bytes instead of ${count * size}`);
    }
    return bytes;
  };
  const int32s = (index: number): Int32Array => {
    expectType(index, TensorType.INT32);
    const bytes = constant(index, 4);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return Int32Array.from({ length: bytes.length / 4 }, (_, at) => view.getInt32(at * 4, true));
  };
  const float32s = (index: number): Float32Array => {
    expectType(index, TensorType.FLOAT32);
    const bytes = constant(index, 4);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const values = Float32Array.from({ length: bytes.length / 4 }, (_, at) =>
      view.getFloat32(at * 4, true),
    );
    if (!values.every(Number.isFinite)) throw invalid(`${label(index)} holds what is no number`);
    return values;
  };
  const int8s = (index: number): Int8Array => {
    expectType(index, TensorType.INT8);
    const bytes = constant(index, 1);
    return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  };

  const quantised = (index: number) => {
    const { QuantizationParameters } = schema;
    const table = tableOf(index).table(Tensor.quantization);
    const scales = table?.float32s(QuantizationParameters.scale) ?? new Float32Array();
    const zeroPoints = table?.int64s(QuantizationParameters.zero_point) ?? [];
    if (!table || scales.length === 0 || zeroPoints.length === 0) {
      throw unsupported(`${label(index)}, which is not quantised`);
    }
    if (table.uint8(QuantizationParameters.details_type, 0) !== 0) {
      throw unsupported(`${label(index)} of custom quantisation`);
    }
    if (!scales.every((scale) => scale >= SMALLEST_SCALE && scale <= LARGEST_SCALE)) {
      throw invalid(`${label(index)} has a scale that is no number of usual size`);
    }
    const zeroPoint = zeroPoints[0]!;
    if (zeroPoint < -128 || zeroPoint > 127 || !zeroPoints.every((point) => point === zeroPoint)) {
      throw invalid(`${label(index)} has zero point ${zeroPoint}`);
    }
    const dimension = table.int32(QuantizationParameters.quantized_dimension, 0);
    return { scales, zeroPoint, dimension };
  };
  const weightScales = (index: number, channelDimension: number): Float32Array => {
    const { scales, zeroPoint, dimension } = quantised(index);
    if (zeroPoint !== 0) throw unsupported(`${label(index)}, weights with a zero point`);
    if (scales.length > 1 && dimension !== channelDimension) {
      throw unsupported(`${label(index)}, weights with scales along dimension ${dimension}`);
    }
    return scales;
  };
  const expectWeights = (index: number, arithmetic: Arithmetic) => {
    if (arithmetic === 'float32' && type(index) === TensorType.INT8) {
      throw unsupported(`${label(index)}, int8 weights of float32 values (dynamic range)`);
    }
    expectType(index, arithmetic === 'int8' ? TensorType.INT8 : TensorType.FLOAT32);
  };
  const bias: TensorReader['bias'] = (index, inputScale, scales) => {
    if (inputScale === 0) return float32s(index);
    for (const [channel, scale] of quantised(index).scales.entries()) {
      const wanted = inputScale * (scales[channel] ?? scales[0]!);
      if (!(Math.abs(scale - wanted) <= BIAS_SCALE_TOLERANCE * wanted)) {
        throw invalid(`${label(index)}, a bias, has scale ${scale} instead of ${wanted}`);
      }
    }
    return int32s(index);
  };

  return {
    name,
    type,
    shape,
    int32s,
    bias,
    isVariable: (index) => tableOf(index).uint8(Tensor.is_variable, 0) !== 0,

    quantisation(index) {
      const { scales, zeroPoint } = quantised(index);
      if (scales.length !== 1) throw unsupported(`${label(index)}, a value with several scales`);
      return { scale: scales[0]!, zeroPoint };
    },

    weights(index, biasIndex, { quantisation }, channelDimension) {
      expectWeights(index, quantisation ? 'int8' : 'float32');
      const sizes = shape(index);
      const outputs = sizes[channelDimension] ?? 0;
      if (!quantisation) {
        const data = float32s(index);
        const offsets = biasIndex < 0 ? new Float32Array(outputs) : float32s(biasIndex);
        return { shape: sizes, data, bias: offsets };
      }
      const data = int8s(index);
      const scales = weightScales(index, channelDimension);
      const offsets =
        biasIndex < 0
          ? new Int32Array(outputs)
          : (bias(biasIndex, quantisation.scale, scales) as Int32Array);
      return { shape: sizes, data, scales, bias: offsets };
    },

    matrix(index, arithmetic) {
      expectWeights(index, arithmetic);
      if (arithmetic === 'float32') return { data: float32s(index) };
      const scales = weightScales(index, 0);
      if (scales.length !== 1) throw unsupported(`${label(index)}, one scale a row`);
      return { data: int8s(index), scale: scales[0]! };
    },
  };
}

/** A name for a message: converters join those of everything they fused, broken files hold anything. */
export function shortened(name: string): string {
  const printable = name.replaceAll(/\p{Cc}/gu, '·');
  return printable.length > LONGEST_LABEL ? `${printable.slice(0, LONGEST_LABEL - 1)}…` : printable;
}
