import type { FileLayer, LayerKind } from './file-graph';
import { add } from './operators/add';
import { conv2d } from './operators/conv2d';
import { dense } from './operators/dense';
import { depthwiseConv2d } from './operators/depthwise-conv2d';
import { lastFrame } from './operators/last-frame';
import { lstm } from './operators/lstm';
import { mean } from './operators/mean';
import type { OperatorCodec } from './operators/operator-codec';
import { pad } from './operators/pad';
import { logistic, relu, relu6, requantise, tanh } from './operators/pointwise';
import { averagePool2d, maxPool2d } from './operators/pool2d';
import { reshape } from './operators/reshape';
import { softmax } from './operators/softmax';

/** How every operator is written and read, by the kind of its layer; `OPERATOR_OF` names it. */
export const OPERATORS: Readonly<Record<LayerKind, OperatorCodec<FileLayer>>> = {
  add,
  averagePool2d,
  conv2d,
  dense,
  depthwiseConv2d,
  lastFrame,
  logistic,
  lstm,
  maxPool2d,
  mean,
  pad,
  relu,
  relu6,
  requantise,
  reshape,
  softmax,
  tanh,
};
