import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '#core/model/graph';

/** TF.js's name of an activation in its fused operations. */
export function fusedName(activation: Activation): 'linear' | 'relu' | 'relu6' {
  return activation === 'none' ? 'linear' : activation;
}

export function activate<T extends tf.Tensor>(x: T, activation: Activation): T {
  if (activation === 'relu') return tf.relu(x);
  return activation === 'relu6' ? tf.relu6(x) : x;
}

/**
 * From the gradient of `y = activation(z)` to that of `z`, and to its sum over all axes but the
 * last: the gradient of a bias in `z`.
 */
export function activationBackward<T extends tf.Tensor>(
  dy: T,
  y: T,
  activation: Activation,
): { readonly dz: T; readonly dbias: tf.Tensor1D } {
  let dz = dy;
  if (activation !== 'none') dz = tf.mul(dz, tf.step(y));
  if (activation === 'relu6') dz = tf.mul(dz, tf.cast(tf.less(y, 6), 'float32'));
  const leadingAxes = dy.shape.slice(0, -1).map((_, axis) => axis);
  return { dz, dbias: tf.sum(dz, leadingAxes) };
}
