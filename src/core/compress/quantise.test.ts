import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ModelGraph } from '#core/model/graph';
import { createGraphBuilder } from '#core/model/graph-builder';
import { createFloatRunner } from '#core/model/run-float';
import { createRandom } from '#core/random';
import { calibrate } from './calibrate';
import type { Int8Weights } from './int8-graph';
import { activationScale, quantise } from './quantise';
import { dequantise, quantiseInto } from './quantise-values';
import { createInt8Runner } from './run-int8';

const random = createRandom(8);
const normals = (length: number) => Float32Array.from({ length }, () => random.normal());

describe("an activation's scale", () => {
  test('makes 0 exact and reaches both ends to half a step', () => {
    const end = fc.double({ min: -1_000, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(end, end, (a, b) => {
        const [low, high] = [Math.min(a, b, 0), Math.max(a, b, 0)];
        const { scale, zeroPoint } = activationScale(Math.min(a, b), Math.max(a, b));
        expect(scale).toBe(Math.fround(scale));
        expect(Number.isInteger(zeroPoint) && zeroPoint >= -128 && zeroPoint <= 127).toBe(true);
        const slack = scale * 0.51;
        expect(scale * (-128 - zeroPoint)).toBeLessThanOrEqual(low + slack);
        expect(scale * (127 - zeroPoint)).toBeGreaterThanOrEqual(high - slack);
      }),
    );
  });

  test.each([
    [0, 255, 1, -128],
    [-255, 0, 1, 127],
    [-1, 1, 2 / 255, 0],
    // A range that leaves 0 out is widened to it.
    [51, 255, 1, -128],
    [-255, -51, 1, 127],
  ])('of %d … %d is %d with zero point %i', (low, high, scale, zeroPoint) => {
    const got = activationScale(low, high);
    expect(got.scale).toBeGreaterThanOrEqual(scale);
    expect(got.scale).toBeLessThan(scale * (1 + 2 ** -11));
    // −1 … 1 lies on a half: either neighbour would do, TensorFlow's rounding gives this one.
    expect(Math.abs(got.zeroPoint - zeroPoint)).toBeLessThanOrEqual(low === -1 ? 1 : 0);
  });

  test('has a floor, so that a value that is always 0 has a scale', () => {
    expect(activationScale(0, 0).scale).toBeGreaterThan(2 ** -26);
  });

  test('refuses what is no number', () => {
    expect(() => activationScale(0, Number.POSITIVE_INFINITY)).toThrow(
      expect.objectContaining({ code: 'model-unsupported' }),
    );
  });
});

/** Real weight that int8 weight `at` of output `channel` stands for. */
function realWeight({ data, scales }: Int8Weights, at: number, channel: number): number {
  return data[at]! * scales[scales.length === 1 ? 0 : channel]!;
}

describe('quantised weights', () => {
  const graph = createGraphBuilder([8, 1, 3], random)
    .conv2d(4, { kernel: [3, 1], activation: 'relu' })
    .depthwiseConv2d({ kernel: [3, 1] })
    .flatten()
    .dense(5, 'none')
    .softmax()
    .graph();
  const withBias: ModelGraph = {
    ...graph,
    layers: graph.layers.map((layer) =>
      'bias' in layer ? { ...layer, bias: normals(layer.bias.length) } : layer,
    ),
  };
  const ranges = calibrate(withBias, normals(24 * 40), 40);
  const int8 = quantise(withBias, ranges);

  test('are laid out as TensorFlow Lite has them', () => {
    const shapes = int8.layers.flatMap((layer) =>
      'weights' in layer ? [layer.weights.shape] : [],
    );
    expect(shapes).toEqual([
      [4, 3, 1, 3],
      [1, 3, 1, 4],
      [5, 32],
    ]);
  });

  test.each([0, 1, 3])('of layer %i are the nearest, symmetric, the largest at 127', (index) => {
    const float = withBias.layers[index]!;
    const layer = int8.layers[index]!;
    if (!('weights' in layer) || !('weights' in float)) throw new Error('It has weights.');
    const { weights } = layer;
    const outputs = float.bias.length;
    const perOutput = float.weights.length / outputs;
    const channelOf = (at: number) =>
      layer.kind === 'depthwiseConv2d' ? at % outputs : Math.floor(at / perOutput);
    expect(weights.scales).toHaveLength(layer.kind === 'dense' ? 1 : outputs);
    const largest = new Array(weights.scales.length).fill(0);
    for (const [at, value] of float.weights.entries()) {
      const channel = channelOf(at);
      const scale = weights.scales[weights.scales.length === 1 ? 0 : channel]!;
      expect(Math.abs(realWeight(weights, at, channel) - value)).toBeLessThan(scale * 0.5001);
      const group = weights.scales.length === 1 ? 0 : channel;
      largest[group] = Math.max(largest[group], Math.abs(weights.data[at]!));
    }
    expect(largest.every((one) => one === 127)).toBe(true);
  });

  test.each([0, 1, 3])('have a bias at the scale of input times weight (layer %i)', (index) => {
    const float = withBias.layers[index]!;
    const layer = int8.layers[index]!;
    if (!('weights' in layer) || !('weights' in float)) throw new Error('It has weights.');
    const { bias, scales } = layer.weights;
    const inputScale = int8.values[layer.inputs[0]!]!.quantisation.scale;
    for (const [channel, value] of float.bias.entries()) {
      const step = inputScale * scales[scales.length === 1 ? 0 : channel]!;
      expect(Math.abs(bias[channel]! * step - value)).toBeLessThan(step * 0.51);
    }
  });

  test('keep zeros at zero, and a channel without weights its bias', () => {
    const [first, ...rest] = withBias.layers;
    if (first?.kind !== 'conv2d') throw new Error('The first layer is a convolution.');
    const silent = { ...first, weights: first.weights.map((w, at) => (at < 9 ? 0 : w)) };
    const changed: ModelGraph = { ...withBias, layers: [silent, ...rest] };
    const layer = quantise(changed, ranges).layers[0]!;
    if (layer.kind !== 'conv2d') throw new Error('It stays a convolution.');
    const { data, bias, scales } = layer.weights;
    expect(data.subarray(0, 9).every((value) => value === 0)).toBe(true);
    const inputScale = int8.values[0]!.quantisation.scale;
    expect(bias[0]! * inputScale * scales[0]!).toBeCloseTo(first.bias[0]!, 4);
  });

  test('give the float network to within a few steps', () => {
    const float = createFloatRunner(withBias);
    const runner = createInt8Runner(int8);
    const input = new Int8Array(24);
    let largest = 0;
    for (let round = 0; round < 30; round++) {
      const window = normals(24).map((one) => Math.max(-2, Math.min(2, one)));
      quantiseInto(window, int8.values[0]!.quantisation, input);
      const scores = Array.from(runner.run(input), (one) =>
        dequantise(int8.values.at(-1)!.quantisation, one),
      );
      for (const [at, score] of float.run(window).entries()) {
        largest = Math.max(largest, Math.abs(score - scores[at]!));
      }
    }
    expect(largest).toBeLessThan(0.12);
  });
});

test('layers that only move data keep the scale of what they read; softmax has its own', () => {
  const graph = createGraphBuilder([8, 1, 2], random)
    .maxPool2d([2, 1], 'valid')
    .flatten()
    .softmax()
    .graph();
  const { values } = quantise(graph, calibrate(graph, normals(16 * 4), 4));
  expect(values[1]!.quantisation).toEqual(values[0]!.quantisation);
  expect(values[2]!.quantisation).toEqual(values[0]!.quantisation);
  expect(values[3]!.quantisation).toEqual({ scale: 1 / 256, zeroPoint: -128 });
});

test('an average pool keeps the scale of what it reads', () => {
  const pool = { kind: 'averagePool2d', size: [2, 1], strides: [2, 1], padding: 'same' } as const;
  const graph: ModelGraph = { input: [4, 1, 1], layers: [{ ...pool, name: 'pool', inputs: [0] }] };
  const { values } = quantise(graph, calibrate(graph, Float32Array.of(1, 3, -2, 2), 1));
  expect(values[1]!.quantisation).toEqual(values[0]!.quantisation);
});

test('a bias has the scale of the value that its layer reads, which need not be the last', () => {
  const dense = {
    kind: 'dense',
    units: 1,
    activation: 'none',
    weights: Float32Array.of(127),
    bias: Float32Array.of(8),
  } as const;
  const graph: ModelGraph = {
    input: [1, 1, 1],
    layers: [
      { ...dense, name: 'first', inputs: [0] },
      { ...dense, name: 'second', inputs: [0] },
    ],
  };
  const ranges = {
    lowest: Float32Array.of(0, 0, 0),
    highest: Float32Array.of(255, 2550, 2550),
    largestCells: new Float32Array(3),
  };
  const [, second] = quantise(graph, ranges).layers;
  expect(second).toMatchObject({ weights: { bias: Int32Array.of(8) } });
  const fewer = { ...ranges, lowest: ranges.lowest.slice(1), highest: ranges.highest.slice(1) };
  expect(() => quantise(graph, fewer)).toThrow(RangeError);
});

test('dense weights have one scale, or one for each unit on request', () => {
  const graph = createGraphBuilder([1, 1, 4], random).dense(3, 'none').graph();
  const ranges = calibrate(graph, normals(40), 10);
  const scalesOf = (options: { perChannelDense?: boolean }) => {
    const [layer] = quantise(graph, ranges, options).layers;
    if (layer?.kind !== 'dense') throw new Error('It is dense.');
    return layer.weights.scales;
  };
  expect(scalesOf({})).toHaveLength(1);
  const perUnit = scalesOf({ perChannelDense: true });
  expect(perUnit).toHaveLength(3);
  expect(scalesOf({})[0]! / Math.max(...perUnit)).toBeGreaterThanOrEqual(1);
  expect(scalesOf({})[0]! / Math.max(...perUnit)).toBeLessThan(1 + 2 ** -11);
});

test('the scales of a dense layer multiply without rounding, in float32 as in float64', () => {
  for (let round = 0; round < 50; round++) {
    const spread = 10 ** (4 * random.next() - 2);
    const input = normals(40).map((value) => value * spread);
    const graph = createGraphBuilder([1, 1, 4], random).dense(3, 'none').graph();
    const { values, layers } = quantise(graph, calibrate(graph, input, 10));
    const [layer] = layers;
    if (layer?.kind !== 'dense') throw new Error('It is dense.');
    const product = values[0]!.quantisation.scale * layer.weights.scales[0]!;
    expect(Math.fround(product)).toBe(product);
  }
});

const base = (name: string, ...inputs: number[]) => ({ name, inputs });

describe('the scale of what a layer gives', () => {
  const graph: ModelGraph = {
    input: [3, 1, 2],
    layers: [
      { ...base('pad', 0), kind: 'pad', before: [1, 0], after: [0, 1] },
      { ...base('relu6', 1), kind: 'relu6' },
      { ...base('lastFrame', 2), kind: 'lastFrame' },
      { ...base('relu', 3), kind: 'relu' },
      { ...base('logistic', 4), kind: 'logistic' },
      { ...base('tanh', 4), kind: 'tanh' },
      { ...base('add', 5, 6), kind: 'add', activation: 'none' },
    ],
  };
  const windows = normals(6 * 50);
  const ranges = calibrate(graph, windows, 50);
  const { values } = quantise(graph, ranges);

  test('is that of what it reads where it moves or clamps numbers', () => {
    for (const id of [1, 2, 3]) expect(values[id]!.quantisation).toEqual(values[0]!.quantisation);
  });

  test('is fixed for logistic and tanh, as the kernels have it', () => {
    expect(values[5]!.quantisation).toEqual({ scale: 1 / 256, zeroPoint: -128 });
    expect(values[6]!.quantisation).toEqual({ scale: 1 / 128, zeroPoint: 0 });
  });

  test('is calibrated for relu and sums', () => {
    for (const id of [4, 7]) {
      const wanted = activationScale(ranges.lowest[id]!, ranges.highest[id]!);
      expect(values[id]!.quantisation).toEqual(wanted);
    }
  });

  test("is never so small beside a sum's terms that ADD refuses it", () => {
    const opposite: ModelGraph = {
      input: [1, 1, 1],
      layers: [
        {
          ...base('minus', 0),
          kind: 'dense',
          units: 1,
          activation: 'none',
          weights: Float32Array.of(-1),
          bias: Float32Array.of(0),
        },
        { ...base('sum', 0, 1), kind: 'add', activation: 'none' },
      ],
    };
    const int8 = quantise(opposite, calibrate(opposite, Float32Array.of(-1000, 1000), 2));
    const [, minus, sum] = int8.values.map(({ quantisation }) => quantisation.scale);
    expect((2 * minus!) / (2 ** 20 * sum!)).toBeLessThan(1);
  });
});

test('a graph that is not folded is refused', () => {
  const graph = createGraphBuilder([4, 1, 2], random).batchNorm('none').graph();
  expect(() => quantise(graph, calibrate(graph, normals(8), 1))).toThrow('not folded');
});
