import { describe, expect, test } from 'vitest';
import { createRandom } from '#core/random';
import type { Conv2dLayer, DepthwiseConv2dLayer, LstmLayer, Pool2dLayer } from '../graph';
import { layerShape } from '../shapes';
import { activate, applyPointwise } from './activation';
import { applyAdd } from './add';
import { applyBatchNorm } from './batch-norm';
import { applyConv2d } from './conv2d';
import { applyDense } from './dense';
import { applyDepthwiseConv2d } from './depthwise-conv2d';
import { applyGlobalAveragePool } from './global-average-pool';
import { applyLastFrame } from './last-frame';
import { applyLstm } from './lstm';
import { applyPad } from './pad';
import { applyPool2d } from './pool2d';
import { applySoftmax } from './softmax';

const random = createRandom(15);
const normals = (length: number) => Float32Array.from({ length }, () => random.normal());
const base = { name: 'it', inputs: [0] } as const;

type Size = readonly [number, number, number];

/** A copy of the image with a border of `fill`, so that a kernel needs no bounds. */
function bordered(
  image: Float32Array,
  [height, width, channels]: Size,
  border: number,
  fill: number,
) {
  const wide = width + 2 * border;
  const out = new Float32Array((height + 2 * border) * wide * channels).fill(fill);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width * channels; x++) {
      out[((y + border) * wide + border) * channels + x] = image[y * width * channels + x]!;
    }
  }
  return (y: number, x: number, c: number) =>
    out[((y + border) * wide + x + border) * channels + c]!;
}

const BORDER = 4;

describe.each(['same', 'valid'] as const)("with padding '%s'", (padding) => {
  test.each([
    [
      [7, 5, 2],
      [3, 2],
      [1, 1],
    ],
    [
      [8, 4, 3],
      [4, 3],
      [2, 1],
    ],
    [
      [9, 6, 1],
      [2, 3],
      [3, 2],
    ],
    [
      [6, 6, 2],
      [1, 1],
      [2, 3],
    ],
  ] as const)(
    'convolutions and pools of %j by %j, steps %j, are their sums',
    (from, kernel, strides) => {
      const image = normals(from[0] * from[1] * from[2]);
      const channels = from[2];
      const conv: Conv2dLayer = {
        ...base,
        kind: 'conv2d',
        filters: 3,
        kernel,
        strides,
        padding,
        activation: 'relu',
        weights: normals(3 * kernel[0] * kernel[1] * channels),
        bias: normals(3),
      };
      const depthwise: DepthwiseConv2dLayer = {
        ...base,
        kind: 'depthwiseConv2d',
        depthMultiplier: 2,
        kernel,
        strides,
        padding,
        activation: 'none',
        weights: normals(kernel[0] * kernel[1] * channels * 2),
        bias: normals(channels * 2),
      };
      const to = layerShape(conv, from);
      const points = to[0] * to[1];
      const got = new Float32Array(points * 3);
      applyConv2d(conv, from, to, image, got);
      const gotDepthwise = new Float32Array(points * channels * 2);
      applyDepthwiseConv2d(depthwise, from, layerShape(depthwise, from), image, gotDepthwise);
      const pools = (['maxPool2d', 'averagePool2d'] as const).map((kind) => {
        const layer: Pool2dLayer = { ...base, kind, size: kernel, strides, padding };
        const out = new Float32Array(points * channels);
        applyPool2d(layer, from, image, out);
        return out;
      });

      const zeros = bordered(image, from, BORDER, 0);
      const gaps = bordered(image, from, BORDER, Number.NaN);
      const before = [0, 1].map((axis) => {
        const missing = (to[axis]! - 1) * strides[axis]! + kernel[axis]! - from[axis]!;
        return padding === 'same' ? Math.floor(Math.max(0, missing) / 2) : 0;
      }) as [number, number];
      for (let point = 0; point < points; point++) {
        const top = Math.floor(point / to[1]) * strides[0] - before[0];
        const left = (point % to[1]) * strides[1] - before[1];
        const taps = Array.from({ length: kernel[0] * kernel[1] }, (_, k) => ({
          y: top + Math.floor(k / kernel[1]),
          x: left + (k % kernel[1]),
        }));
        for (let f = 0; f < 3; f++) {
          let sum = conv.bias[f]!;
          for (const [k, { y, x }] of taps.entries()) {
            for (let c = 0; c < channels; c++) {
              sum += zeros(y, x, c) * conv.weights[(f * taps.length + k) * channels + c]!;
            }
          }
          expect(got[point * 3 + f]).toBeCloseTo(Math.max(0, sum), 4);
        }
        for (let o = 0; o < channels * 2; o++) {
          const sum = taps.reduce(
            (s, { y, x }, k) =>
              s + zeros(y, x, Math.floor(o / 2)) * depthwise.weights[k * channels * 2 + o]!,
            depthwise.bias[o]!,
          );
          expect(gotDepthwise[point * channels * 2 + o]).toBeCloseTo(sum, 4);
        }
        for (let c = 0; c < channels; c++) {
          const seen = taps.map(({ y, x }) => gaps(y, x, c)).filter((one) => !Number.isNaN(one));
          const mean = seen.reduce((s, one) => s + one, 0) / seen.length;
          expect(pools[0]![point * channels + c]).toBe(Math.max(...seen));
          expect(pools[1]![point * channels + c]).toBeCloseTo(mean, 5);
        }
      }
    },
  );
});

