import type { Int8Value, Int8Weights, Quantisation } from '#core/compress/int8-graph';
import { Failure } from '#core/failure';
import type { Shape } from '#core/model/graph';
import type { FlatTable } from './flat-table';
import * as schema from './schema';

/** Tensors of a subgraph as an `Int8Graph` needs them; indices come from the file and may be bad. */
export interface TensorReader {
  name(index: number): string;
  rank(index: number): number;
  /** An int8 activation, `[1, h, w, c]` or `[1, n]`. */
  value(index: number): Int8Value;
  /** int8 weights and int32 bias of a layer whose input has this quantisation. */
  weights(
    weightIndex: number,
    biasIndex: number,
    input: Quantisation,
    channelDimension: number,
  ): Int8Weights;
  /** Constants, such as axes. */
  int32s(index: number): Int32Array;
}

/** Scales outside are no model's, and would leave the fixed-point factors' range. */
const SMALLEST_SCALE = 2 ** -60;
const LARGEST_SCALE = 2 ** 60;

/** How far a bias' scale may be from input scale × weight scale: float32 rounding, no more. */
const BIAS_SCALE_TOLERANCE = 1e-5;

export function unsupported(what: string): Failure {
  return new Failure('model-unsupported', `the model has ${what}, which Nodlab does not run`);
}

/** Reads tensors when they are asked for; each constant's bytes once. */
export function readTensors(subgraph: FlatTable, buffers: readonly FlatTable[]): TensorReader {
  const { Tensor, Buffer, TensorType } = schema;
  const tables = subgraph.tables(schema.SubGraph.tensors);

  const tensor = (index: number, type: number): FlatTable => {
    const table = tables[index];
    if (!table) throw new Failure('file-invalid', `there is no tensor ${index}`);
    const found = table.int8(Tensor.type, 0);
    if (found !== type) throw unsupported(`a tensor of type ${found}`);
    if (table.has(Tensor.sparsity)) throw unsupported('a sparse tensor');
    if (table.uint8(Tensor.is_variable, 0) !== 0) throw unsupported('a variable tensor');
    return table;
  };
  const bufferOf = (table: FlatTable): FlatTable => {
    const index = table.uint32(Tensor.buffer, 0);
    const buffer = buffers[index];
    if (!buffer) throw new Failure('file-invalid', `there is no buffer ${index}`);
    if (buffer.has(Buffer.offset)) throw unsupported('weights beyond the flatbuffer');
    return buffer;
  };
  const int32s = (index: number): Int32Array => {
    const table = tensor(index, TensorType.INT32);
    const bytes = bufferOf(table).bytes(Buffer.data);
    if (bytes.length % 4 !== 0 || bytes.length / 4 !== elementCount(table)) {
      throw new Failure('file-invalid', `tensor ${index} has ${bytes.length} bytes`);
    }
    const view = new DataView(bytes.buffer);
    return Int32Array.from({ length: bytes.length / 4 }, (_, at) => view.getInt32(at * 4, true));
  };
  const elementCount = (table: FlatTable) =>
    table.int32s(Tensor.shape).reduce((product, size) => product * size, 1);

  return {
    name: (index) => tables[index]?.text(Tensor.name) ?? '',
    rank: (index) => tables[index]?.int32s(Tensor.shape).length ?? 0,
    int32s,

    value(index) {
      const table = tensor(index, TensorType.INT8);
      const { scales, zeroPoint } = quantisationOf(table);
      if (scales.length !== 1) throw unsupported('a value with several scales');
      return {
        shape: valueShape(table.int32s(Tensor.shape)),
        quantisation: { scale: scales[0]!, zeroPoint },
      };
    },

    weights(weightIndex, biasIndex, input, channelDimension) {
      const table = tensor(weightIndex, TensorType.INT8);
      const bytes = bufferOf(table).bytes(Buffer.data);
      const { scales, zeroPoint, dimension } = quantisationOf(table);
      if (zeroPoint !== 0) throw unsupported('weights with a zero point');
      if (scales.length > 1 && dimension !== channelDimension) {
        throw unsupported(`weights with scales along dimension ${dimension}`);
      }
      const biasScales = quantisationOf(tensor(biasIndex, TensorType.INT32)).scales;
      for (const [channel, scale] of biasScales.entries()) {
        const wanted = input.scale * (scales[channel] ?? scales[0]!);
        if (Math.abs(scale - wanted) > BIAS_SCALE_TOLERANCE * wanted) {
          throw new Failure('file-invalid', `a bias has scale ${scale} instead of ${wanted}`);
        }
      }
      return {
        shape: [...table.int32s(Tensor.shape)],
        data: new Int8Array(bytes.buffer),
        scales,
        bias: int32s(biasIndex),
      };
    },
  };
}

function quantisationOf(table: FlatTable): {
  readonly scales: Float32Array;
  readonly zeroPoint: number;
  readonly dimension: number;
} {
  const { QuantizationParameters } = schema;
  const quantisation = table.table(schema.Tensor.quantization);
  const scales = quantisation?.float32s(QuantizationParameters.scale) ?? new Float32Array();
  const zeroPoints = quantisation?.int64s(QuantizationParameters.zero_point) ?? [];
  if (!quantisation || scales.length === 0 || zeroPoints.length === 0) {
    throw unsupported('a tensor that is not quantised');
  }
  if (quantisation.uint8(QuantizationParameters.details_type, 0) !== 0) {
    throw unsupported('custom quantisation');
  }
  if (!scales.every((scale) => scale >= SMALLEST_SCALE && scale <= LARGEST_SCALE)) {
    throw new Failure('file-invalid', 'a scale is not a number of usual size');
  }
  const zeroPoint = zeroPoints[0]!;
  if (zeroPoint < -128 || zeroPoint > 127 || !zeroPoints.every((point) => point === zeroPoint)) {
    throw new Failure('file-invalid', `a zero point is ${zeroPoint}`);
  }
  return {
    scales,
    zeroPoint,
    dimension: quantisation.int32(QuantizationParameters.quantized_dimension, 0),
  };
}

function valueShape(shape: Int32Array): Shape {
  const [batch, height, width, channels] = shape;
  if (batch === 1 && shape.length === 4) return [height!, width!, channels!];
  if (batch === 1 && shape.length === 2) return [1, 1, height!];
  throw unsupported(`a value of shape [${shape.subarray(0, 8).join(', ')}]`);
}
