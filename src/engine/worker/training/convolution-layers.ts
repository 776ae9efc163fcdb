import * as tf from '@tensorflow/tfjs-core';
import type { Conv2dLayer, DepthwiseConv2dLayer, Shape } from '#core/model/graph';
import { activationBackward, fusedName } from './activation';
import { explicitPadding, type TfPadding } from './explicit-padding';
import { hwioToOhwi, ohwiToHwio } from './filter-layout';
import { Parameter } from './parameter';
import type { BuildOptions, TrainingLayer } from './training-layer';

/** Bias and activation are fused into the forward kernel. */
export function buildConv2d(layer: Conv2dLayer, { keepZeros }: BuildOptions): TrainingLayer {
  const { filters, activation } = layer;
  const [height, width] = layer.kernel;
  const strides = [...layer.strides] as [number, number];
  const inputChannels = layer.weights.length / (filters * height * width);
  const filterShape: [number, number, number, number] = [height, width, inputChannels, filters];
  const filter = new Parameter(ohwiToHwio(layer.weights, filters), filterShape, keepZeros);
  const bias = new Parameter(layer.bias, [filters]);
  let x: tf.Tensor4D;
  let y: tf.Tensor4D;
  let pad: TfPadding;
  return {
    parameters: [filter, bias],
    forward(input) {
      x = input;
      pad = explicitPadding(shapeOf(x), layer.kernel, layer.strides, layer.padding);
      y = tf.fused.conv2d({
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
      const attributes = { strides, pad, dataFormat: 'NHWC' };
      filter.gradient = tf
        .engine()
        .runKernel<tf.Tensor>(
          tf.Conv2DBackpropFilter,
          { x, dy: dz },
          { ...attributes, filterShape },
        );
      if (!needsInput) return undefined;
      return tf
        .engine()
        .runKernel<tf.Tensor4D>(
          tf.Conv2DBackpropInput,
          { dy: dz, filter: filter.variable },
          { ...attributes, inputShape: x.shape },
        );
    },
    async read() {
      const weights = hwioToOhwi(await filter.values(), filters);
      return { ...layer, weights, bias: await bias.values() };
    },
    dispose() {
      filter.dispose();
      bias.dispose();
    },
  };
}

/** As `buildConv2d`, each input channel by itself. */
export function buildDepthwiseConv2d(
  layer: DepthwiseConv2dLayer,
  { keepZeros }: BuildOptions,
): TrainingLayer {
  const { depthMultiplier, activation } = layer;
  const [height, width] = layer.kernel;
  const strides = [...layer.strides] as [number, number];
  const channels = layer.weights.length / (height * width * depthMultiplier);
  const filterShape: [number, number, number, number] = [height, width, channels, depthMultiplier];
  const filter = new Parameter(layer.weights, filterShape, keepZeros);
  const bias = new Parameter(layer.bias, [channels * depthMultiplier]);
  let x: tf.Tensor4D;
  let y: tf.Tensor4D;
  let pad: TfPadding;
  return {
    parameters: [filter, bias],
    forward(input) {
      x = input;
      pad = explicitPadding(shapeOf(x), layer.kernel, layer.strides, layer.padding);
      y = tf.fused.depthwiseConv2d({
        x,
        filter: filter.variable as tf.Variable<tf.Rank.R4>,
        strides,
        // Its type lacks the explicit form, which the kernel takes as the other one does.
        pad: pad as 'valid',
        bias: bias.variable,
        activation: fusedName(activation),
      });
      return y;
    },
    backward(dy, needsInput) {
      const { dz, dbias } = activationBackward(dy, y, activation);
      bias.gradient = dbias;
      const attributes = { strides, pad, dilations: [1, 1] };
      filter.gradient = tf
        .engine()
        .runKernel<tf.Tensor>(
          tf.DepthwiseConv2dNativeBackpropFilter,
          { x, dy: dz },
          { ...attributes, filterShape },
        );
      if (!needsInput) return undefined;
      return tf
        .engine()
        .runKernel<tf.Tensor4D>(
          tf.DepthwiseConv2dNativeBackpropInput,
          { dy: dz, filter: filter.variable },
          { ...attributes, inputShape: x.shape },
        );
    },
    async read() {
      return { ...layer, weights: await filter.values(), bias: await bias.values() };
    },
    dispose() {
      filter.dispose();
      bias.dispose();
    },
  };
}

function shapeOf({ shape }: tf.Tensor4D): Shape {
  return [shape[1], shape[2], shape[3]];
}
