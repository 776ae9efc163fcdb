import { calibrate } from '#core/compress/calibrate';
import { foldBatchNorm } from '#core/compress/fold';
import type { Int8Graph, Int8Layer } from '#core/compress/int8-graph';
import { quantise } from '#core/compress/quantise';
import { buildGraph } from '#core/model/build-graph';
import type { Activation, ModelGraph, Padding, Pair } from '#core/model/graph';
import { createGraphBuilder, type GraphBuilder } from '#core/model/graph-builder';
import type { DesignSpec } from '#core/model/preset';
import { presetOf } from '#core/model/presets';
import type { PresetId } from '#core/model/trained-model';
import { createRandom, type Random } from '#core/random';

/** A float graph quantised on noise: how long it takes depends on sizes and scales, not on weights. */
function quantised(float: ModelGraph, seed: number): Int8Graph {
  const graph = foldBatchNorm(float);
  const random = createRandom(seed);
  const [height, width, channels] = graph.input;
  const windows = Float32Array.from({ length: 2 * height * width * channels }, () =>
    random.normal(),
  );
  return quantise(graph, calibrate(graph, windows, 2));
}

/** A preset at a width, for four gestures. */
export function presetNetwork(preset: PresetId, window: DesignSpec, width: number): Int8Graph {
  const random = createRandom(7);
  return quantised(
    buildGraph(presetOf(preset).design(window, width), { ...window, classCount: 4, random }),
    7,
  );
}

/**
 * A network such as people train on motion, at random: a window of 20 to 130 frames as rows or as an
 * image, up to five layers of convolutions and pools, perhaps an LSTM, dense layers, softmax.
 */
export function randomNetwork(seed: number): Int8Graph {
  const random = createRandom(seed);
  const frames = 20 + random.integer(111);
  const channels = pick(random, 1, 2, 3, 3, 4, 6, 6, 7, 9);
  const image = channels > 1 && random.integer(3) === 0;
  const input = image ? ([frames, channels, 1] as const) : ([frames, 1, channels] as const);
  const builder = createGraphBuilder(input, createRandom(seed + 1e6));
  for (let count = random.integer(6); count > 0; count--) addSpatial(builder, random);
  const [height, width, depth] = builder.shape;
  if (width === 1 && height > 1 && height <= 64 && random.integer(3) === 0) {
    builder.lstm(2 + random.integer(20));
    if (random.integer(4) > 0) builder.lastFrame();
  }
  const [rows] = builder.shape;
  if (rows > 1 && (random.integer(2) === 0 || height * width * depth > 2000)) {
    builder.globalAveragePool();
  } else {
    builder.flatten();
  }
  for (let count = random.integer(3); count > 0; count--) {
    builder.dense(2 + random.integer(32), pick(random, 'relu', 'none'));
  }
  return quantised(
    builder
      .dense(2 + random.integer(7), 'none')
      .softmax()
      .graph(),
    seed,
  );
}

/** The same with weights of 15 values or of 3, a layer in four left as it is: code books pay. */
export function clustered(graph: Int8Graph, seed: number): Int8Graph {
  const random = createRandom(seed);
  const layers = graph.layers.map((layer): Int8Layer => {
    const step = pick(random, 17, 17, 85, 1);
    const rounded = (data: Int8Array) => data.map((weight) => Math.trunc(weight / step) * step);
    if (layer.kind === 'lstm') {
      const gates = layer.gates.map((gate) => ({
        ...gate,
        weights: { ...gate.weights, data: rounded(gate.weights.data) },
        recurrentWeights: { ...gate.recurrentWeights, data: rounded(gate.recurrentWeights.data) },
      }));
      return { ...layer, gates: gates as unknown as typeof layer.gates };
    }
    if (!('weights' in layer)) return layer;
    return {
      ...layer,
      weights: { ...layer.weights, data: rounded(layer.weights.data) },
    } as Int8Layer;
  });
  return { ...graph, layers };
}

/** Pools alone, of which the compiler makes very different code by what it knows of their bounds. */
export function poolNetwork(seed: number): Int8Graph {
  const random = createRandom(seed);
  const width = pick(random, 1, 2, 3, 4, 6, 9);
  const builder = createGraphBuilder(
    [10 + random.integer(120), width, pick(random, 1, 1, 2, 4, 7, 8, 16)],
    random,
  );
  for (let count = pick(random, 1, 1, 2, 3); count > 0 && builder.shape[0] > 1; count--) {
    const columns = Math.min(builder.shape[1], 1 + random.integer(3));
    const size: Pair = [(columns === 1 ? 2 : 1) + random.integer(3), columns];
    const padding = pick<Padding>(random, 'same', 'valid');
    if (random.integer(3) === 0) builder.averagePool2d(size, padding);
    else builder.maxPool2d(size, padding);
  }
  return quantised(builder.graph(), seed);
}

function addSpatial(builder: GraphBuilder, random: Random): void {
  const { shape } = builder;
  const across = shape[1] === 1 ? 1 : 1 + random.integer(3);
  const kernel: Pair = [Math.min(shape[0], 1 + random.integer(6)), Math.min(shape[1], across)];
  const padding = pick<Padding>(random, 'same', 'same', 'valid');
  const activation = pick<Activation>(random, 'relu', 'relu', 'relu6', 'none');
  const strides: Pair = [pick(random, 1, 1, 2, 2, 3), 1];
  const options = { kernel, strides, padding, activation };
  switch (random.integer(9)) {
    case 0:
    case 1:
    case 2:
      builder.conv2d(2 + random.integer(24), options);
      return;
    case 3:
    case 4:
      builder.depthwiseConv2d(options).conv2d(2 + random.integer(30), {
        kernel: [1, 1],
        activation: 'relu',
      });
      return;
    case 5:
    case 6: {
      const size: Pair = [2 + random.integer(3), shape[1] === 1 ? 1 : 1 + random.integer(3)];
      if (random.integer(3) === 0) builder.averagePool2d(size, padding);
      else builder.maxPool2d(size, padding);
      return;
    }
    case 7:
      builder.residual('relu', (inner) =>
        inner
          .depthwiseConv2d({ kernel: [Math.min(shape[0], 3), 1], activation: 'relu' })
          .conv2d(shape[2], { kernel: [1, 1] }),
      );
      return;
    default:
      switch (random.integer(3)) {
        case 0:
          builder.pad([random.integer(3), 0], [random.integer(3), 0]);
          return;
        case 1:
          builder.logistic();
          return;
        default:
          builder.relu();
      }
  }
}

function pick<T>(random: Random, ...choices: readonly T[]): T {
  return choices[random.integer(choices.length)]!;
}
