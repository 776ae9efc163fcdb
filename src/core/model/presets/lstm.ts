import { type Preset, scaled } from '../preset';
import { convolution } from './along-time';

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
  design({ frames }, width = 1) {
    const stride = Math.max(FEWEST_FRAMES_A_STEP, Math.ceil(frames / MOST_STEPS));
    return {
      input: 'rows',
      layers: [
        convolution(scaled(16, width), stride + 1, stride),
        { kind: 'lstm', units: scaled(16, width) },
        { kind: 'lastFrame' },
        { kind: 'dropout', rate: 0.2 },
      ],
    };
  },
};
