/**
 * The part of TensorFlow Lite's `schema.fbs` (version 3) that motion models need: numbers of
 * enumerations, and the slot of each field in its table. Names are the schema's; the settings of an
 * operator stand in its own module of `operators/`.
 */

export const SCHEMA_VERSION = 3;
export const FILE_IDENTIFIER = 'TFL3';

export const TensorType = {
  FLOAT32: 0,
  FLOAT16: 1,
  INT32: 2,
  UINT8: 3,
  INT64: 4,
  INT16: 7,
  INT8: 9,
} as const;

/** The operators that are written. */
export const BuiltinOperator = {
  ADD: 0,
  AVERAGE_POOL_2D: 1,
  CONV_2D: 3,
  DEPTHWISE_CONV_2D: 4,
  DEQUANTIZE: 6,
  FULLY_CONNECTED: 9,
  LOGISTIC: 14,
  MAX_POOL_2D: 17,
  RELU: 19,
  RELU6: 21,
  RESHAPE: 22,
  SOFTMAX: 25,
  TANH: 28,
  PAD: 34,
  MEAN: 40,
  UNIDIRECTIONAL_SEQUENCE_LSTM: 44,
  STRIDED_SLICE: 45,
  QUANTIZE: 114,
} as const;

export type OperatorName = keyof typeof BuiltinOperator;

/** Tags of the union that holds an operator's settings. */
export const BuiltinOptions = {
  NONE: 0,
  Conv2DOptions: 1,
  DepthwiseConv2DOptions: 2,
  Pool2DOptions: 5,
  FullyConnectedOptions: 8,
  SoftmaxOptions: 9,
  AddOptions: 11,
  ReducerOptions: 27,
  StridedSliceOptions: 32,
  UnidirectionalSequenceLSTMOptions: 71,
} as const;

export const Padding = { SAME: 0, VALID: 1 } as const;

export const ActivationFunctionType = { NONE: 0, RELU: 1, RELU6: 3, TANH: 4 } as const;

export const Model = {
  version: 0,
  operator_codes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadata: 6,
  signature_defs: 7,
} as const;

export const OperatorCode = { deprecated_builtin_code: 0, version: 2, builtin_code: 3 } as const;

export const SubGraph = { tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4 } as const;

export const Tensor = {
  shape: 0,
  type: 1,
  buffer: 2,
  name: 3,
  quantization: 4,
  is_variable: 5,
  sparsity: 6,
  external_buffer: 10,
} as const;

export const QuantizationParameters = {
  scale: 2,
  zero_point: 3,
  details_type: 4,
  quantized_dimension: 6,
} as const;

export const Operator = {
  opcode_index: 0,
  inputs: 1,
  outputs: 2,
  builtin_options_type: 3,
  builtin_options: 4,
  intermediates: 8,
} as const;

export const Buffer = { data: 0, offset: 1 } as const;

export const Metadata = { name: 0, buffer: 1 } as const;

export const SignatureDef = {
  inputs: 0,
  outputs: 1,
  signature_key: 2,
  subgraph_index: 4,
} as const;

export const TensorMap = { name: 0, tensor_index: 1 } as const;
