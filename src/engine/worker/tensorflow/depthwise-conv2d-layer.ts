import * as tf from '@tensorflow/tfjs-core';
import type { DepthwiseConv2dLayer } from '#core/model/graph';
import { buildConvolution } from './convolution';
import type { BuildOptions, TrainingLayer } from './training-layer';

/** Each input channel by itself. TF.js keeps the weights in the order that the layer has. */
export function buildDepthwiseConv2d(
  layer: DepthwiseConv2dLayer,
  options: BuildOptions,
): TrainingLayer {
  const { depthMultiplier, weights } = layer;
  const [height, width] = layer.kernel;
  const channels = weights.length / (height * width * depthMultiplier);
  return buildConvolution(
    layer,
    {
      filter: weights,
      filterShape: [height, width, channels, depthMultiplier],
      weightsOf: (filter) => filter,
      // Its type lacks explicit padding, which the kernel takes as the other one does.
      run: tf.fused.depthwiseConv2d as typeof tf.fused.conv2d,
      backwardKernels: [
        tf.DepthwiseConv2dNativeBackpropFilter,
        tf.DepthwiseConv2dNativeBackpropInput,
      ],
    },
    options,
  );
}
