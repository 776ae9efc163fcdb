import type { Kernel } from '../c-source';
import { indented, startBlock } from './blocks';
import { kernelName, tapBytes, type WeightBits, weightPointers } from './code-book';
import { sumBlock, sumCodedBlock } from './outputs';

const GATES = [0, 1, 2, 3];

/** The two kernels of an LSTM whose weights have so many bits. */
export function lstmKernels(bits: WeightBits): LstmKernels {
  const sums = gateSums(bits);
  return { sums, sequence: sequence(bits, sums.name) };
}

export interface LstmKernels {
  readonly sums: Kernel;
  readonly sequence: Kernel;
}

/** One half of the four gates of a unit: their products with the input or the hidden state. */
const gateSums = (bits: WeightBits): Kernel => ({
  name: kernelName('gate_sums', bits),
  says: 'Adds what the four gates of one unit make of `size` numbers, each to its int16 sum.',
  pointers: [
    'const int8_t *x',
    'int32_t size',
    ...weightPointers(bits),
    'const int32_t *bias',
    'const int32_t *factor',
    'const int8_t *shift',
    'int32_t *sum',
  ],
  sizes: [],
  uses: () => [...(bits === 8 ? (['dsp'] as const) : []), 'scaleEitherWay', 'clamp16'],
  body: () =>
    [
      '  const int32_t rows = 1, step = 0;',
      `  ${startBlock(4, { factorTables: false, rightOnly: false })}`,
      ...indented(bits === 8 ? sumBlock(4, true, true) : sumCodedBlock(4, bits)),
      ...GATES.map(
        (i) =>
          `  sum[${i}] = clamp16(sum[${i}] + clamp16(scale_either_way((int32_t)s${i}, factor[${i}], shift[${i}])));`,
      ),
    ].join('\n'),
});

/** The whole sequence, the state fresh at its start. */
const sequence = (bits: WeightBits, sums: string): Kernel => ({
  name: kernelName('lstm', bits),
  says: `A long short-term memory over all frames from a fresh state: int8 hidden state, int16 cells.
   TensorFlow Lite Micro: EvalLstm.`,
  pointers: [
    'const int8_t *x',
    'int8_t *y',
    'int8_t *hidden',
    'int16_t *cell',
    ...weightPointers(bits, 'weights'),
    'const int32_t *biases',
    'const int32_t *factor',
    'const int8_t *shift',
    'const uint16_t *table',
  ],
  sizes: [
    'frames',
    'features',
    'units',
    'y_step',
    'keep_factor',
    'keep_shift',
    'write_factor',
    'write_shift',
    'show_factor',
    'show_shift',
    'cell_shift',
    'limit',
    'zero',
  ],
  uses: () => ['scaleEitherWay', 'clamp', 'clamp16', 'int16Functions'],
  body: (calls) => {
    const clip = calls.some(({ limit }) => limit! > 0)
      ? '\n      if (limit > 0) next = next < -limit ? -limit : next > limit ? limit : next;'
      : '';
    const tap = tapBytes(4, bits);
    const book = bits === 8 ? '' : 'book, ';
    const unused = clip === '' ? '\n  (void)limit;' : '';
    return `  memset(hidden, zero, (size_t)units);
  memset(cell, 0, (size_t)units * sizeof *cell);${unused}
  for (int32_t i = 0; i < frames; i++, x += features, y += y_step) {
    const ${bits === 8 ? 'int8_t' : 'uint8_t'} *w = weights;
    const int32_t *bias = biases;
    for (int32_t u = 0; u < units; u++, w += ${tap} * (features + units), bias += 8) {
      int32_t sum[4] = {0, 0, 0, 0};
      ${sums}(x, features, w, ${book}bias, factor, shift, sum);
      ${sums}(hidden, units, w + ${tap} * features, ${book}bias + 4, factor + 4, shift + 4, sum);
      const int32_t enter = logistic16(sum[0], table);
      const int32_t forget = logistic16(sum[1], table);
      const int32_t candidate = tanh16(sum[2], 0, table);
      const int32_t leave = logistic16(sum[3], table);
      const int32_t kept = clamp16(scale_either_way(forget * cell[u], keep_factor, keep_shift));
      const int32_t written = clamp16(scale_either_way(enter * candidate, write_factor, write_shift));
      int32_t next = clamp16(kept + written);${clip}
      cell[u] = (int16_t)next;
      next = tanh16(next, cell_shift, table) * leave;
      y[u] = clamp(zero + scale_either_way(next, show_factor, show_shift), -128, 127);
    }
    memcpy(hidden, y, (size_t)units);
  }`;
  },
});
