import type {
  Int8Gate,
  Int8Graph,
  Int8Layer,
  Int8Value,
  Quantisation,
} from '../../src/core/compress/int8-graph';
import type { Activation } from '../../src/core/model/graph';
import { createRandom } from '../../src/core/random';
import {
  edgeByDefinition,
  factorByDefinition,
  multiplyByDefinition,
} from './fixed-point-definition';
import { type Int8Case, withRandomInputs } from './int8-case';
import {
  everyInt8,
  lstmInt8Graph,
  pointwiseInt8Graph,
  reducingInt8Graph,
} from './random-int8-graph';
import { SOFTMAX } from './random-int8-parts';

/** A graph and an input on which one rule of rounding shows. */
export interface Directed extends Int8Case {
  readonly name: string;
}

/** What random graphs do not reach, or seldom: edges between two results, ties, ends of int32. */
export function directedInt8Graphs(): Directed[] {
  return [
    ...(['dense', 'conv2d', 'depthwiseConv2d'] as const).map(productEdges),
    lstmProductEdge(),
    ties('none', 2 ** 4),
    // 6 over this scale is a half in float32, a little less in float64.
    ties('relu6', Math.fround(6 / 8.5)),
    ...(['relu', 'requantise'] as const).map(quotientEdge),
    ...sums(),
    // Seeds on which the same in float64, or with the count in the real factor, shows.
    ...[3, 3095, 3728].map((seed) => pointwise('logistic', seed)),
    ...[3, 3728].map((seed) => pointwise('tanh', seed)),
    pointwise('relu6', 5),
    ...SOFTMAX_ROWS.map(softmaxRow),
    seeded('softmax', reducingInt8Graph('softmax', 1730), 1730),
    seeded('mean', reducingInt8Graph('mean', 270), 270),
    ...[0, 1, 2, 19, 607].map((seed) => seeded('lstm', lstmInt8Graph(seed), seed)),
  ];
}

type Weighted = 'dense' | 'conv2d' | 'depthwiseConv2d';

const BIAS_COUNT = 16;

/** A layer whose weights are 0 and that gives its biases alone, all of one factor. */
function ofBiases(
  kind: Weighted,
  scales: { input: number; weight: number; output: number },
  bias: readonly number[],
  activation: Activation = 'none',
  zeroPoint = 0,
): Int8Case {
  const outputs = bias.length;
  const perTensor = kind === 'dense';
  const weights = {
    shape: { dense: [outputs, 1], conv2d: [outputs, 1, 1, 1], depthwiseConv2d: [1, 1, 1, outputs] }[
      kind
    ],
    data: new Int8Array(outputs),
    scales: new Float32Array(perTensor ? 1 : outputs).fill(scales.weight),
    bias: Int32Array.from(bias),
  };
  const settings = { strides: [1, 1], padding: 'valid' };
  const own = {
    dense: {},
    conv2d: settings,
    depthwiseConv2d: { ...settings, depthMultiplier: outputs },
  }[kind];
  const layer = { kind, activation, weights, ...own };
  return {
    graph: oneLayer(
      layer,
      { shape: [1, 1, 1], quantisation: { scale: scales.input, zeroPoint: 0 } },
      { shape: [1, 1, outputs], quantisation: { scale: scales.output, zeroPoint } },
    ),
    inputs: [Int8Array.of(0)],
  };
}

/**
 * Sums at the edge between two results by the product of scales in float32, and by that in float64:
 * the two differ by less than 2^−24.
 */
function productEdges(kind: Weighted): Directed {
  const input = Math.fround(0.0371);
  const weight = Math.fround(0.00413);
  const output = Math.fround(((input * weight) / 100) * 2 ** 28.7);
  const single = factorByDefinition(Math.fround(input * weight) / output);
  const double = factorByDefinition((input * weight) / output);
  const bias = Array.from({ length: BIAS_COUNT }, (_, at) => {
    const sum = edgeByDefinition(20 + 6 * at, at % 2 === 0 ? single : double);
    return at % 4 < 2 ? sum : sum - 1;
  });
  return { name: `${kind} product of scales`, ...ofBiases(kind, { input, weight, output }, bias) };
}

/**
 * The same in an LSTM: its cell gains what a sum at such an edge gives, over so many frames that the
 * output tells one last bit of the sum from another. One unit is at the edge, the other just below.
 */
