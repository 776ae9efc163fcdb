import type { Int8Layer } from '#core/compress/int8-graph';
import type { OperatorName } from './schema';

/** Name that the schema gives to each kind of layer. */
export const OPERATOR_OF: Readonly<Record<Int8Layer['kind'], OperatorName>> = {
  add: 'ADD',
  averagePool2d: 'AVERAGE_POOL_2D',
  conv2d: 'CONV_2D',
  dense: 'FULLY_CONNECTED',
  depthwiseConv2d: 'DEPTHWISE_CONV_2D',
  lastFrame: 'STRIDED_SLICE',
  logistic: 'LOGISTIC',
  lstm: 'UNIDIRECTIONAL_SEQUENCE_LSTM',
  maxPool2d: 'MAX_POOL_2D',
  mean: 'MEAN',
  pad: 'PAD',
  relu: 'RELU',
  relu6: 'RELU6',
  requantise: 'QUANTIZE',
  reshape: 'RESHAPE',
  softmax: 'SOFTMAX',
  tanh: 'TANH',
};
