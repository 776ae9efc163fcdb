import { createGraphBuilder, type GraphBuilder } from '../graph-builder';
import type { Preset } from '../preset';

/**
 * Depthwise-separable blocks whose input is added to what they give (He et al. 2016), so that depth
 * costs no signal.
 */
export const residual: Preset = {
  id: 'residual',
  build({ frames, channels, classCount, random }) {
    const builder = createGraphBuilder([frames, 1, channels], random)
      .conv2d(16, { kernel: [5, 1], strides: [2, 1] })
      .batchNorm('relu')
      .residual('relu', (stack) => separable(stack, 16, 1).batchNorm('none'));
    return separable(builder, 32, 2)
      .batchNorm('relu')
      .residual('relu', (stack) => separable(stack, 32, 1).batchNorm('none'))
      .globalAveragePool()
      .dropout(0.2)
      .dense(classCount, 'none')
      .softmax()
      .graph();
  },
};

function separable(builder: GraphBuilder, filters: number, stride: number): GraphBuilder {
  return builder
    .depthwiseConv2d({ kernel: [5, 1], strides: [stride, 1] })
    .batchNorm('relu')
    .conv2d(filters, { kernel: [1, 1] });
}
