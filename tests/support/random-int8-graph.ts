import type {
  Int8Graph,
  Int8Layer,
  Int8Value,
  Int8Weights,
  Quantisation,
} from '../../src/core/compress/int8-graph';
import type { Activation, Padding, Pair, Shape } from '../../src/core/model/graph';
import { axisOf, valueCount } from '../../src/core/model/shapes';
import { createRandom, type Random } from '../../src/core/random';

const SOFTMAX: Quantisation = { scale: 1 / 256, zeroPoint: -128 };

/**
 * A small int8 graph of every operator that is written, at random sizes, steps, paddings,
 * activations and scales: some convolutions and pools, then mean or reshape, dense layers, softmax.
 */
export function randomInt8Graph(seed: number): Int8Graph {
  const random = createRandom(seed);
  const pick = <T>(...choices: readonly T[]): T => choices[random.integer(choices.length)]!;
  const between = (low: number, high: number) => low + random.integer(high - low + 1);
  const activation = () => pick<Activation>('none', 'relu', 'relu6');

  const values: Int8Value[] = [
    {
      shape: [between(1, 14), between(1, 6), between(1, 5)],
      quantisation: randomQuantisation(random),
    },
  ];
  const layers: Int8Layer[] = [];
  const last = () => values.at(-1)!;
  const add = (layer: Int8Layer, shape: Shape, quantisation: Quantisation) => {
    layers.push(layer);
    values.push({ shape, quantisation });
  };
  const base = (name: string) => ({
    name: `${name}_${layers.length + 1}`,
    inputs: [layers.length],
  });
  /** Kernel or pool that fits, its steps, and what it leaves of the height and width. */
  const steps = () => {
    const [height, width] = last().shape;
    const padding = pick<Padding>('same', 'valid');
    const size: Pair = [between(1, Math.min(4, height)), between(1, Math.min(3, width))];
    const strides: Pair = [between(1, 3), between(1, 2)];
    const rows = axisOf(height, size[0], strides[0], padding).outputSize;
    const columns = axisOf(width, size[1], strides[1], padding).outputSize;
    return { padding, size, strides, rows, columns };
  };

  for (let count = between(0, 4); count > 0; count--) {
    const { padding, size, strides, rows, columns } = steps();
    const channels = last().shape[2];
    const kind = pick('conv2d', 'depthwiseConv2d', 'maxPool2d', 'averagePool2d');
    switch (kind) {
      case 'conv2d': {
        const filters = between(1, 6);
        const output = randomQuantisation(random);
        const shape = [filters, ...size, channels];
        const weights = randomWeights(random, shape, filters, last().quantisation, output, false);
        add(
          { ...base('conv'), kind, strides, padding, activation: activation(), weights },
          [rows, columns, filters],
          output,
        );
        break;
      }
      case 'depthwiseConv2d': {
        const depthMultiplier = between(1, 2);
        const outputs = channels * depthMultiplier;
        const output = randomQuantisation(random);
        const shape = [1, ...size, outputs];
        const weights = randomWeights(random, shape, outputs, last().quantisation, output, false);
        add(
          {
            ...base('depthwise'),
            kind,
            depthMultiplier,
            strides,
            padding,
            activation: activation(),
            weights,
          },
          [rows, columns, outputs],
          output,
        );
        break;
      }
      default:
        add(
          { ...base('pool'), kind, size, strides, padding },
          [rows, columns, channels],
          last().quantisation,
        );
    }
  }
  if (pick(true, false)) {
    const { scale } = last().quantisation;
    const quantisation = {
      scale: Math.fround(scale * (0.4 + random.next())),
      zeroPoint: between(-128, 127),
    };
    add({ ...base('mean'), kind: 'mean' }, [1, 1, last().shape[2]], quantisation);
  } else {
    const flat: Shape = [1, 1, valueCount(last().shape)];
    add({ ...base('flatten'), kind: 'reshape' }, flat, last().quantisation);
  }
  for (let count = between(1, 2); count > 0; count--) {
    const units = between(1, 9);
    const output = randomQuantisation(random);
    const shape = [units, last().shape[2]];
    const weights = randomWeights(random, shape, units, last().quantisation, output, true);
    add(
      { ...base('dense'), kind: 'dense', activation: activation(), weights },
      [1, 1, units],
      output,
    );
  }
  if (pick(true, true, false)) {
    add({ ...base('softmax'), kind: 'softmax' }, last().shape, SOFTMAX);
  }
  return { values, layers };
}

/** One softmax over up to 100 values, or one mean over up to 2,000 points: their rare cases. */
export function reducingInt8Graph(kind: 'softmax' | 'mean', seed: number): Int8Graph {
  const random = createRandom(seed);
  const quantisation = randomQuantisation(random);
  if (kind === 'softmax') {
    const shape: Shape = [1, 1, 2 + random.integer(99)];
    return {
      values: [
        { shape, quantisation },
        { shape, quantisation: SOFTMAX },
      ],
      layers: [{ kind, name: 'softmax', inputs: [0] }],
    };
  }
  const shape: Shape = [1 + random.integer(500), 1 + random.integer(4), 1 + random.integer(4)];
  const scale = Math.fround(quantisation.scale * 10 ** (-1.5 * random.next()));
  return {
    values: [
      { shape, quantisation },
      {
        shape: [1, 1, shape[2]],
        quantisation: { scale, zeroPoint: random.integer(256) - 128 },
      },
    ],
    layers: [{ kind, name: 'mean', inputs: [0] }],
  };
}

/** Random int8 input of a graph: anything, extremes among them. */
export function randomInt8Input(graph: Int8Graph, random: Random): Int8Array {
  const kind = random.integer(4);
  return Int8Array.from({ length: valueCount(graph.values[0]!.shape) }, () => {
    if (kind === 0) return random.integer(2) === 0 ? -128 : 127;
    return random.integer(256) - 128;
  });
}

function randomQuantisation(random: Random): Quantisation {
  return {
    scale: Math.fround(10 ** (-3 + 2.5 * random.next())),
    zeroPoint: random.integer(256) - 128,
  };
}

/**
 * Scales such that sums fill the output's range more or less, so that few outputs are clamped;
 * sometimes far off.
 */
function randomWeights(
  random: Random,
  shape: readonly number[],
  outputs: number,
  input: Quantisation,
  output: Quantisation,
  perTensor: boolean,
): Int8Weights {
  const length = shape.reduce((product, size) => product * size, 1);
  const root = Math.sqrt(length / outputs);
  // 73: deviation of a uniform int8.
  const typical = (output.scale * 64) / (input.scale * 73 * 73 * root);
  const factor = random.integer(8) === 0 ? 50 : 1;
  return {
    shape,
    data: Int8Array.from({ length }, () => random.integer(255) - 127),
    scales: Float32Array.from(
      { length: perTensor ? 1 : outputs },
      () => typical * factor * (0.5 + random.next()),
    ),
    bias: Int32Array.from({ length: outputs }, () =>
      Math.round((2 * random.next() - 1) * 127 * 127 * root),
    ),
  };
}
