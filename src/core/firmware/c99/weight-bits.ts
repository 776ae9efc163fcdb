import type { Int8Graph, Int8Layer } from '../../compress/int8-graph';
import { weightArrays } from '../../compress/operator-profile';
import { type WeightBits, weightBytes } from './kernels/code-book';

type Family = 'outputs' | 'depthwise' | 'lstm';

/** Whether to keep weights as places in a book: where it pays, nowhere, wherever they fit. */
export type CodeBooks = 'auto' | 'never' | 'always';

/**
 * Machine code of one kernel on a Cortex-M33 (arm-none-eabi-gcc 12.2, -Os), bytes. Those that read
 * codes are smaller by up to 220; that is not counted, as they take longer as well.
 */
const KERNEL_BYTES: Readonly<Record<Family, number>> = { outputs: 360, depthwise: 340, lstm: 300 };
/** Of one more pointer in a call. */
const CALL_BYTES = 8;
const ALL_BITS: readonly WeightBits[] = [8, 4, 2];

/** One layer's weights as a kernel reads them. */
interface Weights {
  readonly index: number;
  readonly values: number;
  /** Outputs whose weights of one tap lie together, and how many taps there are. */
  readonly outputs: number;
  readonly taps: number;
}

/**
 * Bits in which the C keeps each layer's weights: 8, or those of a place in a book of their values,
 * whichever comes to the fewest bytes with the code that reads them. That code is shared, so that it
 * is decided for all layers of a kernel at once. 8 for layers without weights.
 */
export function planWeightBits(graph: Int8Graph, codeBooks: CodeBooks): WeightBits[] {
  const plan = graph.layers.map((): WeightBits => 8);
  if (codeBooks === 'never') return plan;
  const families = new Map<Family, Weights[]>();
  for (const [index, layer] of graph.layers.entries()) {
    const channels = graph.values[layer.inputs[0]!]!.shape[2];
    const found = weightsOf(layer, index, channels);
    if (!found) continue;
    families.set(found.family, [...(families.get(found.family) ?? []), found.weights]);
  }
  for (const [family, layers] of families) {
    if (codeBooks === 'always') {
      for (const { index, values } of layers) plan[index] = values > 16 ? 8 : values > 4 ? 4 : 2;
      continue;
    }
    let least = Number.POSITIVE_INFINITY;
    for (const kernels of KERNEL_SETS) {
      const chosen = layers.map((layer) => cheapest(layer, kernels));
      const code = new Set(chosen.map(({ bits }) => bits)).size * KERNEL_BYTES[family];
      const bytes = chosen.reduce((sum, one) => sum + one.bytes, code);
      if (bytes >= least) continue;
      least = bytes;
      for (const [at, { index }] of layers.entries()) plan[index] = chosen[at]!.bits;
    }
  }
  return plan;
}

/** Every choice of kernels, plain ones first. */
const KERNEL_SETS: readonly (readonly WeightBits[])[] = [
  [8],
  [8, 4],
  [8, 2],
  [4],
  [2],
  [4, 2],
  ALL_BITS,
];

/** Of these bits the ones with the fewest bytes; an infinity where none can hold the values. */
function cheapest(
  { values, outputs, taps }: Weights,
  choices: readonly WeightBits[],
): { readonly bits: WeightBits; readonly bytes: number } {
  return choices
    .map((bits) => {
      const table = weightBytes(outputs, taps, bits);
      if (bits === 8) return { bits, bytes: table };
      const bytes = values > 2 ** bits ? Number.POSITIVE_INFINITY : table + values + CALL_BYTES;
      return { bits, bytes };
    })
    .reduce((best, one) => (one.bytes < best.bytes ? one : best));
}

function weightsOf(
  layer: Int8Layer,
  index: number,
  channels: number,
): { readonly family: Family; readonly weights: Weights } | null {
  const arrays = weightArrays(layer);
  if (arrays.length === 0) return null;
  const values = new Set(arrays.flatMap((array) => [...array])).size;
  const count = arrays.reduce((sum, { length }) => sum + length, 0);
  const of = (outputs: number) => ({ index, values, outputs, taps: count / outputs });
  if (layer.kind === 'lstm') return { family: 'lstm', weights: of(4) };
  if (layer.kind !== 'depthwiseConv2d' || channels === 1) {
    const outputs = 'weights' in layer ? layer.weights.bias.length : 1;
    return { family: 'outputs', weights: of(outputs) };
  }
  return { family: 'depthwise', weights: of(channels) };
}
