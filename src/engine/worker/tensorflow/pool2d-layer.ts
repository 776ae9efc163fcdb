import * as tf from '@tensorflow/tfjs-core';
import type { Pool2dLayer } from '#core/model/graph';
import { type Axis, axisOf } from '#core/model/shapes';
import type { TrainingLayer } from './training-layer';
import { weightless } from './weightless';

/** Maximum or mean of each window; padding counts for neither. */
export function buildPool2d(layer: Pool2dLayer): TrainingLayer {
  const size = [...layer.size] as [number, number];
  const strides = [...layer.strides] as [number, number];
  const attributes = { filterSize: size, strides, pad: layer.padding };
  let x: tf.Tensor4D;
  let y: tf.Tensor4D;
  if (layer.kind === 'maxPool2d') {
    return {
      ...weightless,
      forward(input) {
        x = input;
        y = tf.maxPool(x, size, strides, layer.padding);
        return y;
      },
      backward(dy) {
        const inputs = { dy, input: x, output: y };
        return tf.engine().runKernel<tf.Tensor4D>(tf.MaxPoolGrad, inputs, attributes);
      },
      read: async () => layer,
    };
  }
  return {
    ...weightless,
    forward(input) {
      x = input;
      return tf.avgPool(x, size, strides, layer.padding);
    },
    backward(dy) {
      const shares = layer.padding === 'same' ? tf.mul(dy, paddingShares(x, layer)) : dy;
      const inputs = { dy: shares, input: x };
      return tf.engine().runKernel<tf.Tensor4D>(tf.AvgPoolGrad, inputs, attributes);
    },
    read: async () => layer,
  };
}

/**
 * `[1, height, width, 1]`: window size over inputs inside it. TF.js's forward kernels divide by the
 * inputs inside, its gradients by the window's size, on every back end.
 */
function paddingShares({ shape }: tf.Tensor4D, { size, strides }: Pool2dLayer): tf.Tensor4D {
  const rows = inputsInside(axisOf(shape[1], size[0], strides[0], 'same'));
  const columns = inputsInside(axisOf(shape[2], size[1], strides[1], 'same'));
  const shares = rows.flatMap((row) =>
    columns.map((column) => (size[0] * size[1]) / (row * column)),
  );
  return tf.tensor4d(shares, [1, rows.length, columns.length, 1]);
}

/** Inputs that each output's window covers, padding left out. */
function inputsInside({ inputSize, outputSize, size, stride, before }: Axis): number[] {
  return Array.from({ length: outputSize }, (_, output) => {
    const first = output * stride - before;
    return Math.min(inputSize, first + size) - Math.max(0, first);
  });
}
