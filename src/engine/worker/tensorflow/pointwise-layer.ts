import * as tf from '@tensorflow/tfjs-core';
import type { PointwiseLayer } from '#core/model/graph';
import { activate, activationBackward } from './activation';
import type { TrainingLayer } from './training-layer';
import { weightless } from './weightless';

/** A function of every number by itself; each slope follows from the function's value. */
export function buildPointwise(layer: PointwiseLayer): TrainingLayer {
  let y: tf.Tensor4D;
  return {
    ...weightless,
    forward(x) {
      y = forwardOf(layer.kind, x);
      return y;
    },
    backward: (dy) => backwardOf(layer.kind, dy, y),
    read: async () => layer,
  };
}

function forwardOf(kind: PointwiseLayer['kind'], x: tf.Tensor4D): tf.Tensor4D {
  switch (kind) {
    case 'relu':
    case 'relu6':
      return activate(x, kind);
    case 'logistic':
      return tf.sigmoid(x);
    case 'tanh':
      return tf.tanh(x);
  }
}

function backwardOf(kind: PointwiseLayer['kind'], dy: tf.Tensor4D, y: tf.Tensor4D): tf.Tensor4D {
  switch (kind) {
    case 'relu':
    case 'relu6':
      return activationBackward(dy, y, kind).dz;
    case 'logistic':
      return tf.mul(dy, tf.mul(y, tf.sub(1, y)));
    case 'tanh':
      return tf.mul(dy, tf.sub(1, tf.square(y)));
  }
}
