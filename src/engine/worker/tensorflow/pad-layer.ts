import * as tf from '@tensorflow/tfjs-core';
import type { PadLayer } from '#core/model/graph';
import type { TrainingLayer } from './training-layer';
import { weightless } from './weightless';

/** Zeros around height and width, which no gradient reaches. */
export function buildPad(layer: PadLayer): TrainingLayer {
  const { before, after } = layer;
  let shape: [number, number, number, number];
  return {
    ...weightless,
    forward(x) {
      shape = x.shape;
      return tf.pad(x, [
        [0, 0],
        [before[0], after[0]],
        [before[1], after[1]],
        [0, 0],
      ]);
    },
    backward: (dy) => tf.slice(dy, [0, before[0], before[1], 0], shape),
    read: async () => layer,
  };
}
