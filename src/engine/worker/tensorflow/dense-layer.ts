import * as tf from '@tensorflow/tfjs-core';
import type { DenseLayer } from '#core/model/graph';
import { activate, activationBackward } from './activation';
import { Parameter } from './parameter';
import type { BuildOptions, TrainingLayer } from './training-layer';

/** Weights stay `[outputs × inputs]`; the products take them transposed. */
export function buildDense(layer: DenseLayer, { keepZeros }: BuildOptions): TrainingLayer {
  const { units, activation } = layer;
  const inputs = layer.weights.length / units;
  const weights = new Parameter(layer.weights, [units, inputs], keepZeros);
  const bias = new Parameter(layer.bias, [units]);
  let inputShape: [number, number, number, number];
  let x: tf.Tensor2D;
  let y: tf.Tensor2D;
  return {
    parameters: [weights, bias],
    forward(input) {
      inputShape = input.shape;
      x = tf.reshape(input, [inputShape[0], inputs]);
      const products = tf.matMul(x, weights.variable, false, true);
      y = activate(tf.add(products, bias.variable) as tf.Tensor2D, activation);
      return tf.reshape(y, [inputShape[0], 1, 1, units]);
    },
    backward(dy, needsInput) {
      const flat = tf.reshape(dy, y.shape) as tf.Tensor2D;
      const { dz, dbias } = activationBackward(flat, y, activation);
      bias.gradient = dbias;
      weights.gradient = tf.matMul(dz, x, true, false);
      if (!needsInput) return undefined;
      return tf.reshape(tf.matMul(dz, weights.variable), inputShape);
    },
    async read() {
      return { ...layer, weights: await weights.values(), bias: await bias.values() };
    },
    dispose() {
      weights.dispose();
      bias.dispose();
    },
  };
}
