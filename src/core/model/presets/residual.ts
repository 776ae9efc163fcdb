import { type Preset, scaled } from '../preset';
import { convolution, separable } from './along-time';

/**
 * Depthwise-separable blocks whose input is added to what they give (He et al. 2016), so that depth
 * costs no signal.
 */
export const residual: Preset = {
  id: 'residual',
  design(_, width = 1) {
    const few = scaled(16, width);
    const many = scaled(32, width);
    return {
      input: 'rows',
      layers: [
        convolution(few, 5, 2),
        { kind: 'residual', activation: 'relu', layers: separable(few, 1, 'none') },
        ...separable(many, 2),
        { kind: 'residual', activation: 'relu', layers: separable(many, 1, 'none') },
        { kind: 'globalAveragePool' },
        { kind: 'dropout', rate: 0.2 },
      ],
    };
  },
};
