import type { LayerSpec } from '../architecture';
import type { Pair } from '../graph';
import { type Preset, scaled } from '../preset';

/** Values into the first dense layer, at most: with 16 units it stays below 9,300 weights. */
const FLAT_LIMIT = 576;
const LAST_FILTERS = 16;

/**
 * The gesture network of TensorFlow Lite Micro's magic wand example, on a window read as an image
 * of frames × channels. On windows longer than that example's the second pool is taller, so that
 * the dense layer after it does not grow.
 */
export const magicWandCnn: Preset = {
  id: 'magic-wand-cnn',
  design({ frames, channels }, width = 1) {
    const height = thirdOf(frames);
    const rows = Math.max(1, Math.floor(FLAT_LIMIT / (thirdOf(channels) * LAST_FILTERS)));
    return {
      input: 'image',
      layers: [
        convolution(scaled(8, width), [4, 3]),
        { kind: 'maxPool2d', size: [3, 3], padding: 'valid' },
        { kind: 'dropout', rate: 0.1 },
        convolution(scaled(LAST_FILTERS, width), [4, 1]),
        {
          kind: 'maxPool2d',
          size: [Math.max(3, Math.ceil(height / rows)), 1],
          padding: 'same',
        },
        { kind: 'dropout', rate: 0.1 },
        { kind: 'flatten' },
        { kind: 'dense', units: scaled(16, width), activation: 'relu' },
        { kind: 'dropout', rate: 0.1 },
      ],
    };
  },
};

function convolution(filters: number, kernel: Pair): LayerSpec {
  return {
    kind: 'conv2d',
    filters,
    kernel,
    strides: [1, 1],
    padding: 'same',
    activation: 'relu',
    batchNorm: false,
  };
}

/** What the first pool leaves of a side. */
function thirdOf(size: number): number {
  return Math.max(1, Math.floor(size / 3));
}
