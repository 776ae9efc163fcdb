import type { Builder, Offset } from 'flatbuffers';
import type { Activation, Padding as LayerPadding, Pair } from '#core/model/graph';
import * as schema from './schema';

/** One function a table of `schema.fbs`, fields in the schema's order. */

/** What `writeTensor` writes; the names of its fields are the schema's. */
export interface TensorFields {
  readonly shape: readonly number[];
  readonly type: number;
  readonly buffer: number;
  readonly name: string;
  /** Absent: not quantised. */
  readonly quantization?: TensorQuantization;
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
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly optionsType: number;
  /** Writes the table that `optionsType` names. */
  writeOptions(builder: Builder): Offset;
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

export function writeModel(b: Builder, model: ModelOffsets): Offset {
  const { Model } = schema;
  const operatorCodes = offsets(b, model.operatorCodes);
  const subgraphs = offsets(b, model.subgraphs);
  const description = b.createString(model.description);
  const buffers = offsets(b, model.buffers);
  const metadata = offsets(b, model.metadata);
  const signatureDefs = offsets(b, model.signatureDefs);
  b.startObject(Model.fieldCount);
  b.addFieldInt32(Model.version, schema.SCHEMA_VERSION, 0);
  b.addFieldOffset(Model.operator_codes, operatorCodes, 0);
  b.addFieldOffset(Model.subgraphs, subgraphs, 0);
  b.addFieldOffset(Model.description, description, 0);
  b.addFieldOffset(Model.buffers, buffers, 0);
  b.addFieldOffset(Model.metadata, metadata, 0);
  b.addFieldOffset(Model.signature_defs, signatureDefs, 0);
  return b.endObject();
}

/** Old readers know the byte alone, new ones take the larger of the two. */
export function writeOperatorCode(b: Builder, name: schema.OperatorName): Offset {
  const { OperatorCode } = schema;
  const code = schema.BuiltinOperator[name];
  b.startObject(OperatorCode.fieldCount);
  b.addFieldInt8(OperatorCode.deprecated_builtin_code, Math.min(code, 127), 0);
  b.addFieldInt32(OperatorCode.version, schema.OPERATOR_VERSION[name], 1);
  b.addFieldInt32(OperatorCode.builtin_code, code, 0);
  return b.endObject();
}

export function writeSubGraph(
  b: Builder,
  graph: {
    readonly tensors: readonly Offset[];
    readonly inputs: readonly number[];
    readonly outputs: readonly number[];
    readonly operators: readonly Offset[];
    readonly name: string;
  },
): Offset {
  const { SubGraph } = schema;
  const tensors = offsets(b, graph.tensors);
  const inputs = int32s(b, graph.inputs);
  const outputs = int32s(b, graph.outputs);
  const operators = offsets(b, graph.operators);
  const name = b.createString(graph.name);
  b.startObject(SubGraph.fieldCount);
  b.addFieldOffset(SubGraph.tensors, tensors, 0);
  b.addFieldOffset(SubGraph.inputs, inputs, 0);
  b.addFieldOffset(SubGraph.outputs, outputs, 0);
  b.addFieldOffset(SubGraph.operators, operators, 0);
  b.addFieldOffset(SubGraph.name, name, 0);
  return b.endObject();
}

export function writeTensor(b: Builder, tensor: TensorFields): Offset {
  const { Tensor } = schema;
  const shape = int32s(b, tensor.shape);
  const name = b.createString(tensor.name);
  const quantization = tensor.quantization && writeQuantizationParameters(b, tensor.quantization);
  b.startObject(Tensor.fieldCount);
  b.addFieldOffset(Tensor.shape, shape, 0);
  b.addFieldInt8(Tensor.type, tensor.type, 0);
  b.addFieldInt32(Tensor.buffer, tensor.buffer, 0);
  b.addFieldOffset(Tensor.name, name, 0);
  if (quantization !== undefined) b.addFieldOffset(Tensor.quantization, quantization, 0);
  return b.endObject();
}

/** A tensor without `zero_point` counts as not quantised: one is written for every scale. */
function writeQuantizationParameters(
  b: Builder,
  { scale, zeroPoint, quantizedDimension }: TensorQuantization,
): Offset {
  const { QuantizationParameters } = schema;
  const scales = float32s(b, scale);
  const zeroPoints = int64s(b, new Array<number>(scale.length).fill(zeroPoint));
  b.startObject(QuantizationParameters.fieldCount);
  b.addFieldOffset(QuantizationParameters.scale, scales, 0);
  b.addFieldOffset(QuantizationParameters.zero_point, zeroPoints, 0);
  b.addFieldInt32(QuantizationParameters.quantized_dimension, quantizedDimension, 0);
  return b.endObject();
}

export function writeOperator(b: Builder, operator: OperatorFields): Offset {
  const { Operator } = schema;
  const inputs = int32s(b, operator.inputs);
  const outputs = int32s(b, operator.outputs);
  const options = operator.writeOptions(b);
  b.startObject(Operator.fieldCount);
  b.addFieldInt32(Operator.opcode_index, operator.opcodeIndex, 0);
  b.addFieldOffset(Operator.inputs, inputs, 0);
  b.addFieldOffset(Operator.outputs, outputs, 0);
  b.addFieldInt8(Operator.builtin_options_type, operator.optionsType, 0);
  b.addFieldOffset(Operator.builtin_options, options, 0);
  return b.endObject();
}

/** Absent data: the buffer of tensors that the interpreter places in its arena. */
export function writeBuffer(b: Builder, data?: Uint8Array): Offset {
  const { Buffer } = schema;
  let vector: Offset | undefined;
  if (data !== undefined) {
    // The schema's `force_align: 16`, which `createByteVector` alone does not know.
    b.prep(16, data.length);
    vector = b.createByteVector(data);
  }
  b.startObject(Buffer.fieldCount);
  if (vector !== undefined) b.addFieldOffset(Buffer.data, vector, 0);
  return b.endObject();
}

export function writeMetadata(b: Builder, metadata: { name: string; buffer: number }): Offset {
  const { Metadata } = schema;
  const name = b.createString(metadata.name);
  b.startObject(Metadata.fieldCount);
  b.addFieldOffset(Metadata.name, name, 0);
  b.addFieldInt32(Metadata.buffer, metadata.buffer, 0);
  return b.endObject();
}

export function writeSignatureDef(
  b: Builder,
  signature: {
    readonly inputs: readonly TensorName[];
    readonly outputs: readonly TensorName[];
    readonly signatureKey: string;
    readonly subgraphIndex: number;
  },
): Offset {
  const { SignatureDef } = schema;
  const maps = (names: readonly TensorName[]) =>
    offsets(
      b,
      names.map((name) => writeTensorMap(b, name)),
    );
  const inputs = maps(signature.inputs);
  const outputs = maps(signature.outputs);
  const key = b.createString(signature.signatureKey);
  b.startObject(SignatureDef.fieldCount);
  b.addFieldOffset(SignatureDef.inputs, inputs, 0);
  b.addFieldOffset(SignatureDef.outputs, outputs, 0);
  b.addFieldOffset(SignatureDef.signature_key, key, 0);
  b.addFieldInt32(SignatureDef.subgraph_index, signature.subgraphIndex, 0);
  return b.endObject();
}

function writeTensorMap(b: Builder, map: TensorName): Offset {
  const { TensorMap } = schema;
  const name = b.createString(map.name);
  b.startObject(TensorMap.fieldCount);
  b.addFieldOffset(TensorMap.name, name, 0);
  b.addFieldInt32(TensorMap.tensor_index, map.tensorIndex, 0);
  return b.endObject();
}

/** Steps of a convolution or pool. */
interface Steps {
  readonly padding: LayerPadding;
  readonly strides: Pair;
}

export function writeConv2DOptions(
  b: Builder,
  { padding, strides, activation }: Steps & { readonly activation: Activation },
): Offset {
  const { Conv2DOptions } = schema;
  b.startObject(Conv2DOptions.fieldCount);
  b.addFieldInt8(Conv2DOptions.padding, paddingNumber(padding), 0);
  b.addFieldInt32(Conv2DOptions.stride_w, strides[1], 0);
  b.addFieldInt32(Conv2DOptions.stride_h, strides[0], 0);
  b.addFieldInt8(Conv2DOptions.fused_activation_function, activationNumber(activation), 0);
  return b.endObject();
}

export function writeDepthwiseConv2DOptions(
  b: Builder,
  {
    padding,
    strides,
    depthMultiplier,
    activation,
  }: Steps & { readonly depthMultiplier: number; readonly activation: Activation },
): Offset {
  const { DepthwiseConv2DOptions } = schema;
  b.startObject(DepthwiseConv2DOptions.fieldCount);
  b.addFieldInt8(DepthwiseConv2DOptions.padding, paddingNumber(padding), 0);
  b.addFieldInt32(DepthwiseConv2DOptions.stride_w, strides[1], 0);
  b.addFieldInt32(DepthwiseConv2DOptions.stride_h, strides[0], 0);
  b.addFieldInt32(DepthwiseConv2DOptions.depth_multiplier, depthMultiplier, 0);
  b.addFieldInt8(DepthwiseConv2DOptions.fused_activation_function, activationNumber(activation), 0);
  return b.endObject();
}

export function writePool2DOptions(
  b: Builder,
  { padding, strides, size }: Steps & { readonly size: Pair },
): Offset {
  const { Pool2DOptions } = schema;
  b.startObject(Pool2DOptions.fieldCount);
  b.addFieldInt8(Pool2DOptions.padding, paddingNumber(padding), 0);
  b.addFieldInt32(Pool2DOptions.stride_w, strides[1], 0);
  b.addFieldInt32(Pool2DOptions.stride_h, strides[0], 0);
  b.addFieldInt32(Pool2DOptions.filter_width, size[1], 0);
  b.addFieldInt32(Pool2DOptions.filter_height, size[0], 0);
  return b.endObject();
}

export function writeFullyConnectedOptions(b: Builder, activation: Activation): Offset {
  const { FullyConnectedOptions } = schema;
  b.startObject(FullyConnectedOptions.fieldCount);
  b.addFieldInt8(FullyConnectedOptions.fused_activation_function, activationNumber(activation), 0);
  return b.endObject();
}

/** The schema's default for beta is 0, which no softmax means. */
export function writeSoftmaxOptions(b: Builder): Offset {
  const { SoftmaxOptions } = schema;
  b.startObject(SoftmaxOptions.fieldCount);
  b.addFieldFloat32(SoftmaxOptions.beta, 1, 0);
  return b.endObject();
}

export function writeReshapeOptions(b: Builder, newShape: readonly number[]): Offset {
  const { ReshapeOptions } = schema;
  const shape = int32s(b, newShape);
  b.startObject(ReshapeOptions.fieldCount);
  b.addFieldOffset(ReshapeOptions.new_shape, shape, 0);
  return b.endObject();
}

export function writeReducerOptions(b: Builder, keepDims: boolean): Offset {
  const { ReducerOptions } = schema;
  b.startObject(ReducerOptions.fieldCount);
  b.addFieldInt8(ReducerOptions.keep_dims, keepDims ? 1 : 0, 0);
  return b.endObject();
}

function paddingNumber(padding: LayerPadding): number {
  return padding === 'same' ? schema.Padding.SAME : schema.Padding.VALID;
}

function activationNumber(activation: Activation): number {
  const { NONE, RELU, RELU6 } = schema.ActivationFunctionType;
  return { none: NONE, relu: RELU, relu6: RELU6 }[activation];
}

// Vectors are built from their end: a flatbuffer grows towards its start.

function offsets(b: Builder, values: readonly Offset[]): Offset {
  b.startVector(4, values.length, 4);
  for (let i = values.length - 1; i >= 0; i--) b.addOffset(values[i]!);
  return b.endVector();
}

function int32s(b: Builder, values: readonly number[]): Offset {
  b.startVector(4, values.length, 4);
  for (let i = values.length - 1; i >= 0; i--) b.addInt32(values[i]!);
  return b.endVector();
}

function float32s(b: Builder, values: Float32Array): Offset {
  b.startVector(4, values.length, 4);
  for (let i = values.length - 1; i >= 0; i--) b.addFloat32(values[i]!);
  return b.endVector();
}

function int64s(b: Builder, values: readonly number[]): Offset {
  b.startVector(8, values.length, 8);
  for (let i = values.length - 1; i >= 0; i--) b.addInt64(BigInt(values[i]!));
  return b.endVector();
}
