import { describe, expect, test } from 'vitest';
import { createRandom } from '#core/random';
import { randomInt8Graph, randomInt8Input } from '../../../../tests/support/random-int8-graph';
import type { Int8Graph, Int8Layer, Int8Value, Quantisation } from '../int8-graph';
import { createInt8Runner } from '../run-int8';
import { meanFactor } from './mean';

const random = createRandom(12);

/** Where a window of `size` starts and how many it gives: TensorFlow's rule, written from its text. */
function placed(length: number, size: number, stride: number, padding: 'same' | 'valid') {
  const count =
    padding === 'same' ? Math.ceil(length / stride) : Math.ceil((length - size + 1) / stride);
  const missing = padding === 'same' ? Math.max(0, (count - 1) * stride + size - length) : 0;
  return { count, before: Math.floor(missing / 2) };
}

/**
 * What a layer gives in real numbers, from the definition of each operator on what its int8 input,
 * weights and bias stand for; then at the output's scale, clamped, not rounded.
 */
function exactly(
  layer: Int8Layer,
  from: Int8Value,
  to: Int8Value,
  input: Int8Array,
  other: readonly number[],
): number[] {
  const [height, width, channels] = from.shape;
  const { scale, zeroPoint } = from.quantisation;
  const at = (y: number, x: number, c: number) =>
    scale * (input[(y * width + x) * channels + c]! - zeroPoint);
  const inside = (y: number, x: number) => y >= 0 && y < height && x >= 0 && x < width;

  if (layer.kind === 'reshape') return reals(from, input).map((value) => quantised(value, to));
  if (layer.kind === 'softmax') {
    const logits = reals(from, input);
    return logits.flatMap((logit, index) => {
      const row = index - (index % channels);
      const total = logits
        .slice(row, row + channels)
        .reduce((sum, one) => sum + Math.exp(one - logit), 0);
      return quantised(1 / total, to);
    });
  }
  if (layer.kind in POINTWISE) {
    const apply = POINTWISE[layer.kind as keyof typeof POINTWISE];
    return reals(from, input).map((value) => quantised(apply(value), to));
  }
  if (layer.kind === 'pad') {
    const [top, left] = layer.before;
    return places(to).map(([y, x, c]) =>
      quantised(inside(y - top, x - left) ? at(y - top, x - left, c) : 0, to),
    );
  }
  if (layer.kind === 'lastFrame') {
    return places(to).map(([, x, c]) => quantised(at(height - 1, x, c), to));
  }
  if (layer.kind === 'mean') {
    return Array.from({ length: channels }, (_, c) => {
      let sum = 0;
      for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) sum += at(y, x, c);
      return quantised(sum / (height * width), to);
    });
  }

  const [outputHeight, outputWidth, outputs] = to.shape;
  const clamped = (value: number) => {
    if (!('activation' in layer) || layer.activation === 'none') return value;
    return Math.min(
      layer.activation === 'relu6' ? 6 : Number.POSITIVE_INFINITY,
      Math.max(0, value),
    );
  };
  if (layer.kind === 'add') {
    return reals(from, input).map((value, i) => quantised(clamped(value + other[i]!), to));
  }
  const weightOf = (index: number, output: number) => {
    if (!('weights' in layer)) return 0;
    const { data, scales } = layer.weights;
    return data[index]! * scales[scales.length === 1 ? 0 : output]!;
  };
  const biasOf = (output: number) => {
    if (!('weights' in layer)) return 0;
    const { bias, scales } = layer.weights;
    return bias[output]! * scale * scales[scales.length === 1 ? 0 : output]!;
  };
  if (layer.kind === 'dense') {
    const values = reals(from, input);
    return Array.from({ length: outputs }, (_, o) => {
      const sum = values.reduce((s, v, i) => s + v * weightOf(o * values.length + i, o), biasOf(o));
      return quantised(clamped(sum), to);
    });
  }

  if (!('strides' in layer)) throw new Error(`${layer.kind} has no definition here.`);
  const [kernelHeight, kernelWidth] =
    'size' in layer ? layer.size : (layer.weights.shape.slice(1, 3) as [number, number]);
  const rows = placed(height, kernelHeight, layer.strides[0], layer.padding);
  const columns = placed(width, kernelWidth, layer.strides[1], layer.padding);
  expect([rows.count, columns.count]).toEqual([outputHeight, outputWidth]);
  const results: number[] = [];
  for (let y = 0; y < outputHeight; y++) {
    for (let x = 0; x < outputWidth; x++) {
      for (let o = 0; o < outputs; o++) {
        let sum = biasOf(o);
        let highest = Number.NEGATIVE_INFINITY;
        let count = 0;
        for (let ky = 0; ky < kernelHeight; ky++) {
          for (let kx = 0; kx < kernelWidth; kx++) {
            const iy = y * layer.strides[0] - rows.before + ky;
            const ix = x * layer.strides[1] - columns.before + kx;
            if (!inside(iy, ix)) continue;
            count++;
            const point = ky * kernelWidth + kx;
            if (layer.kind === 'conv2d') {
              for (let c = 0; c < channels; c++) {
                const index = (o * kernelHeight * kernelWidth + point) * channels + c;
                sum += at(iy, ix, c) * weightOf(index, o);
              }
            } else if (layer.kind === 'depthwiseConv2d') {
              const c = Math.floor(o / layer.depthMultiplier);
              sum += at(iy, ix, c) * weightOf(point * outputs + o, o);
            } else {
              sum += at(iy, ix, o);
              highest = Math.max(highest, at(iy, ix, o));
            }
          }
        }
        if (layer.kind === 'maxPool2d') sum = highest;
        if (layer.kind === 'averagePool2d') sum /= count;
        results.push(quantised(clamped(sum), to));
      }
    }
  }
  return results;
}

