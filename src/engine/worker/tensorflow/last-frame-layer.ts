import * as tf from '@tensorflow/tfjs-core';
import type { LastFrameLayer } from '#core/model/graph';
import type { TrainingLayer } from './training-layer';
import { weightless } from './weightless';

/** The last row of height; the others get no gradient. */
export function buildLastFrame(layer: LastFrameLayer): TrainingLayer {
  let before: number;
  return {
    ...weightless,
    forward(x) {
      const [batch, height, width, channels] = x.shape;
      before = height - 1;
      return tf.slice(x, [0, before, 0, 0], [batch, 1, width, channels]);
    },
    backward: (dy) =>
      tf.pad(dy, [
        [0, 0],
        [before, 0],
        [0, 0],
        [0, 0],
      ]),
    read: async () => layer,
  };
}
