import * as tf from '@tensorflow/tfjs-core';
import type { GlobalAveragePoolLayer } from '#core/model/graph';
import type { TrainingLayer } from './training-layer';
import { weightless } from './weightless';

/** The mean over height and width. */
export function buildGlobalAveragePool(layer: GlobalAveragePoolLayer): TrainingLayer {
  let shape: [number, number, number, number];
  return {
    ...weightless,
    forward(x) {
      shape = x.shape;
      return tf.mean(x, [1, 2], true);
    },
    backward: (dy) => tf.mul(tf.fill(shape, 1 / (shape[1] * shape[2])), dy),
    read: async () => layer,
  };
}