const POINTWISE = {
  relu: (value: number) => Math.max(0, value),
  relu6: (value: number) => Math.min(6, Math.max(0, value)),
  logistic: (value: number) => 1 / (1 + Math.exp(-value)),
  tanh: Math.tanh,
  requantise: (value: number) => value,
};

/** Row, column and channel of every number of a value. */
function places({ shape: [height, width, channels] }: Int8Value): [number, number, number][] {
  return Array.from({ length: height * width * channels }, (_, i) => [
    Math.floor(i / (width * channels)),
    Math.floor(i / channels) % width,
    i % channels,
  ]);
}

function reals({ quantisation: { scale, zeroPoint } }: Int8Value, values: Int8Array): number[] {
  return Array.from(values, (value) => scale * (value - zeroPoint));
}

function quantised(real: number, { quantisation: { scale, zeroPoint } }: Int8Value): number {
  return Math.max(-128, Math.min(127, real / scale + zeroPoint));
}

test('every operator but an LSTM, whose errors add up, is within a step of its definition', () => {
  const largest = new Map<string, number>();
  const seen = new Map<string, number>();
  for (let seed = 0; seed < 250; seed++) {
    const graph = randomInt8Graph(seed);
    const runner = createInt8Runner(graph);
    runner.run(randomInt8Input(graph, random));
    for (const [index, layer] of graph.layers.entries()) {
      if (layer.kind === 'lstm') continue;
      const id = layer.inputs[0]!;
      const wanted = exactly(
        layer,
        graph.values[id]!,
        graph.values[index + 1]!,
        runner.values[id]!,
        layer.inputs
          .slice(1)
          .flatMap((right) => reals(graph.values[right]!, runner.values[right]!)),
      );
      const got = runner.values[index + 1]!;
      expect(got.length).toBe(wanted.length);
      for (const [at, value] of wanted.entries()) {
        const difference = Math.abs(got[at]! - value);
        largest.set(layer.kind, Math.max(largest.get(layer.kind) ?? 0, difference));
      }
      seen.set(layer.kind, (seen.get(layer.kind) ?? 0) + got.length);
    }
  }
  for (const count of seen.values()) expect(count).toBeGreaterThan(250);
  expect(seen.size).toBe(16);
  // Half a step is rounding to the nearest; the second rounding may add a little.
  for (const kind of ['reshape', 'pad', 'lastFrame', 'maxPool2d']) {
    expect(largest.get(kind)).toBeLessThan(1e-9);
  }
  for (const difference of largest.values()) expect(difference).toBeLessThanOrEqual(1);
});

/** One layer on its own. */
function alone(
  layer: Record<string, unknown>,
  from: Int8Value,
  to: Int8Value,
  input: readonly number[],
): number[] {
  const graph: Int8Graph = {
    values: [from, to],
    layers: [{ name: 'it', inputs: [0], ...layer } as unknown as Int8Layer],
  };
  return [...createInt8Runner(graph).run(Int8Array.from(input))];
}

const value = (
  shape: Int8Value['shape'],
  quantisation: Quantisation = { scale: 1, zeroPoint: 0 },
): Int8Value => ({ shape, quantisation });

const ones = (shape: readonly number[], outputs: number) => ({
  shape,
  data: new Int8Array(shape.reduce((product, one) => product * one, 1)).fill(1),
  scales: new Float32Array(outputs).fill(1),
  bias: new Int32Array(outputs),
});

