import type { OperatorName } from '#core/tflite/schema';
import type { ExportedModel } from './exported-model';

/** `MicroMutableOpResolver`'s method for each operator. */
const ADD_METHOD: Readonly<Record<OperatorName, string>> = {
  AVERAGE_POOL_2D: 'AddAveragePool2D',
  CONV_2D: 'AddConv2D',
  DEPTHWISE_CONV_2D: 'AddDepthwiseConv2D',
  FULLY_CONNECTED: 'AddFullyConnected',
  MAX_POOL_2D: 'AddMaxPool2D',
  MEAN: 'AddMean',
  RESHAPE: 'AddReshape',
  SOFTMAX: 'AddSoftmax',
};

/** `model_ops.h`: registers the operators that the model needs, and none else. */
export function opResolverHeader({ operators }: ExportedModel): string {
  const calls = operators.map(
    (name) => `  if (resolver.${ADD_METHOD[name]}() != kTfLiteOk) return kTfLiteError;`,
  );
  return `// The operators of the model, for TensorFlow Lite Micro. Made by Nodlab.

#ifndef NODLAB_MODEL_OPS_H_
#define NODLAB_MODEL_OPS_H_

#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"

namespace nodlab {

using ModelOpResolver = tflite::MicroMutableOpResolver<${operators.length}>;

inline TfLiteStatus RegisterModelOps(ModelOpResolver& resolver) {
${calls.join('\n')}
  return kTfLiteOk;
}

}  // namespace nodlab

#endif  // NODLAB_MODEL_OPS_H_
`;
}
