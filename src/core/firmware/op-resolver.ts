import type { OperatorName } from '#core/tflite/schema';
import type { ExportedModel } from './exported-model';

/** `MicroMutableOpResolver`'s method for each operator. */
const ADD_METHOD: Readonly<Record<OperatorName, string>> = {
  ADD: 'AddAdd',
  AVERAGE_POOL_2D: 'AddAveragePool2D',
  CONV_2D: 'AddConv2D',
  DEPTHWISE_CONV_2D: 'AddDepthwiseConv2D',
  DEQUANTIZE: 'AddDequantize',
  FULLY_CONNECTED: 'AddFullyConnected',
  LOGISTIC: 'AddLogistic',
  MAX_POOL_2D: 'AddMaxPool2D',
  MEAN: 'AddMean',
  PAD: 'AddPad',
  QUANTIZE: 'AddQuantize',
  RELU: 'AddRelu',
  RELU6: 'AddRelu6',
  RESHAPE: 'AddReshape',
  SOFTMAX: 'AddSoftmax',
  STRIDED_SLICE: 'AddStridedSlice',
  TANH: 'AddTanh',
  UNIDIRECTIONAL_SEQUENCE_LSTM: 'AddUnidirectionalSequenceLSTM',
};

/** `model_ops.h`: registers the operators that the model needs, and none else. */
export function opResolverHeader({ operators }: ExportedModel): string {
  const calls = operators.map(
    (name) => `  if (resolver.${ADD_METHOD[name]}() != kTfLiteOk) return kTfLiteError;`,
  );
  const hasState = operators.includes('UNIDIRECTIONAL_SEQUENCE_LSTM');
  return `// The operators of the model, for TensorFlow Lite Micro. Made by Nodlab.

#ifndef NODLAB_MODEL_OPS_H
#define NODLAB_MODEL_OPS_H

#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"

namespace nodlab {

using ModelOpResolver = tflite::MicroMutableOpResolver<${operators.length}>;

inline TfLiteStatus RegisterModelOps(ModelOpResolver& resolver) {
${calls.join('\n')}
  return kTfLiteOk;
}

// An operator that remembers: the interpreter must be reset before each window.
constexpr bool kModelHasState = ${hasState};

}  // namespace nodlab

#endif  // NODLAB_MODEL_OPS_H
`;
}