function lstmProductEdge(): Directed {
  const input = Math.fround(2 ** -8 * 1.0371);
  const weight = Math.fround(2 ** -28 * 1.413);
  const [single, double] = [Math.fround(input * weight), input * weight].map((product) =>
    edgeByDefinition(16, factorByDefinition(product * 2 ** 12)),
  ) as [number, number];
  const units = 2;
  const frames = 100;
  const gate = (scale: number, ...bias: number[]): Int8Gate => ({
    weights: { data: new Int8Array(units), scale },
    recurrentWeights: { data: new Int8Array(units * units), scale },
    bias: Int32Array.from(bias),
  });
  const open = gate(2 ** -20, 2 ** 31 - 1, 2 ** 31 - 1);
  const edge = gate(weight, Math.min(single, double), Math.max(single, double));
  const graph = oneLayer(
    { kind: 'lstm', units, gates: [open, open, edge, open], cellScale: 2 ** -15 },
    { shape: [frames, 1, 1], quantisation: { scale: input, zeroPoint: 0 } },
    { shape: [frames, 1, units], quantisation: { scale: 2 ** -7, zeroPoint: 0 } },
  );
  return { name: 'lstm product of scales', graph, inputs: [new Int8Array(frames)] };
}

/** Halves of an output step of 16 on both sides of 0, and the ends of int32. */
function ties(activation: Activation, scale: number): Directed {
  const bias = [
    ...Array.from({ length: BIAS_COUNT }, (_, at) => (at - 8.5) * 2 ** 24),
    -(2 ** 31),
    -(2 ** 31) + 1,
    2 ** 31 - 1,
  ];
  const scales = { input: 2 ** -10, weight: 2 ** -10, output: scale };
  const zeroPoint = activation === 'none' ? 0 : -128;
  return { name: `ties, ${activation}`, ...ofBiases('dense', scales, bias, activation, zeroPoint) };
}

/** Scales whose quotient gives another result in float32 than in float64. */
function quotientEdge(kind: 'relu' | 'requantise'): Directed {
  const random = createRandom(77);
  for (;;) {
    const from = { scale: Math.fround(0.01 + random.next() / 10), zeroPoint: -128 };
    const to = { scale: Math.fround(from.scale * (1 + random.next())), zeroPoint: -128 };
    const factors = [from.scale / to.scale, Math.fround(from.scale / to.scale)];
    const [double, single] = factors.map(factorByDefinition);
    for (let value = 1; value < 256; value++) {
      if (multiplyByDefinition(value, double!) !== multiplyByDefinition(value, single!)) {
        const graph = oneLayer({ kind }, flat(256, from), flat(256, to));
        return { name: `${kind} quotient of scales`, graph, inputs: [everyInt8()] };
      }
    }
  }
}

/** Sums of every number and the same at another scale: most halves of a step, or hard beside one. */
function sums(): Directed[] {
  const nearHalves = [195, 966].map((seed) => {
    const random = createRandom(seed);
    return [1, 1, 2].map((least) => Math.fround((least + random.next()) / 64));
  });
  const halves = [1, 2, 2].map((scale) => scale / 64);
  return [halves, ...nearHalves].map((scales) => {
    const values = scales.map((scale) => flat(256, { scale, zeroPoint: 7 }));
    const layers = [
      { kind: 'requantise', name: 'requantise', inputs: [0] },
      { kind: 'add', name: 'add', inputs: [0, 1], activation: 'none' },
    ] as Int8Layer[];
    return { name: 'add', graph: { values, layers }, inputs: [everyInt8()] };
  });
}

function pointwise(kind: 'logistic' | 'tanh' | 'relu6', seed: number): Directed {
  return { name: kind, graph: pointwiseInt8Graph(kind, seed), inputs: [everyInt8()] };
}

/** Where one bit in the sum, or a cut instead of a rounding, shows. */
const SOFTMAX_ROWS = [
  [0.164, [87, 78, 52]],
  [0.17, [42, 47, 96, 51, 68, 51]],
  [0.08, [51, 41, 52]],
  [0.074, [92, 70, 91, 64, 99]],
  [0.135, [95, 56, 67, 52, 68, 56]],
] as const;

function softmaxRow([scale, row]: (typeof SOFTMAX_ROWS)[number]): Directed {
  const from = flat(row.length, { scale: Math.fround(scale), zeroPoint: 0 });
  const graph = oneLayer({ kind: 'softmax' }, from, flat(row.length, SOFTMAX));
  return { name: 'softmax', graph, inputs: [Int8Array.from(row)] };
}

function seeded(name: string, graph: Int8Graph, seed: number): Directed {
  return { name, ...withRandomInputs(graph, seed, 1) };
}

function flat(length: number, quantisation: Quantisation): Int8Value {
  return { shape: [1, 1, length], quantisation };
}

function oneLayer(layer: object, from: Int8Value, to: Int8Value): Int8Graph {
  const whole = { name: 'it', inputs: [0], ...layer } as unknown as Int8Layer;
  return { values: [from, to], layers: [whole] };
}
