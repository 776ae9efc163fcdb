import { exponentialTable } from '../../../compress/int8-kernels/softmax';
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

/** SOFTMAX over the channels. */
export function softmax(model: ModelCode, { id, from }: LayerPlace): LayerCode {
  const table = exponentialTable(from.quantisation.scale);
  // Half a unit of the sum; the table falls, and −1 marks what is left out.
  let length = 1;
  while (length < table.length && table[length]! >= 1 << 11) length++;
  const [height, width, channels] = from.shape;
  const sizes = { points: height * width, channels, length };
  const call = model.source.call(SOFTMAX, sizes);
  const name = model.source.table('int32_t', `exponentials_${id}`, table.subarray(0, length));
  return () => [call('x', 'y', name)];
}
