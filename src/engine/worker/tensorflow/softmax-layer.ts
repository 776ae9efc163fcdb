import * as tf from '@tensorflow/tfjs-core';
import type { SoftmaxLayer } from '#core/model/graph';
import type { TrainingLayer } from './training-layer';
import { weightless } from './weightless';

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