test('a dense layer is its matrix on the vector', () => {
  const layer = {
    ...base,
    kind: 'dense',
    units: 2,
    activation: 'relu6',
    weights: Float32Array.of(1, 2, 3, -1, 0, 1),
    bias: Float32Array.of(1, -1),
  } as const;
  const output = new Float32Array(2);
  applyDense(layer, Float32Array.of(1, 0, 1), output);
  expect([...output]).toEqual([5, 0]);
  applyDense(layer, Float32Array.of(1, 2, 3), output);
  expect([...output]).toEqual([6, 1]);
});

test.each([
  ['none', -3, -3],
  ['relu', -3, 0],
  ['relu', 9, 9],
  ['relu6', 9, 6],
  ['relu6', 5, 5],
  ['relu', Number.NaN, Number.NaN],
] as const)('%s of %d is %d', (activation, value, result) => {
  expect(activate(activation, value)).toBe(result);
});

test('batch normalisation takes each channel by its own mean and variance', () => {
  const layer = {
    ...base,
    kind: 'batchNorm',
    gamma: Float32Array.of(2, 1),
    beta: Float32Array.of(1, 0),
    mean: Float32Array.of(3, -1),
    variance: Float32Array.of(3, 8),
    epsilon: 1,
    activation: 'none',
  } as const;
  const output = new Float32Array(4);
  applyBatchNorm(layer, Float32Array.of(5, 2, 1, -4), output);
  expect([...output]).toEqual([3, 1, -1, -1]);
});

test('softmax sums to one at every point, however large the numbers', () => {
  const output = new Float32Array(6);
  applySoftmax(3, Float32Array.of(1_000, 1_000, -1_000, 0, Math.log(2), Math.log(5)), output);
  for (const [at, share] of [0.5, 0.5, 0, 1 / 8, 2 / 8, 5 / 8].entries()) {
    expect(output[at]).toBeCloseTo(share, 6);
  }
});

test('the global average is of all points of a channel', () => {
  const output = new Float32Array(2);
  applyGlobalAveragePool([2, 2, 2], Float32Array.of(1, 10, 2, 20, 3, 30, 6, 60), output);
  expect([...output]).toEqual([3, 30]);
});

test.each([
  ['relu', [-2, 0, 7], [0, 0, 7]],
  ['relu6', [-2, 3, 7], [0, 3, 6]],
  ['logistic', [0, Math.log(3), -Math.log(3)], [0.5, 0.75, 0.25]],
  ['tanh', [0, Math.log(2), -Math.log(3)], [0, 0.6, -0.8]],
] as const)('%s of %j is %j', (kind, input, wanted) => {
  const output = new Float32Array(3);
  applyPointwise(kind, Float32Array.from(input), output);
  for (const [at, value] of wanted.entries()) expect(output[at]).toBeCloseTo(value, 6);
});

