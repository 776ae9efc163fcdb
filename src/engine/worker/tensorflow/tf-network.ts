import * as tf from '@tensorflow/tfjs-core';
import { Failure } from '#core/failure';
import type { Layer, ModelGraph } from '#core/model/graph';
import type { Batch, Network, NetworkOptions } from '../training/network';
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
interface BatchTensors {
  readonly x: tf.Tensor4D;
  /** `[rows × classes]`. */
  readonly target: tf.Tensor2D;
  /** `[rows × 1]`. */
  readonly weight: tf.Tensor2D;
}

/** What the tests look at beside training. */
export interface TfNetwork extends Network {
  /** Forward and backward alone, the gradients left in `layers`; to be called inside a `tidy`. */
  differentiate(batch: Batch): tf.Tensor2D;
  readonly layers: readonly TrainingLayer[];
}

/**
 * A graph on the current TF.js back end. Throws `model-unsupported` for a graph that does not end in
 * softmax.
 */
export function createTfNetwork(graph: ModelGraph, options: NetworkOptions): TfNetwork {
  const { learningRate, frozenLayers } = options;
  if (graph.layers.at(-1)?.kind !== 'softmax') {
    throw new Failure('model-unsupported', 'Training needs a graph that ends in softmax.');
  }
  const layers = graph.layers.map((layer) => buildLayer(layer, options));
  const parameters = layers.slice(frozenLayers).flatMap((layer) => layer.parameters);
  const adam: Adam = createAdam(parameters, learningRate);
  const inputsOf = graph.layers.map((layer) => layer.inputs);

  const forward = (x: tf.Tensor4D, mode: Mode, beforeLayer?: () => void): tf.Tensor2D => {
    const values = [x];
    for (const [index, layer] of layers.entries()) {
      beforeLayer?.();
      const [first, second] = inputsOf[index]!.map((id) => values[id]!);
      values.push(layer.forward(first!, index < frozenLayers ? 'inference' : mode, second));
    }
    const output = values.at(-1)!;
    return tf.reshape(output, [output.shape[0], output.shape[3]]);
  };

  const differentiate = (batch: BatchTensors, beforeLayer?: () => void): tf.Tensor2D => {
    const { x, target, weight } = batch;
    const probabilities = forward(x, 'training', beforeLayer);
    const gradients: (tf.Tensor4D | undefined)[] = new Array(layers.length + 1);
    const dlogits = tf.sub(tf.mul(probabilities, weight), target);
    const [count, classes] = probabilities.shape;
    gradients[layers.length] = tf.reshape(dlogits, [count, 1, 1, classes]);
    for (let index = layers.length - 1; index >= frozenLayers; index--) {
      const dy = gradients[index + 1];
      if (!dy) continue;
      beforeLayer?.();
      const sources = inputsOf[index]!.filter((id) => id > frozenLayers);
      const dx = layers[index]!.backward(dy, sources.length > 0);
      for (const source of sources) {
        const before = gradients[source];
        if (dx) gradients[source] = before ? tf.add(before, dx) : dx;
      }
    }
    return probabilities;
  };

  const tensorsOf = ({ rows, windows, target, weight }: Batch): BatchTensors => ({
    x: tf.tensor4d(windows, [rows, ...graph.input]),
    target: tf.tensor2d(target, [rows, target.length / rows]),
    weight: tf.tensor2d(weight, [rows, 1]),
  });

  return {
    layers,
    differentiate: (batch) => differentiate(tensorsOf(batch)),
    step: (batch, beforeLayer) =>
      numbersOf(
        tf.tidy(() => {
          const probabilities = differentiate(tensorsOf(batch), beforeLayer);
          beforeLayer?.();
          adam.apply();
          return probabilities;
        }),
      ),
    predict: (windows, rows) =>
      numbersOf(tf.tidy(() => forward(tf.tensor4d(windows, [rows, ...graph.input]), 'inference'))),
    async read() {
      return { ...graph, layers: await Promise.all(layers.map((layer) => layer.read())) };
    },
    dispose() {
      for (const layer of layers) layer.dispose();
      adam.dispose();
    },
  };
}

async function numbersOf(tensor: tf.Tensor): Promise<Float32Array> {
  const numbers = await tensor.data<'float32'>();
  tensor.dispose();
  return numbers;
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
