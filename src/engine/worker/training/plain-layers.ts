import * as tf from '@tensorflow/tfjs-core';
import type {
  DropoutLayer,
  FlattenLayer,
  GlobalAveragePoolLayer,
  SoftmaxLayer,
} from '#core/model/graph';
import type { BuildOptions, TrainingLayer } from './training-layer';

/** The parts of a layer that has no weights. */
export const weightless = { parameters: [], dispose() {} } as const;

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

/**
 * Only ever last: its gradient is taken together with the cross-entropy's, so that `backward`
 * receives the gradient of its input and passes it on.
 */
export function buildSoftmax(layer: SoftmaxLayer): TrainingLayer {
  return {
    ...weightless,
    forward: (x) => tf.softmax(x),
    backward: (dlogits) => dlogits,
    read: async () => layer,
  };
}
