import type { Layer, ModelGraph } from '../../src/core/model/graph';
import { createRandom } from '../../src/core/random';

/** Windows of `[frames × channels]` that the graph below reads. */
export const EVERY_LAYER_WINDOW = [16, 3] as const;

type WithoutName = Layer extends infer L ? (L extends Layer ? Omit<L, 'name'> : never) : never;

/** A float network with a layer of every kind and branches of both sorts, weights at random. */
export function everyLayerGraph(seed: number): ModelGraph {
  const random = createRandom(seed);
  const normals = (length: number, deviation = 1) =>
    Float32Array.from({ length }, () => deviation * random.normal());
  const [frames, channels] = EVERY_LAYER_WINDOW;
  const layers: Layer[] = [];
  /** Adds a layer; gives the id of its value. */
  const add = (layer: WithoutName) =>
    layers.push({ name: `${layer.kind}_${layers.length + 1}`, ...layer } as Layer);
  const steps = { strides: [1, 1], padding: 'same' } as const;
  const convolution = (inputs: number[], filters: number, kernel: number, from: number) =>
    ({
      kind: 'conv2d',
      inputs,
      filters,
      kernel: [kernel, 1],
      ...steps,
      activation: 'none',
      weights: normals(filters * kernel * from, 1 / Math.sqrt(kernel * from)),
      bias: normals(filters, 0.3),
    }) as const;
  const lstm = (inputs: number[], units: number, features: number) =>
    ({
      kind: 'lstm',
      inputs,
      units,
      weights: normals(4 * units * features, 0.5),
      recurrentWeights: normals(4 * units * units, 0.4),
      bias: normals(4 * units, 0.4),
    }) as const;
  const dense = (inputs: number[], units: number, from: number) =>
    ({
      kind: 'dense',
      inputs,
      units,
      activation: 'none',
      weights: normals(units * from, 1 / Math.sqrt(from)),
      bias: normals(units, 0.3),
    }) as const;

  const first = add(convolution([0], 4, 3, channels));
  const norm = add({
    kind: 'batchNorm',
    inputs: [first],
    gamma: normals(4),
    beta: normals(4, 0.3),
    mean: normals(4, 0.3),
    variance: Float32Array.of(0.5, 1, 1.5, 2),
    epsilon: 1e-3,
    activation: 'none',
  });
  const bent = add({ kind: 'tanh', inputs: [norm] });
  const deep = add({
    kind: 'depthwiseConv2d',
    inputs: [bent],
    depthMultiplier: 1,
    kernel: [3, 1],
    ...steps,
    activation: 'none',
    weights: normals(12, 0.6),
    bias: normals(4, 0.3),
  });
  const short = add({ kind: 'add', inputs: [deep, norm], activation: 'none' });
  const relu = add({ kind: 'relu', inputs: [short] });
  const padded = add({ kind: 'pad', inputs: [relu], before: [2, 0], after: [0, 0] });
  const pool = { size: [2, 1], strides: [2, 1], padding: 'valid' } as const;
  const pooled = add({ kind: 'maxPool2d', inputs: [padded], ...pool });
  const relu6 = add({ kind: 'relu6', inputs: [pooled] });
  const memory = add(lstm([relu6], 5, 4));
  const again = add(lstm([memory], 5, 5));
  const both = add({ kind: 'add', inputs: [memory, again], activation: 'none' });
  const last = add({ kind: 'lastFrame', inputs: [both] });
  const gate = add({ kind: 'logistic', inputs: [add(dense([last], 6, 5))] });
  // The other branch goes around the recurrent one.
  const mean = add({ kind: 'globalAveragePool', inputs: [pooled] });
  const around = add(dense([mean], 6, 4));
  const joined = add({ kind: 'add', inputs: [gate, around], activation: 'relu' });
  const averaged = add({ kind: 'averagePool2d', inputs: [padded], ...pool });
  const flat = add({
    kind: 'dropout',
    rate: 0.3,
    inputs: [add({ kind: 'flatten', inputs: [averaged] })],
  });
  const wide = add(dense([flat], 6, (frames + 2) * 2));
  const sum = add({ kind: 'add', inputs: [joined, wide], activation: 'none' });
  add({ kind: 'softmax', inputs: [add(dense([sum], 4, 6))] });
  return { input: [frames, 1, channels], layers };
}
