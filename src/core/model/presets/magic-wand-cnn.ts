import { createGraphBuilder } from '../graph-builder';
import type { Preset } from '../preset';

/** Values into the first dense layer, at most: with 16 units it stays below 9,300 weights. */
const FLAT_LIMIT = 576;

/**
 * The gesture network of TensorFlow Lite Micro's magic wand example, on a window read as an image
 * of frames × channels. On windows longer than that example's the second pool is taller, so that
 * the dense layer after it does not grow.
 */
export const magicWandCnn: Preset = {
  id: 'magic-wand-cnn',
  build({ frames, channels, classCount, random }) {
    const convolved = createGraphBuilder([frames, channels, 1], random)
      .conv2d(8, { kernel: [4, 3], activation: 'relu' })
      .maxPool2d([3, 3], 'valid')
      .dropout(0.1)
      .conv2d(16, { kernel: [4, 1], activation: 'relu' });
    const [height, width, filters] = convolved.shape;
    const rows = Math.max(1, Math.floor(FLAT_LIMIT / (width * filters)));
    return convolved
      .maxPool2d([Math.max(3, Math.ceil(height / rows)), 1], 'same')
      .dropout(0.1)
      .flatten()
      .dense(16, 'relu')
      .dropout(0.1)
      .dense(classCount, 'none')
      .softmax()
      .graph();
  },
};
