/**
 * The part of TensorFlow Lite's `schema.fbs` (version 3) that int8 motion models need: numbers of
 * enumerations, and the slot of each field in its table. Names are the schema's.
 */

export const SCHEMA_VERSION = 3;
export const FILE_IDENTIFIER = 'TFL3';

export const TensorType = { INT32: 2, INT8: 9 } as const;

export const BuiltinOperator = {
  AVERAGE_POOL_2D: 1,
  CONV_2D: 3,
  DEPTHWISE_CONV_2D: 4,
  FULLY_CONNECTED: 9,
  MAX_POOL_2D: 17,
  RESHAPE: 22,
  SOFTMAX: 25,
  MEAN: 40,
} as const;

export type OperatorName = keyof typeof BuiltinOperator;

/**
 * Version of each operator in its int8 form, as TensorFlow's own converter writes it
 * (`op_version.cc`); TensorFlow Lite refuses pairs that it does not know.
 */
export const OPERATOR_VERSION: Readonly<Record<OperatorName, number>> = {
  AVERAGE_POOL_2D: 2,
  CONV_2D: 3,
  DEPTHWISE_CONV_2D: 3,
  FULLY_CONNECTED: 4,
  MAX_POOL_2D: 2,
  RESHAPE: 1,
  SOFTMAX: 2,
  MEAN: 2,
};

/** Oldest TensorFlow that has every pair of operator and version above. */
export const MIN_RUNTIME_VERSION = '1.14.0';

/** Tags of the union that holds an operator's settings. */
export const BuiltinOptions = {
  NONE: 0,
  Conv2DOptions: 1,
  DepthwiseConv2DOptions: 2,
  Pool2DOptions: 5,
  FullyConnectedOptions: 8,
  SoftmaxOptions: 9,
  ReshapeOptions: 17,
  ReducerOptions: 27,
} as const;

export const Padding = { SAME: 0, VALID: 1 } as const;

export const ActivationFunctionType = { NONE: 0, RELU: 1, RELU6: 3 } as const;

export const Model = {
  fieldCount: 8,
  version: 0,
  operator_codes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadata: 6,
  signature_defs: 7,
} as const;

export const OperatorCode = {
  fieldCount: 4,
  deprecated_builtin_code: 0,
  version: 2,
  builtin_code: 3,
} as const;

export const SubGraph = {
  fieldCount: 5,
  tensors: 0,
  inputs: 1,
  outputs: 2,
  operators: 3,
  name: 4,
} as const;

export const Tensor = {
  fieldCount: 8,
  shape: 0,
  type: 1,
  buffer: 2,
  name: 3,
  quantization: 4,
  is_variable: 5,
  sparsity: 6,
} as const;

export const QuantizationParameters = {
  fieldCount: 7,
  scale: 2,
  zero_point: 3,
  details_type: 4,
  quantized_dimension: 6,
} as const;

export const Operator = {
  fieldCount: 9,
  opcode_index: 0,
  inputs: 1,
  outputs: 2,
  builtin_options_type: 3,
  builtin_options: 4,
} as const;

export const Buffer = { fieldCount: 1, data: 0, offset: 1 } as const;

export const Metadata = { fieldCount: 2, name: 0, buffer: 1 } as const;

export const SignatureDef = {
  fieldCount: 5,
  inputs: 0,
  outputs: 1,
  signature_key: 2,
  subgraph_index: 4,
} as const;

export const TensorMap = { fieldCount: 2, name: 0, tensor_index: 1 } as const;

export const Conv2DOptions = {
  fieldCount: 6,
  padding: 0,
  stride_w: 1,
  stride_h: 2,
  fused_activation_function: 3,
  dilation_w_factor: 4,
  dilation_h_factor: 5,
} as const;

export const DepthwiseConv2DOptions = {
  fieldCount: 7,
  padding: 0,
  stride_w: 1,
  stride_h: 2,
  depth_multiplier: 3,
  fused_activation_function: 4,
  dilation_w_factor: 5,
  dilation_h_factor: 6,
} as const;

export const Pool2DOptions = {
  fieldCount: 6,
  padding: 0,
  stride_w: 1,
  stride_h: 2,
  filter_width: 3,
  filter_height: 4,
  fused_activation_function: 5,
} as const;

export const FullyConnectedOptions = {
  fieldCount: 3,
  fused_activation_function: 0,
  weights_format: 1,
  keep_num_dims: 2,
} as const;

export const SoftmaxOptions = { fieldCount: 1, beta: 0 } as const;

export const ReshapeOptions = { fieldCount: 1, new_shape: 0 } as const;

export const ReducerOptions = { fieldCount: 1, keep_dims: 0 } as const;
