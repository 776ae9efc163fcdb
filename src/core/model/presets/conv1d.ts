import { type Preset, scaled } from '../preset';
import { convolution } from './along-time';

/**
 * Convolutions along time, channels as depth, ending in a mean over time: its size does not depend
 * on the window's length.
 */
export const conv1d: Preset = {
  id: 'conv1d',
  design: (_, width = 1) => ({
    input: 'rows',
    layers: [
      convolution(scaled(16, width), 5, 2),
      convolution(scaled(24, width), 5, 2),
      convolution(scaled(32, width), 3, 2),
      { kind: 'globalAveragePool' },
      { kind: 'dropout', rate: 0.2 },
    ],
  }),
};
