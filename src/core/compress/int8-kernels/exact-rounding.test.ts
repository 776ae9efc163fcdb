import { describe, expect, test } from 'vitest';
import type { Shape } from '#core/model/graph';
import { createRandom } from '#core/random';
import {
  divideByDefinition,
  edgeByDefinition,
  expByDefinition,
  factorByDefinition,
  highMulByDefinition,
  multiplyByDefinition,
  reciprocalByDefinition,
} from '../../../../tests/support/fixed-point-definition';
import { randomInt8Input, reducingInt8Graph } from '../../../../tests/support/random-int8-graph';
import type { Int8Graph, Int8Layer } from '../int8-graph';
import { createInt8Runner } from '../run-int8';

const random = createRandom(21);
const clamped = (value: number) => Math.max(-128, Math.min(127, value));

type Kind = 'conv2d' | 'depthwiseConv2d' | 'dense';

/** What a layer with one weight of 0 makes of its bias alone. */
function biasThrough(
  kind: Kind,
  scales: { input: number; weight: number; output: number },
  bias: number,
): number {
  const shape: Shape = [1, 1, 1];
  const layer = {
    kind,
    name: 'it',
    inputs: [0],
    depthMultiplier: 1,
    strides: [1, 1],
    padding: 'valid',
    activation: 'none',
    weights: {
      shape: kind === 'dense' ? [1, 1] : [1, 1, 1, 1],
      data: Int8Array.of(0),
      scales: Float32Array.of(scales.weight),
      bias: Int32Array.of(bias),
    },
  } as unknown as Int8Layer;
  const graph: Int8Graph = {
    values: [
      { shape, quantisation: { scale: scales.input, zeroPoint: 0 } },
      { shape, quantisation: { scale: scales.output, zeroPoint: 0 } },
    ],
    layers: [layer],
  };
  return createInt8Runner(graph).run(Int8Array.of(0))[0]!;
}

/**
 * The two products of scales differ by less than 2^−24, too little for a random sum to tell: so the
 * sums tried are those at the very edge between two results.
 */
describe('at the edge between two results', () => {
  test.each(['dense', 'conv2d', 'depthwiseConv2d'] as const)(
    'a %s layer has the product of its scales in float64',
    (kind) => {
      let telling = 0;
      for (let round = 0; round < 40; round++) {
        const input = Math.fround(0.005 + random.next() / 10);
        const weight = Math.fround(0.001 + random.next() / 100);
        // The level is reached at sums between 2^26 and 2^29.
        const level = 20 + random.integer(100);
        const output = Math.fround(((input * weight) / level) * 2 ** (26 + 3 * random.next()));
        const factor = factorByDefinition((input * weight) / output);
        const edge = edgeByDefinition(level, factor);
        const scales = { input, weight, output };
        expect([
          biasThrough(kind, scales, edge - 1),
          biasThrough(kind, scales, edge),
          biasThrough(kind, scales, -edge),
        ]).toEqual([level - 1, level, multiplyByDefinition(-edge, factor)]);
        const single = factorByDefinition(Math.fround(input * weight) / output);
        const double = factorByDefinition((input * weight) / output);
        if (edgeByDefinition(level, single) !== edgeByDefinition(level, double)) telling++;
      }
      expect(telling).toBeGreaterThan(20);
    },
  );
});

test('a mean is the sum times a factor divided as a whole number and cut', () => {
  for (let seed = 0; seed < 120; seed++) {
    const graph = reducingInt8Graph('mean', seed);
    const [from, to] = graph.values as [Int8Graph['values'][0], Int8Graph['values'][0]];
    const [height, width, channels] = from.shape;
    const count = height * width;
    const whole = factorByDefinition(from.quantisation.scale / to.quantisation.scale);
    const spare = Math.min(Math.floor(Math.log2(count)), 31 + whole.shift);
    const factor = {
      multiplier: Number((BigInt(whole.multiplier) * (1n << BigInt(spare))) / BigInt(count)),
      shift: whole.shift - spare,
    };
    const input = randomInt8Input(graph, random);
    const wanted = Array.from({ length: channels }, (_, c) => {
      let sum = 0;
      for (let at = c; at < input.length; at += channels) {
        sum += input[at]! - from.quantisation.zeroPoint;
      }
      return clamped(multiplyByDefinition(sum, factor) + to.quantisation.zeroPoint);
    });
    expect([...createInt8Runner(graph).run(input)]).toEqual(wanted);
  }
});

/** Softmax as TensorFlow Lite's reference kernel is defined, on one row. */
function softmaxByDefinition(input: Int8Array, scale: number): number[] {
  const factor = factorByDefinition(Math.min(scale * 2 ** 26, 2 ** 31 - 1));
  const reach = Math.floor((31 * 2 ** 26) / 2 ** factor.shift);
  const highest = Math.max(...input);
  const exponentials = Array.from(input, (value) =>
    highest - value > reach
      ? undefined
      : expByDefinition(multiplyByDefinition(value - highest, factor)),
  );
  // The sum has 12 whole bits beside its 19 others: Q12.19.
  const sum = exponentials.reduce<number>(
    (total, one) => total + (one === undefined ? 0 : divideByDefinition(one, 12)),
    0,
  );
  const wholeBits = Math.floor(Math.log2(sum)) - 18;
  const reciprocal = reciprocalByDefinition(sum * 2 ** (13 - wholeBits) - 2 ** 31);
  return exponentials.map((one) =>
    one === undefined
      ? -128
      : clamped(
          divideByDefinition(highMulByDefinition(reciprocal, one), wholeBits + 31 - 8 - 1) - 128,
        ),
  );
}

test("a softmax is TensorFlow Lite's to the last step", () => {
  for (let seed = 0; seed < 250; seed++) {
    const graph = reducingInt8Graph('softmax', seed);
    const input = randomInt8Input(graph, random);
    const wanted = softmaxByDefinition(input, graph.values[0]!.quantisation.scale);
    expect([...createInt8Runner(graph).run(input)]).toEqual(wanted);
  }
});

// Rows where one bit more or less in the sum, or a cut instead of a rounding, shows in a result:
// what TensorFlow Lite Micro itself gave.
test.each([
  [0.164, [87, 78, 52], [80, -80, -127]],
  [0.17, [42, 47, 96, 51, 68, 51], [-128, -128, 125, -128, -126, -128]],
  [0.08, [51, 41, 52], [-27, -83, -19]],
  [0.074, [92, 70, 91, 64, 99], [-63, -115, -68, -120, -19]],
  [0.135, [95, 56, 67, 52, 68, 56], [113, -127, -123, -127, -122, -127]],
])('at scale %d the softmax of %j is %j', (real, input, output) => {
  const scale = Math.fround(real);
  const shape: Shape = [1, 1, input.length];
  const graph: Int8Graph = {
    values: [
      { shape, quantisation: { scale, zeroPoint: 0 } },
      { shape, quantisation: { scale: 1 / 256, zeroPoint: -128 } },
    ],
    layers: [{ kind: 'softmax', name: 'softmax', inputs: [0] }],
  };
  expect([...createInt8Runner(graph).run(Int8Array.from(input))]).toEqual(output);
  expect(softmaxByDefinition(Int8Array.from(input), scale)).toEqual(output);
});
