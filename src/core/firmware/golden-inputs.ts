import type { Int8Graph } from '#core/compress/int8-graph';
import { quantiseInto } from '#core/compress/quantise-values';
import { valueCount } from '#core/model/shapes';
import { createRandom } from '#core/random';

const SEED = 1;
export const GOLDEN_INPUT_COUNT = 8;

/**
 * Windows to compare a build on, the same for the same graph: usual ones (normalised values of mean
 * 0 and deviation 1), any bytes at all, and both ends of int8.
 */
export function goldenInputs({ values }: Int8Graph): Int8Array[] {
  const random = createRandom(SEED);
  const { shape, quantisation } = values[0]!;
  const length = valueCount(shape);
  const unusual = [
    Int8Array.from({ length }, () => random.integer(256) - 128),
    new Int8Array(length).fill(-128),
    new Int8Array(length).fill(127),
  ];
  const usual = Array.from({ length: GOLDEN_INPUT_COUNT - unusual.length }, () => {
    const normal = Float32Array.from({ length }, () => random.normal());
    const input = new Int8Array(length);
    quantiseInto(normal, quantisation, input);
    return input;
  });
  return [...usual, ...unusual];
}
