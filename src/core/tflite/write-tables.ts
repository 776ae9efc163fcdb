import type { Offset } from 'flatbuffers';
import * as schema from './schema';
import type { Field, SharingBuilder } from './sharing-builder';

/** One function a table of `schema.fbs`, fields in the schema's order. */

/** What `writeTensor` writes; the names of its fields are the schema's. */
export interface TensorFields {
  readonly shape: readonly number[];
  readonly type: number;
  readonly buffer: number;
  /** Empty: none. */
  readonly name: string;
  /** Absent: not quantised. */
  readonly quantization?: TensorQuantization;
  readonly isVariable?: boolean;
}

export interface TensorQuantization {
  readonly scale: Float32Array;
  /** The same for every scale. */
  readonly zeroPoint: number;
  readonly quantizedDimension: number;
}

/** What `writeOperator` writes. */
export interface OperatorFields {
  readonly opcodeIndex: number;
  /** Tensors; −1 is one left out. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Absent: an operator without settings. */
  readonly options?: OperatorOptions;
  readonly intermediates?: readonly number[];
}

export interface OperatorOptions {
  /** Tag in `BuiltinOptions`. */
  readonly type: number;
  readonly fields: readonly Field[];
}

export interface TensorName {
  readonly name: string;
  readonly tensorIndex: number;
}

export interface ModelOffsets {
  readonly operatorCodes: readonly Offset[];
  readonly subgraphs: readonly Offset[];
  readonly description: string;
  readonly buffers: readonly Offset[];
  readonly metadata: readonly Offset[];
  readonly signatureDefs: readonly Offset[];
}

export function writeModel(b: SharingBuilder, model: ModelOffsets): Offset {
  const { Model } = schema;
  return b.table(
    [Model.version, 'int32', schema.SCHEMA_VERSION],
    [Model.operator_codes, 'offset', b.offsets(model.operatorCodes)],
    [Model.subgraphs, 'offset', b.offsets(model.subgraphs)],
    [Model.description, 'offset', b.text(model.description)],
    [Model.buffers, 'offset', b.offsets(model.buffers)],
    [Model.metadata, 'offset', b.offsets(model.metadata)],
    [Model.signature_defs, 'offset', b.offsets(model.signatureDefs)],
  );
}

/** Old readers know the byte alone, which every operator that is written fits. */
export function writeOperatorCode(
  b: SharingBuilder,
  { code, version }: { readonly code: number; readonly version: number },
): Offset {
  const { OperatorCode } = schema;
  return b.table(
    [OperatorCode.deprecated_builtin_code, 'int8', code],
    [OperatorCode.version, 'int32', version, 1],
    [OperatorCode.builtin_code, 'int32', code],
  );
}

export function writeSubGraph(
  b: SharingBuilder,
  graph: {
    readonly tensors: readonly Offset[];
    readonly inputs: readonly number[];
    readonly outputs: readonly number[];
    readonly operators: readonly Offset[];
    readonly name: string;
  },
): Offset {
  const { SubGraph } = schema;
  return b.table(
    [SubGraph.tensors, 'offset', b.offsets(graph.tensors)],
    [SubGraph.inputs, 'offset', b.int32s(graph.inputs)],
    [SubGraph.outputs, 'offset', b.int32s(graph.outputs)],
    [SubGraph.operators, 'offset', b.offsets(graph.operators)],
    [SubGraph.name, 'offset', b.text(graph.name)],
  );
}

export function writeTensor(b: SharingBuilder, tensor: TensorFields): Offset {
  const { Tensor } = schema;
  const { quantization } = tensor;
  return b.table(
    [Tensor.shape, 'offset', b.int32s(tensor.shape)],
    [Tensor.type, 'int8', tensor.type],
    [Tensor.buffer, 'int32', tensor.buffer],
    [Tensor.name, 'offset', tensor.name === '' ? 0 : b.text(tensor.name)],
    [Tensor.quantization, 'offset', quantization ? writeQuantization(b, quantization) : 0],
    [Tensor.is_variable, 'int8', tensor.isVariable ? 1 : 0],
  );
}

/** A tensor without `zero_point` counts as not quantised: one is written for every scale. */
function writeQuantization(
  b: SharingBuilder,
  { scale, zeroPoint, quantizedDimension }: TensorQuantization,
): Offset {
  const { QuantizationParameters } = schema;
  return b.table(
    [QuantizationParameters.scale, 'offset', b.float32s([...scale])],
    [QuantizationParameters.zero_point, 'offset', b.int64s(Array.from(scale, () => zeroPoint))],
    [QuantizationParameters.quantized_dimension, 'int32', quantizedDimension],
  );
}

export function writeOperator(b: SharingBuilder, operator: OperatorFields): Offset {
  const { Operator } = schema;
  const { options, intermediates } = operator;
  return b.table(
    [Operator.opcode_index, 'int32', operator.opcodeIndex],
    [Operator.inputs, 'offset', b.int32s(operator.inputs)],
    [Operator.outputs, 'offset', b.int32s(operator.outputs)],
    [Operator.builtin_options_type, 'int8', options?.type ?? schema.BuiltinOptions.NONE],
    [Operator.builtin_options, 'offset', options ? b.table(...options.fields) : 0],
    [Operator.intermediates, 'offset', intermediates ? b.int32s(intermediates) : 0],
  );
}

/** Absent data: the buffer of tensors that the interpreter places in its arena. */
export function writeBuffer(b: SharingBuilder, data?: Uint8Array): Offset {
  if (data === undefined) return b.table();
  // The schema's `force_align: 16`, which `createByteVector` alone does not know.
  b.prep(16, data.length);
  return b.table([schema.Buffer.data, 'offset', b.createByteVector(data)]);
}

export function writeMetadata(
  b: SharingBuilder,
  metadata: { readonly name: string; readonly buffer: number },
): Offset {
  const { Metadata } = schema;
  return b.table(
    [Metadata.name, 'offset', b.text(metadata.name)],
    [Metadata.buffer, 'int32', metadata.buffer],
  );
}

export function writeSignatureDef(
  b: SharingBuilder,
  signature: {
    readonly inputs: readonly TensorName[];
    readonly outputs: readonly TensorName[];
    readonly signatureKey: string;
    readonly subgraphIndex: number;
  },
): Offset {
  const { SignatureDef } = schema;
  const maps = (names: readonly TensorName[]) =>
    b.offsets(names.map((name) => writeTensorMap(b, name)));
  return b.table(
    [SignatureDef.inputs, 'offset', maps(signature.inputs)],
    [SignatureDef.outputs, 'offset', maps(signature.outputs)],
    [SignatureDef.signature_key, 'offset', b.text(signature.signatureKey)],
    [SignatureDef.subgraph_index, 'int32', signature.subgraphIndex],
  );
}

function writeTensorMap(b: SharingBuilder, map: TensorName): Offset {
  const { TensorMap } = schema;
  return b.table(
    [TensorMap.name, 'offset', b.text(map.name)],
    [TensorMap.tensor_index, 'int32', map.tensorIndex],
  );
}
