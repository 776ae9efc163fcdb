import { type Preset, scaled } from '../preset';
import { convolution, separable } from './along-time';

/**
 * Depthwise-separable blocks along time (MobileNet's, Howard et al. 2017): weights and work grow
 * more slowly with the width than those of plain convolutions.
 */
export const separableCnn: Preset = {
  id: 'separable-cnn',
  design: (_, width = 1) => ({
    input: 'rows',
    layers: [
      convolution(scaled(16, width), 5, 2),
      ...separable(scaled(24, width), 1),
      ...separable(scaled(32, width), 2),
      ...separable(scaled(32, width), 1),
      { kind: 'globalAveragePool' },
      { kind: 'dropout', rate: 0.2 },
    ],
  }),
};
