import * as tf from '@tensorflow/tfjs-core';
import type { Conv2dLayer, DepthwiseConv2dLayer } from '#core/model/graph';
import { activationBackward, fusedName } from './activation';
import { Parameter } from './parameter';
import type { BuildOptions, TrainingLayer } from './training-layer';

/** What each kind of convolution has of its own. */
export interface ConvolutionKind {
  /** Weights in TF.js's order, of the shape that it asks for. */
  readonly filter: Float32Array;
  readonly filterShape: [height: number, width: number, inputs: number, outputs: number];
  /** From TF.js's order to the layer's. */
  weightsOf(filter: Float32Array): Float32Array;
  readonly run: typeof tf.fused.conv2d;
  /** Names of the kernels for the filter's gradient and the input's. */
  readonly backwardKernels: readonly [filter: string, input: string];
}

/** Bias and activation are fused into the forward kernel. */
export function buildConvolution(
  layer: Conv2dLayer | DepthwiseConv2dLayer,
  kind: ConvolutionKind,
  { keepZeros }: BuildOptions,
): TrainingLayer {
  const { activation } = layer;
  const { filterShape, run, backwardKernels } = kind;
  const pad = layer.padding;
  const strides = [...layer.strides] as [number, number];
  const filter = new Parameter(kind.filter, filterShape, keepZeros);
  const bias = new Parameter(layer.bias, [layer.bias.length]);
  let x: tf.Tensor4D;
  let y: tf.Tensor4D;
  return {
    parameters: [filter, bias],
    forward(input) {
      x = input;
      y = run({
        x,
        filter: filter.variable as tf.Variable<tf.Rank.R4>,
        strides,
        pad,
        bias: bias.variable,
        activation: fusedName(activation),
      });
      return y;
    },
    backward(dy, needsInput) {
      const { dz, dbias } = activationBackward(dy, y, activation);
      bias.gradient = dbias;
      const attributes = { strides, pad, dataFormat: 'NHWC', dilations: [1, 1] };
      const [filterKernel, inputKernel] = backwardKernels;
      filter.gradient = tf
        .engine()
        .runKernel<tf.Tensor>(filterKernel, { x, dy: dz }, { ...attributes, filterShape });
      if (!needsInput) return undefined;
      return tf
        .engine()
        .runKernel<tf.Tensor4D>(
          inputKernel,
          { dy: dz, filter: filter.variable },
          { ...attributes, inputShape: x.shape },
        );
    },
    async read() {
      const weights = kind.weightsOf(await filter.values());
      return { ...layer, weights, bias: await bias.values() };
    },
    dispose() {
      filter.dispose();
      bias.dispose();
    },
  };
}
