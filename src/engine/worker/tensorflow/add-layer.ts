import * as tf from '@tensorflow/tfjs-core';
import type { AddLayer } from '#core/model/graph';
import { activate, activationBackward } from './activation';
import type { TrainingLayer } from './training-layer';
import { weightless } from './weightless';

/** The sum of two values; both get its gradient whole. */
export function buildAdd(layer: AddLayer): TrainingLayer {
  const { activation } = layer;
  let y: tf.Tensor4D;
  return {
    ...weightless,
    forward(x, _mode, addend) {
      if (!addend) throw new Error(`${layer.name} adds one value.`);
      y = activate(tf.add(x, addend), activation);
      return y;
    },
    backward: (dy) => (activation === 'none' ? dy : activationBackward(dy, y, activation).dz),
    read: async () => layer,
  };
}
