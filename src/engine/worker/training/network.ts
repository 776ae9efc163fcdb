import * as tf from '@tensorflow/tfjs-core';
import { Failure } from '#core/failure';
import type { Layer, ModelGraph } from '#core/model/graph';
import { type Adam, createAdam } from './adam';
import { buildAdd } from './add-layer';
import { buildBatchNorm } from './batch-norm-layer';
import { buildConv2d } from './conv2d-layer';
import { buildDense } from './dense-layer';
import { buildDepthwiseConv2d } from './depthwise-conv2d-layer';
import { buildDropout } from './dropout-layer';
import { buildFlatten } from './flatten-layer';
import { buildGlobalAveragePool } from './global-average-pool-layer';
import { buildLastFrame } from './last-frame-layer';
import { buildLstm } from './lstm-layer';
import { buildPad } from './pad-layer';
import { buildPointwise } from './pointwise-layer';
import { buildPool2d } from './pool2d-layer';
import { buildSoftmax } from './softmax-layer';
import type { BuildOptions, Mode, TrainingLayer } from './training-layer';

/** A batch as it goes to the back end. */
export interface Batch {
  readonly x: tf.Tensor4D;
  /** One-hot truth times the window's share of the batch's weight, `[batch × classes]`. */
  readonly target: tf.Tensor2D;
  /** Share of the batch's weight, `[batch × 1]`; sums to 1. */
  readonly weight: tf.Tensor2D;
}

/** A graph on the current TF.js back end, with its optimiser. */
export interface Network {
  /**
   * Forward, backward and one Adam step; the probabilities `[batch × classes]` before the step,
   * to be disposed of by the caller. `beforeLayer` is called before each pass of a layer; what it
   * throws ends the step.
   */
  step(batch: Batch, beforeLayer?: () => void): tf.Tensor2D;
  /** Forward and backward alone, the gradients left in `layers`; to be called inside a `tidy`. */
  differentiate(batch: Batch, beforeLayer?: () => void): tf.Tensor2D;
  /** Probabilities `[batch × classes]` in inference. */
  predict(x: tf.Tensor4D): tf.Tensor2D;
  readonly layers: readonly TrainingLayer[];
  /** The graph with its present weights. */
  read(): Promise<ModelGraph>;
  dispose(): void;
}

export function buildNetwork(
  graph: ModelGraph,
  learningRate: number,
  options: BuildOptions,
): Network {
  if (graph.layers.at(-1)?.kind !== 'softmax') {
    throw new Failure('model-unsupported', 'Training needs a graph that ends in softmax.');
  }
  const layers = graph.layers.map((layer) => buildLayer(layer, options));
  const parameters = layers.flatMap((layer) => layer.parameters);
  const adam: Adam = createAdam(parameters, learningRate);
  const inputsOf = graph.layers.map((layer) => layer.inputs);

  const forward = (x: tf.Tensor4D, mode: Mode, beforeLayer?: () => void): tf.Tensor2D => {
    const values = [x];
    for (const [index, layer] of layers.entries()) {
      beforeLayer?.();
      const [first, second] = inputsOf[index]!.map((id) => values[id]!);
      values.push(layer.forward(first!, mode, second));
    }
    const output = values.at(-1)!;
    return tf.reshape(output, [output.shape[0], output.shape[3]]);
  };

  const differentiate = (batch: Batch, beforeLayer?: () => void): tf.Tensor2D => {
    const { x, target, weight } = batch;
    const probabilities = forward(x, 'training', beforeLayer);
    const gradients: (tf.Tensor4D | undefined)[] = new Array(layers.length + 1);
    const dlogits = tf.sub(tf.mul(probabilities, weight), target);
    const [count, classes] = probabilities.shape;
    gradients[layers.length] = tf.reshape(dlogits, [count, 1, 1, classes]);
    for (let index = layers.length - 1; index >= 0; index--) {
      const dy = gradients[index + 1];
      if (!dy) continue;
      beforeLayer?.();
      const sources = inputsOf[index]!.filter((id) => id > 0);
      const dx = layers[index]!.backward(dy, sources.length > 0);
      for (const source of sources) {
        const before = gradients[source];
        if (dx) gradients[source] = before ? tf.add(before, dx) : dx;
      }
    }
    return probabilities;
  };

  return {
    layers,
    differentiate,
    step: (batch, beforeLayer) =>
      tf.tidy(() => {
        const probabilities = differentiate(batch, beforeLayer);
        beforeLayer?.();
        adam.apply();
        return probabilities;
      }),
    predict: (x) => tf.tidy(() => forward(x, 'inference')),
    async read() {
      return { ...graph, layers: await Promise.all(layers.map((layer) => layer.read())) };
    },
    dispose() {
      for (const layer of layers) layer.dispose();
      adam.dispose();
    },
  };
}

function buildLayer(layer: Layer, options: BuildOptions): TrainingLayer {
  switch (layer.kind) {
    case 'conv2d':
      return buildConv2d(layer, options);
    case 'depthwiseConv2d':
      return buildDepthwiseConv2d(layer, options);
    case 'dense':
      return buildDense(layer, options);
    case 'batchNorm':
      return buildBatchNorm(layer);
    case 'maxPool2d':
    case 'averagePool2d':
      return buildPool2d(layer);
    case 'globalAveragePool':
      return buildGlobalAveragePool(layer);
    case 'flatten':
      return buildFlatten(layer);
    case 'dropout':
      return buildDropout(layer, options);
    case 'softmax':
      return buildSoftmax(layer);
    case 'add':
      return buildAdd(layer);
    case 'pad':
      return buildPad(layer);
    case 'relu':
    case 'relu6':
    case 'logistic':
    case 'tanh':
      return buildPointwise(layer);
    case 'lstm':
      return buildLstm(layer, options);
    case 'lastFrame':
      return buildLastFrame(layer);
  }
}
