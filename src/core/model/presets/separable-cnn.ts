import { createGraphBuilder } from '../graph-builder';
import type { Preset } from '../preset';

/**
 * Depthwise-separable blocks along time (MobileNet's, Howard et al. 2017): the fewest
 * multiply-accumulates of the presets for what it can tell apart.
 */
export const separableCnn: Preset = {
  id: 'separable-cnn',
  build({ frames, channels, classCount, random }) {
    const builder = createGraphBuilder([frames, 1, channels], random)
      .conv2d(16, { kernel: [5, 1], strides: [2, 1] })
      .batchNorm('relu');
    for (const { filters, stride } of BLOCKS) {
      builder
        .depthwiseConv2d({ kernel: [5, 1], strides: [stride, 1] })
        .batchNorm('relu')
        .conv2d(filters, { kernel: [1, 1] })
        .batchNorm('relu');
    }
    return builder.globalAveragePool().dropout(0.2).dense(classCount, 'none').softmax().graph();
  },
};

const BLOCKS = [
  { filters: 24, stride: 1 },
  { filters: 32, stride: 2 },
  { filters: 32, stride: 1 },
] as const;
