import * as tf from '@tensorflow/tfjs-core';
import type { LstmLayer } from '#core/model/graph';
import { type Recurrence, recur, recurBackward } from './lstm-recurrence';
import { Parameter } from './parameter';
import type { BuildOptions, TrainingLayer } from './training-layer';

/**
 * What the gates get from the input is one product over all frames, and so are the gradients of the
 * weights; only the recurrence itself goes frame by frame.
 */
export function buildLstm(layer: LstmLayer, { keepZeros }: BuildOptions): TrainingLayer {
  const { units } = layer;
  const features = layer.weights.length / (4 * units);
  const weights = new Parameter(layer.weights, [4 * units, features], keepZeros);
  const recurrent = new Parameter(layer.recurrentWeights, [4 * units, units], keepZeros);
  const bias = new Parameter(layer.bias, [4 * units]);
  let x: tf.Tensor2D;
  let state: Recurrence;
  return {
    parameters: [weights, recurrent, bias],
    forward(input) {
      const [batch, frames] = input.shape;
      x = tf.reshape(input, [batch * frames, features]);
      const products = tf.matMul(x, weights.variable, false, true);
      const sums = tf.reshape(tf.add(products, bias.variable), [batch, frames, 4 * units]);
      state = recur(sums as tf.Tensor3D, recurrent.variable);
      return tf.reshape(state.hidden, [batch, frames, 1, units]);
    },
    backward(dy, needsInput) {
      const [batch, frames] = dy.shape;
      const dhidden = tf.reshape(dy, [batch, frames, units]) as tf.Tensor3D;
      const dsums = recurBackward(dhidden, state, recurrent.variable);
      const flat = tf.reshape(dsums, [batch * frames, 4 * units]) as tf.Tensor2D;
      const before = tf.reshape(oneFrameLater(state.hidden), [batch * frames, units]);
      weights.gradient = tf.matMul(flat, x, true, false);
      recurrent.gradient = tf.matMul(flat, before as tf.Tensor2D, true, false);
      bias.gradient = tf.sum(flat, 0);
      if (!needsInput) return undefined;
      const dx = tf.matMul(flat, weights.variable as tf.Tensor2D);
      return tf.reshape(dx, [batch, frames, 1, features]);
    },
    async read() {
      return {
        ...layer,
        weights: await weights.values(),
        recurrentWeights: await recurrent.values(),
        bias: await bias.values(),
      };
    },
    dispose() {
      for (const parameter of [weights, recurrent, bias]) parameter.dispose();
    },
  };
}

/** The state that each frame found: the one before's, zero for the first. */
function oneFrameLater(hidden: tf.Tensor3D): tf.Tensor3D {
  const [batch, frames, units] = hidden.shape;
  const first = tf.slice(hidden, [0, 0, 0], [batch, frames - 1, units]);
  return tf.pad(first, [
    [0, 0],
    [1, 0],
    [0, 0],
  ]);
}
