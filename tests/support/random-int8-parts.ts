import type {
  Int8Gate,
  Int8Matrix,
  Int8Weights,
  Quantisation,
} from '../../src/core/compress/int8-graph';
import type { Random } from '../../src/core/random';

/** Deviation of a uniform int8, and of a uniform ±127. */
const UNIFORM = 73;

export const SOFTMAX: Quantisation = { scale: 1 / 256, zeroPoint: -128 };
export const TANH: Quantisation = { scale: 1 / 128, zeroPoint: 0 };

/** Any scale of 0.001 to 0.3; the zero point mostly near the middle, where sums are not clamped. */
export function randomQuantisation(random: Random): Quantisation {
  const anywhere = random.integer(4) === 0;
  return {
    scale: Math.fround(10 ** (-3 + 2.5 * random.next())),
    zeroPoint: anywhere ? random.integer(256) - 128 : random.integer(101) - 50,
  };
}

/** A scale of so many times `scale`, its middle about where the real numbers `centre` lie. */
export function centredQuantisation(random: Random, scale: number, centre: number): Quantisation {
  const rounded = Math.fround(scale);
  const zeroPoint = Math.round(-centre / rounded) + random.integer(41) - 20;
  return { scale: rounded, zeroPoint: Math.max(-128, Math.min(127, zeroPoint)) };
}

/** The real number that a value whose int8 numbers lie around 0 lies around. */
export function centreOf({ scale, zeroPoint }: Quantisation): number {
  return -scale * zeroPoint;
}

/**
 * Scales such that sums fill the output's range more or less, so that few outputs are clamped;
 * sometimes far off.
 */
export function randomWeights(
  random: Random,
  shape: readonly number[],
  outputs: number,
  input: Quantisation,
  output: Quantisation,
  perTensor: boolean,
): Int8Weights {
  const length = shape.reduce((product, size) => product * size, 1);
  const root = Math.sqrt(length / outputs);
  const typical = (output.scale * 40) / (input.scale * sizeOf(input) * UNIFORM * root);
  const factor = random.integer(10) === 0 ? 50 : 1;
  return {
    shape,
    data: randomInt8(random, length),
    scales: Float32Array.from(
      { length: perTensor ? 1 : outputs },
      () => typical * factor * (0.5 + random.next()),
    ),
    bias: Int32Array.from({ length: outputs }, () =>
      Math.round((random.next() - 0.5) * UNIFORM * UNIFORM * root),
    ),
  };
}

/** A gate whose sums are a few units, so that logistic and tanh are in their middle. */
export function randomGate(
  random: Random,
  units: number,
  features: number,
  input: Quantisation,
  hidden: Quantisation,
): Int8Gate {
  const spread = random.integer(8) === 0 ? 20 : 2.5 * random.next() + 0.2;
  const weights = randomMatrix(random, units, features, input, spread);
  return {
    weights,
    recurrentWeights: randomMatrix(random, units, units, hidden, spread),
    bias: Int32Array.from({ length: units }, () =>
      Math.round((2 * random.next() - 1) / (input.scale * weights.scale)),
    ),
  };
}

function randomMatrix(
  random: Random,
  rows: number,
  columns: number,
  input: Quantisation,
  spread: number,
): Int8Matrix {
  const size = input.scale * sizeOf(input) * UNIFORM * Math.sqrt(columns);
  return {
    data: randomInt8(random, rows * columns),
    scale: Math.fround((spread / size) * (0.5 + random.next())),
  };
}

/** Root mean square of a uniform int8 less the zero point. */
function sizeOf({ zeroPoint }: Quantisation): number {
  return Math.hypot(UNIFORM, zeroPoint);
}

/** ±127. */
function randomInt8(random: Random, length: number): Int8Array {
  return Int8Array.from({ length }, () => random.integer(255) - 127);
}