test('a sum is number by number, then activated', () => {
  const output = new Float32Array(3);
  const layer = { name: 'it', inputs: [0, 1], kind: 'add', activation: 'relu6' } as const;
  applyAdd(layer, Float32Array.of(1, -5, 4), Float32Array.of(2, 3, 3), output);
  expect([...output]).toEqual([3, 0, 6]);
});

test('a border of zeros lies around height and width, whatever lay there before', () => {
  const layer = { ...base, kind: 'pad', before: [1, 0], after: [0, 2] } as const;
  const output = new Float32Array(12).fill(9);
  applyPad(layer, [1, 1, 2], [2, 3, 2], Float32Array.of(5, 6), output);
  expect([...output]).toEqual([0, 0, 0, 0, 0, 0, 5, 6, 0, 0, 0, 0]);
});

test('the last frame is the last row', () => {
  const output = new Float32Array(2);
  applyLastFrame(Float32Array.of(1, 2, 3, 4, 5, 6), output);
  expect([...output]).toEqual([5, 6]);
});

describe('an LSTM', () => {
  const units = 2;
  const features = 3;
  const layer: LstmLayer = {
    ...base,
    kind: 'lstm',
    units,
    weights: normals(4 * units * features),
    recurrentWeights: normals(4 * units * units),
    bias: normals(4 * units),
  };
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

  test('is its equations, frame by frame', () => {
    const frames = 5;
    const input = normals(frames * features);
    const output = new Float32Array(frames * units);
    const largest = applyLstm(layer, input, output);
    let hidden = [0, 0];
    let cells = [0, 0];
    const sizes: number[] = [];
    for (let frame = 0; frame < frames; frame++) {
      const gate = (index: number, unit: number) => {
        const row = index * units + unit;
        let sum = layer.bias[row]!;
        for (let i = 0; i < features; i++) {
          sum += layer.weights[row * features + i]! * input[frame * features + i]!;
        }
        for (let i = 0; i < units; i++) {
          sum += layer.recurrentWeights[row * units + i]! * hidden[i]!;
        }
        return sum;
      };
      cells = cells.map(
        (cell, unit) =>
          sigmoid(gate(1, unit)) * cell + sigmoid(gate(0, unit)) * Math.tanh(gate(2, unit)),
      );
      hidden = cells.map((cell, unit) => sigmoid(gate(3, unit)) * Math.tanh(cell));
      sizes.push(...cells.map(Math.abs));
      for (const [unit, value] of hidden.entries()) {
        expect(output[frame * units + unit]).toBeCloseTo(value, 5);
      }
    }
    expect(largest).toBeCloseTo(Math.max(...sizes), 5);
  });

  // A gate's bias of ±50 opens or shuts it.
  test.each([
    ['input', 0, -50, (first: number) => first === 0],
    ['output', 3, -50, (first: number) => first === 0],
    ['cell', 2, 50, (first: number) => first > 0],
  ] as const)('has its gates in order: the %s gate', (_, index, bias, holds) => {
    const biases = new Float32Array(4 * units);
    biases.fill(bias, index * units, (index + 1) * units);
    const output = new Float32Array(units * 2);
    applyLstm(
      { ...layer, bias: biases, recurrentWeights: new Float32Array(16) },
      normals(6),
      output,
    );
    expect(output.every((value) => holds(Math.abs(value) < 1e-9 ? 0 : value))).toBe(true);
  });

  test('begins anew with each window', () => {
    const input = normals(4 * features);
    const outputs = [0, 1].map(() => {
      const output = new Float32Array(4 * units);
      applyLstm(layer, input, output);
      return [...output];
    });
    expect(outputs[0]).toEqual(outputs[1]);
  });
});