describe('padding', () => {
  // A window's own zero point all over: anything else than 0 came from outside.
  test.each(['conv2d', 'depthwiseConv2d'])(
    'adds nothing to a %s, whatever the zero point',
    (kind) => {
      const from = value([3, 3, 1], { scale: 1, zeroPoint: 7 });
      const layer = {
        kind,
        depthMultiplier: 1,
        strides: [1, 1],
        padding: 'same',
        activation: 'none',
        weights: ones([1, 3, 3, 1], 1),
      };
      expect(alone(layer, from, value([3, 3, 1]), new Array(9).fill(7))).toEqual(
        new Array(9).fill(0),
      );
      // One above the zero point everywhere: the sum counts the points inside.
      expect(alone(layer, from, value([3, 3, 1]), new Array(9).fill(8))).toEqual([
        4, 6, 4, 6, 9, 6, 4, 6, 4,
      ]);
    },
  );

  test('puts what is odd after the last value', () => {
    const layer = {
      kind: 'conv2d',
      strides: [2, 1],
      padding: 'same',
      activation: 'none',
      weights: ones([1, 3, 1, 1], 1),
    };
    // Four values, steps of two, one zero missing: it stands at the end.
    expect(alone(layer, value([4, 1, 1]), value([2, 1, 1]), [1, 2, 4, 8])).toEqual([7, 12]);
  });

  test('is left out of a pool: a maximum below zero stays, a mean is of the points inside', () => {
    const pool = { size: [2, 1], strides: [2, 1], padding: 'same' };
    const [from, to] = [value([3, 1, 1]), value([2, 1, 1])];
    expect(alone({ kind: 'maxPool2d', ...pool }, from, to, [-9, -5, -7])).toEqual([-5, -7]);
    expect(alone({ kind: 'averagePool2d', ...pool }, from, to, [-9, -5, -7])).toEqual([-7, -7]);
  });
});

describe('fused activations', () => {
  const layer = (activation: string) => ({ kind: 'dense', activation, weights: ones([1, 1], 1) });
  const to = value([1, 1, 1], { scale: 0.5, zeroPoint: -100 });
  test.each([
    ['none', -10, -120],
    ['relu', -10, -100],
    ['relu', 3, -94],
    ['relu', 120, 127],
    ['relu6', 3, -94],
    ['relu6', 7, -88],
    ['relu6', -3, -100],
  ])('%s of %i is %i', (activation, input, output) => {
    expect(alone(layer(activation), value([1, 1, 1]), to, [input])).toEqual([output]);
  });
});

test.each([
  [[1, 2], 2],
  [[-1, -2], -2],
  [[0, -1], -1],
  [[1, 0], 1],
  [[-128, -127], -128],
  [[1, 1, 2], 1],
  [[-1, -2, -2], -2],
])('an average pool of %j is %i: halves away from zero', (input, output) => {
  const layer = {
    kind: 'averagePool2d',
    size: [input.length, 1],
    strides: [1, 1],
    padding: 'valid',
  };
  expect(alone(layer, value([input.length, 1, 1]), value([1, 1, 1]), input)).toEqual([output]);
});

test("a mean's factor is the integer division of the multiplier by the count", () => {
  for (const count of [1, 2, 3, 7, 25, 96, 1_000]) {
    const { multiplier, shift } = meanFactor(1, count);
    const real = multiplier * 2 ** (shift - 31);
    expect(real).toBeLessThanOrEqual(1 / count);
    expect(real).toBeGreaterThan((1 / count) * (1 - 2 ** -29));
  }
  // 2^31 / 3 is 715,827,882.67: cut, not rounded.
  expect(meanFactor(1, 3)).toEqual({ multiplier: 715_827_882, shift: 0 });
});

test('dense layers take one scale for all units, convolutions one for each filter', () => {
  const weights = {
    shape: [2, 1, 1, 1],
    data: Int8Array.of(10, 10),
    scales: Float32Array.of(1, 0.5),
    bias: Int32Array.of(0, 4),
  };
  const convolution = { kind: 'conv2d', strides: [1, 1], padding: 'valid', activation: 'none' };
  const to = value([1, 1, 2]);
  expect(alone({ ...convolution, weights }, value([1, 1, 1]), to, [3])).toEqual([30, 17]);
  const shared = { ...weights, shape: [2, 1], scales: Float32Array.of(0.5) };
  const dense = { kind: 'dense', activation: 'none', weights: shared };
  expect(alone(dense, value([1, 1, 1]), to, [3])).toEqual([15, 17]);
});

test('a softmax is 127 where one class is sure, and nothing counts beyond its reach', () => {
  const to = value([1, 1, 3], { scale: 1 / 256, zeroPoint: -128 });
  const from = value([1, 1, 3]);
  expect(alone({ kind: 'softmax' }, from, to, [100, -100, -128])).toEqual([127, -128, -128]);
  expect(alone({ kind: 'softmax' }, from, to, [5, 5, -120])).toEqual([0, 0, -128]);
});
