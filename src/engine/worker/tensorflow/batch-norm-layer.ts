import * as tf from '@tensorflow/tfjs-core';
import type { BatchNormLayer } from '#core/model/graph';
import { MOMENTUM } from '../training/moving-statistics';
import { activate, activationBackward } from './activation';
import { Parameter } from './parameter';
import type { TrainingLayer } from './training-layer';

/** Normalises by the batch in training and by moving statistics in inference. */
export function buildBatchNorm(layer: BatchNormLayer): TrainingLayer {
  const { epsilon, activation } = layer;
  const channels = layer.gamma.length;
  const gamma = new Parameter(layer.gamma, [channels]);
  const beta = new Parameter(layer.beta, [channels]);
  const moving = {
    mean: new Parameter(layer.mean, [channels]),
    variance: new Parameter(layer.variance, [channels]),
  };
  let x: tf.Tensor4D;
  let y: tf.Tensor4D;
  let mean: tf.Tensor1D;
  let variance: tf.Tensor1D;
  return {
    parameters: [gamma, beta],
    forward(input, mode) {
      if (mode === 'inference') {
        const normalised = tf.batchNorm4d(
          input,
          moving.mean.variable as tf.Variable<tf.Rank.R1>,
          moving.variance.variable as tf.Variable<tf.Rank.R1>,
          beta.variable as tf.Variable<tf.Rank.R1>,
          gamma.variable as tf.Variable<tf.Rank.R1>,
          epsilon,
        );
        return activate(normalised, activation);
      }
      x = input;
      const batch = normaliseBatch(x, gamma.variable, beta.variable, epsilon);
      mean = batch.mean;
      variance = batch.variance;
      follow(moving.mean, mean);
      follow(moving.variance, variance);
      y = activate(batch.y, activation);
      return y;
    },
    backward(dy) {
      const { dz } = activationBackward(dy, y, activation);
      const gradients = batchBackward(dz, x, gamma.variable, mean, variance, epsilon);
      gamma.gradient = gradients.dgamma;
      beta.gradient = gradients.dbeta;
      return gradients.dx;
    },
    async read() {
      return {
        ...layer,
        gamma: await gamma.values(),
        beta: await beta.values(),
        mean: await moving.mean.values(),
        variance: await moving.variance.values(),
      };
    },
    dispose() {
      for (const parameter of [gamma, beta, moving.mean, moving.variance]) parameter.dispose();
    },
  };
}

function follow(moving: Parameter, batch: tf.Tensor1D): void {
  const { variable } = moving;
  variable.assign(tf.add(tf.mul(variable, MOMENTUM), tf.mul(batch, 1 - MOMENTUM)));
}

function normaliseBatch(x: tf.Tensor4D, gamma: tf.Tensor, beta: tf.Tensor, epsilon: number) {
  const { mean, variance } = tf.moments(x, [0, 1, 2]) as {
    mean: tf.Tensor1D;
    variance: tf.Tensor1D;
  };
  const y = tf.batchNorm4d(x, mean, variance, beta as tf.Tensor1D, gamma as tf.Tensor1D, epsilon);
  return { y, mean, variance };
}

function batchBackward(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  gamma: tf.Tensor,
  mean: tf.Tensor1D,
  variance: tf.Tensor1D,
  epsilon: number,
) {
  const axes = [0, 1, 2];
  const count = x.size / mean.size;
  const rate = tf.rsqrt(tf.add(variance, epsilon));
  const normalised = tf.mul(tf.sub(x, mean), rate);
  const dgamma = tf.sum(tf.mul(dy, normalised), axes);
  const dbeta = tf.sum(dy, axes);
  const mean1 = tf.div(dbeta, count);
  const mean2 = tf.mul(normalised, tf.div(dgamma, count));
  const centred = tf.sub(tf.sub(dy, mean1), mean2);
  return { dx: tf.mul(centred, tf.mul(gamma, rate)) as tf.Tensor4D, dgamma, dbeta };
}
