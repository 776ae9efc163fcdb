import { differenceFactor, exponentialTable } from '../../../compress/int8-kernels/softmax';
import type { Kernel } from '../c-source';
import type { LayerCode, LayerPlace, ModelCode } from './layer-code';

/**
 * Q0.31 exponentials come from a table of differences to the highest number; its length ends where
 * they add nothing to the sum, Q12.19, and give the lowest output.
 */
const SOFTMAX: Kernel = {
  name: 'softmax',
  says: `Softmax over the channels of each point. table: exponentials of the differences to the
   highest number, Q0.31; what lies beyond it counts nothing. TensorFlow Lite: Softmax.`,
  pointers: ['const int8_t *x', 'int8_t *y', 'const int32_t *table'],
  sizes: ['points', 'channels', 'length'],
  uses: () => ['highMul', 'divideByPowerOfTwo', 'reciprocal', 'clamp'],
  body: () => `  for (int32_t i = 0; i < points; i++, x += channels, y += channels) {
    int32_t highest = -128;
    for (int32_t c = 0; c < channels; c++) {
      if (x[c] > highest) highest = x[c];
    }
    uint32_t sum = 0;
    for (int32_t c = 0; c < channels; c++) {
      const int32_t difference = highest - x[c];
      if (difference < length) sum += (uint32_t)divide_by_power_of_two(table[difference], 12);
    }
    int32_t exponent = 35;
    for (; sum < UINT32_C(0x80000000); sum <<= 1) exponent--;
    const int32_t factor = reciprocal((int32_t)(sum - UINT32_C(0x80000000)));
    for (int32_t c = 0; c < channels; c++) {
      const int32_t difference = highest - x[c];
      y[c] = difference >= length
                 ? (int8_t)-128
                 : clamp(divide_by_power_of_two(high_mul(factor, table[difference]), exponent) - 128,
                         -128, 127);
    }
  }`,
};

/** The same with the exponentials computed: slower, and smaller where they are many. */
const SOFTMAX_WITHOUT_TABLE: Kernel = {
  ...SOFTMAX,
  name: 'softmax_without_table',
  says: `Softmax over the channels of each point, exponentials Q0.31; differences to the highest
   number from \`length\` on count nothing. TensorFlow Lite: Softmax.`,
  pointers: ['const int8_t *x', 'int8_t *y'],
  sizes: ['points', 'channels', 'length', 'factor_in', 'shift_in'],
  uses: (calls) => [...SOFTMAX.uses(calls), 'exponential'],
  body: (calls) =>
    SOFTMAX.body(calls).replaceAll(
      'table[difference]',
      'exponential(high_mul(-difference * (1 << shift_in), factor_in))',
    ),
};

/** Machine code of `exponential` and its calls on a Cortex-M33 (arm-none-eabi-gcc 12.2, -Os). */
const EXPONENTIAL_BYTES = 270;

/** Differences to the highest number that count, and whether their exponentials are computed. */
export function softmaxTable(scale: number): {
  readonly table: Int32Array;
  readonly isComputed: boolean;
} {
  const table = exponentialTable(scale);
  // Half a unit of the sum; the table falls, and −1 marks what is left out.
  let length = 1;
  while (length < table.length && table[length]! >= 1 << 11) length++;
  const isComputed = differenceFactor(scale).shift >= 0 && 4 * length > EXPONENTIAL_BYTES;
  return { table: table.subarray(0, length), isComputed };
}

/** SOFTMAX over the channels. */
export function softmax(model: ModelCode, { id, from }: LayerPlace): LayerCode {
  const { scale } = from.quantisation;
  const { table, isComputed } = softmaxTable(scale);
  const [height, width, channels] = from.shape;
  const sizes = { points: height * width, channels, length: table.length };
  if (isComputed) {
    const { multiplier, shift } = differenceFactor(scale);
    const factors = { factor_in: multiplier, shift_in: shift };
    const call = model.source.call(SOFTMAX_WITHOUT_TABLE, { ...sizes, ...factors });
    return () => [call('x', 'y')];
  }
  const call = model.source.call(SOFTMAX, sizes);
  const name = model.source.table('int32_t', `exponentials_${id}`, table);
  return () => [call('x', 'y', name)];
}
