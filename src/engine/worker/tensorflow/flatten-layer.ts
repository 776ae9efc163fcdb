import * as tf from '@tensorflow/tfjs-core';
import type { FlattenLayer } from '#core/model/graph';
import type { TrainingLayer } from './training-layer';
import { weightless } from './weightless';

/** The same memory as one row of channels. */
export function buildFlatten(layer: FlattenLayer): TrainingLayer {
  let shape: [number, number, number, number];
  return {
    ...weightless,
    forward(x) {
      shape = x.shape;
      return tf.reshape(x, [shape[0], 1, 1, shape[1] * shape[2] * shape[3]]);
    },
    backward: (dy) => tf.reshape(dy, shape),
    read: async () => layer,
  };
}
