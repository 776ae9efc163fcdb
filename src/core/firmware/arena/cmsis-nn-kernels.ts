import type { Int8Layer } from '#core/compress/int8-graph';
import type { CFields } from './c-layout';
import type { KernelMemory, KernelTable } from './kernel-memory';

/** What a kernel of CMSIS-NN keeps instead of, or beside, what the reference kernel keeps. */
type Instead<L extends Int8Layer> = Partial<
  Pick<KernelMemory<L>, 'described' | 'tables' | 'scratch'>
> & {
  /** What the structure that it keeps ends with. */
  readonly moreData?: CFields;
};

const INT16_BYTES = 2;
const INT32_BYTES = 4;
const BUFFER_INDEX: CFields = ['i'];
const LSTM_GATE: CFields = ['iipp', 'iipp', 'p', 'e'];

/**
 * CMSIS-NN (Apache-2.0) on a processor with the DSP instructions but without vectors (Cortex-M4, M7,
 * M33), built with GCC; kernels that it does not replace are not named.
 */
const CMSIS_NN: { readonly [K in Int8Layer['kind']]?: Instead<Extract<Int8Layer, { kind: K }>> } = {
  conv2d: {
    moreData: BUFFER_INDEX,
    // Two columns of the image in int16; a pointwise one reads it in place.
    scratch: ({ weights }) => {
      const [, height, width, channels] = weights.shape;
      const count = height! * width! * channels!;
      return height === 1 && width === 1 ? [] : [2 * INT16_BYTES * 4 * Math.ceil(count / 4)];
    },
  },
  depthwiseConv2d: {
    moreData: BUFFER_INDEX,
    // A kernel of 3 by 3 and one that multiplies channels have functions that need none.
    scratch: ({ weights, depthMultiplier }) => {
      const [, height, width, channels] = weights.shape;
      if (depthMultiplier !== 1 || (height === 3 && width === 3)) return [];
      return [INT16_BYTES * height! * width! * channels!];
    },
  },
  dense: { moreData: ['pp', 'i', 'p', 'iii'] },
  maxPool2d: { moreData: BUFFER_INDEX },
  averagePool2d: {
    moreData: BUFFER_INDEX,
    // It describes both of its values twice.
    described: () => [1, 1, 1, 1],
    scratch: (_, index, graph) => [INT32_BYTES * graph.values[index + 1]!.shape[2]],
  },
  softmax: { moreData: ['ii'] },
  lstm: {
    moreData: [['iiiiiiiiiiiiiii', LSTM_GATE, LSTM_GATE, LSTM_GATE, LSTM_GATE]],
    // Sums of the weights of each gate, of the input's and of the hidden state's.
    tables: ({ units }) => new Array<number>(8).fill(INT32_BYTES * units),
    scratch: ({ units }) => new Array<number>(3).fill(INT16_BYTES * units),
  },
};

/** The table of the reference kernels with those that CMSIS-NN replaces. */
export function withCmsisNn(reference: KernelTable): KernelTable {
  const rows = Object.entries(reference).map(([kind, row]) => {
    const instead = CMSIS_NN[kind as Int8Layer['kind']];
    if (!instead) return [kind, row];
    const { moreData = [], ...others } = instead;
    return [kind, { ...row, ...others, data: [row.data ?? [], ...moreData] }];
  });
  return Object.fromEntries(rows);
}
