import * as tf from '@tensorflow/tfjs-core';
import type { DropoutLayer } from '#core/model/graph';
import type { BuildOptions, TrainingLayer } from './training-layer';
import { weightless } from './weightless';

/** The mask is drawn here, not by the back end, so that a seed means the same on each. */
export function buildDropout(layer: DropoutLayer, { random }: BuildOptions): TrainingLayer {
  const { rate } = layer;
  let mask: tf.Tensor4D | undefined;
  return {
    ...weightless,
    forward(x, mode) {
      mask = undefined;
      if (mode === 'inference' || rate <= 0) return x;
      const values = new Float32Array(x.size);
      const kept = 1 / (1 - rate);
      for (let at = 0; at < values.length; at++) values[at] = random.next() < rate ? 0 : kept;
      mask = tf.tensor4d(values, x.shape);
      return tf.mul(x, mask);
    },
    backward: (dy) => (mask ? tf.mul(dy, mask) : dy),
    read: async () => layer,
  };
}
