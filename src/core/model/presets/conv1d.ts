import { createGraphBuilder } from '../graph-builder';
import type { Preset } from '../preset';

/**
 * Convolutions along time, channels as depth, ending in a mean over time: its size does not depend
 * on the window's length.
 */
export const conv1d: Preset = {
  id: 'conv1d',
  build({ frames, channels, classCount, random }) {
    return createGraphBuilder([frames, 1, channels], random)
      .conv2d(16, { kernel: [5, 1], strides: [2, 1] })
      .batchNorm('relu')
      .conv2d(24, { kernel: [5, 1], strides: [2, 1] })
      .batchNorm('relu')
      .conv2d(32, { kernel: [3, 1], strides: [2, 1] })
      .batchNorm('relu')
      .globalAveragePool()
      .dropout(0.2)
      .dense(classCount, 'none')
      .softmax()
      .graph();
  },
};
