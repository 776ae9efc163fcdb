import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { Layer, ModelGraph, Shape } from '#core/model/graph';
import { inferShapes } from '#core/model/shapes';

/**
 * Median time of a step of the same network as TF.js itself trains it: a layers model, its Adam,
 * `trainOnBatch`, the loss read back each step. On the current back end, ms; the first step, which
 * compiles, is left out.
 */
export async function measureLayersSteps(
  graph: ModelGraph,
  batchSize: number,
  steps: number,
): Promise<number> {
  const model = layers.sequential();
  const shapes = inferShapes(graph);
  for (const [at, layer] of graph.layers.entries()) {
    const inputShape = at === 0 ? { inputShape: [...graph.input] } : {};
    for (const built of layersOf(layer, shapes[at]!, inputShape)) model.add(built);
  }
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'categoricalCrossentropy' });
  const classCount = (model.outputs[0]!.shape as number[]).at(-1)!;
  const x = tf.randomNormal([batchSize, ...graph.input]);
  const classes = tf.tensor1d(
    Array.from({ length: batchSize }, (_, row) => row % classCount),
    'int32',
  );
  const y = tf.oneHot(classes, classCount);
  const times: number[] = [];
  for (let step = 0; step <= steps; step++) {
    const startMs = performance.now();
    await model.trainOnBatch(x, y);
    if (step > 0) times.push(performance.now() - startMs);
  }
  tf.dispose([x, classes, y]);
  model.dispose();
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)]!;
}

function layersOf(
  layer: Layer,
  [frames, , features]: Shape,
  first: { inputShape?: number[] },
): layers.layers.Layer[] {
  const make = layers.layers;
  const activated = (activation: string) =>
    activation === 'none' ? [] : [make.activation({ activation: activation as 'relu' })];
  switch (layer.kind) {
    case 'conv2d':
    case 'depthwiseConv2d': {
      const shared = {
        ...first,
        kernelSize: [...layer.kernel] as [number, number],
        strides: [...layer.strides] as [number, number],
        padding: layer.padding,
        activation: (layer.activation === 'none' ? 'linear' : layer.activation) as 'relu',
      };
      return layer.kind === 'conv2d'
        ? [make.conv2d({ ...shared, filters: layer.filters })]
        : [make.depthwiseConv2d({ ...shared, depthMultiplier: layer.depthMultiplier })];
    }
    case 'batchNorm':
      return [make.batchNormalization({ epsilon: layer.epsilon }), ...activated(layer.activation)];
    case 'maxPool2d':
    case 'averagePool2d': {
      const pool = {
        ...first,
        poolSize: [...layer.size] as [number, number],
        strides: [...layer.strides] as [number, number],
        padding: layer.padding,
      };
      return [layer.kind === 'maxPool2d' ? make.maxPooling2d(pool) : make.averagePooling2d(pool)];
    }
    case 'globalAveragePool':
      return [make.globalAveragePooling2d({ dataFormat: 'channelsLast' })];
    case 'flatten':
      return [make.flatten(first)];
    case 'dropout':
      return [make.dropout({ rate: layer.rate })];
    case 'dense':
      return [make.dense({ ...first, units: layer.units }), ...activated(layer.activation)];
    case 'softmax':
      return [make.softmax()];
    case 'lstm': {
      const { units } = layer;
      return [
        make.reshape({ ...first, targetShape: [frames, features] }),
        make.lstm({
          units,
          recurrentActivation: 'sigmoid',
          returnSequences: true,
          // The default is orthogonal, which calls a method that the core alone lacks.
          recurrentInitializer: 'glorotUniform',
        }),
        make.reshape({ targetShape: [frames, 1, units] }),
      ];
    }
    case 'lastFrame':
      return [
        make.cropping2D({
          cropping: [
            [frames - 1, 0],
            [0, 0],
          ],
        }),
        make.flatten(),
      ];
    default:
      throw new Error(`Not measured with a ${layer.kind}.`);
  }
}
