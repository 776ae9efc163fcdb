import { createGraphBuilder } from '../graph-builder';
import type { Preset } from '../preset';

const FEWEST_FRAMES_A_STEP = 4;
/** A long window is read in longer strides, or the recurrence would take as long as it. */
const MOST_STEPS = 50;

/**
 * A convolution that gathers every fourth frame's surroundings, then a recurrent network over what
 * is left, read at its last frame: on simulated wearers better than a mean over its frames, and far
 * better than a recurrence over every frame, which takes four times as long.
 */
export const lstm: Preset = {
  id: 'lstm',
  build({ frames, channels, classCount, random }) {
    const stride = Math.max(FEWEST_FRAMES_A_STEP, Math.ceil(frames / MOST_STEPS));
    return createGraphBuilder([frames, 1, channels], random)
      .conv2d(16, { kernel: [stride + 1, 1], strides: [stride, 1] })
      .batchNorm('relu')
      .lstm(16)
      .lastFrame()
      .dropout(0.2)
      .dense(classCount, 'none')
      .softmax()
      .graph();
  },
};
