import * as tf from '@tensorflow/tfjs-core';
import type { Conv2dLayer } from '#core/model/graph';
import { hwioToOhwi, ohwiToHwio } from '../training/filter-layout';
import { buildConvolution } from './convolution';
import type { BuildOptions, TrainingLayer } from './training-layer';

/** A convolution over all input channels, trained in TF.js's order of its weights. */
export function buildConv2d(layer: Conv2dLayer, options: BuildOptions): TrainingLayer {
  const { filters, weights } = layer;
  const [height, width] = layer.kernel;
  return buildConvolution(
    layer,
    {
      filter: ohwiToHwio(weights, filters),
      filterShape: [height, width, weights.length / (filters * height * width), filters],
      weightsOf: (filter) => hwioToOhwi(filter, filters),
      run: tf.fused.conv2d,
      backwardKernels: [tf.Conv2DBackpropFilter, tf.Conv2DBackpropInput],
    },
    options,
  );
}
