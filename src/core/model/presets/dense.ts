import { createGraphBuilder } from '../graph-builder';
import type { Preset } from '../preset';

/** Weights of the first layer, about; they are nearly all that this network has. */
const FIRST_LAYER_WEIGHTS = 9_600;

/** Two dense layers on the flattened window: the plainest network, and the one without pools. */
export const dense: Preset = {
  id: 'dense',
  build({ frames, channels, classCount, random }) {
    const inputs = frames * channels;
    const units = Math.min(32, Math.max(4, Math.floor(FIRST_LAYER_WEIGHTS / inputs)));
    return createGraphBuilder([frames, 1, channels], random)
      .flatten()
      .dense(units, 'relu')
      .dropout(0.2)
      .dense(16, 'relu')
      .dropout(0.1)
      .dense(classCount, 'none')
      .softmax()
      .graph();
  },
};
