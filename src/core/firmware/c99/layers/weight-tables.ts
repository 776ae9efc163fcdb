import type { CSource } from '../c-source';
import type { WeightBits } from '../kernels/code-book';
import { codedDepthwiseOrder, depthwiseOrder } from '../kernels/depthwise-outputs';
import { codedOutputsOrder, outputsOrder } from '../kernels/outputs';

/** The values of a layer's weights, ascending, and where each weight is among them. */
export interface CodeBook {
  readonly values: Int8Array;
  codesOf(weights: ArrayLike<number>): Uint8Array;
}

/** The book of some arrays of weights together. */
export function codeBook(arrays: readonly Int8Array[]): CodeBook {
  const values = Int8Array.from(new Set(arrays.flatMap((array) => [...array]))).sort();
  const places = new Map([...values].map((value, place) => [value, place]));
  return {
    values,
    codesOf: (weights) => Uint8Array.from(weights, (weight) => places.get(weight)!),
  };
}

/** C names of packed codes and their book. */
export function codeTables(
  source: CSource,
  id: number,
  codes: ArrayLike<number>,
  { values }: CodeBook,
): string[] {
  return [
    source.table('uint8_t', `codes_${id}`, codes),
    source.table('int8_t', `book_${id}`, values),
  ];
}

/** What an `outputs` kernel takes for weights `[filters × rows × size]`. */
export function outputsWeights(
  source: CSource,
  id: number,
  weights: Int8Array,
  [filters, rows, size]: readonly [number, number, number],
  bits: WeightBits,
): string[] {
  if (bits === 8) {
    const ordered = outputsOrder(weights, filters, rows, size);
    return [source.table('int8_t', `weights_${id}`, ordered)];
  }
  const book = codeBook([weights]);
  const codes = codedOutputsOrder(book.codesOf(weights), filters, rows * size, bits);
  return codeTables(source, id, codes, book);
}

/** What a `depthwise_outputs` kernel takes for weights `[points × channels · multiple]`. */
export function depthwiseWeights(
  source: CSource,
  id: number,
  weights: Int8Array,
  [points, channels, multiple]: readonly [number, number, number],
  bits: WeightBits,
): string[] {
  if (bits === 8) {
    const ordered = depthwiseOrder(weights, points, channels, multiple);
    return [source.table('int8_t', `weights_${id}`, ordered)];
  }
  const book = codeBook([weights]);
  const codes = codedDepthwiseOrder(book.codesOf(weights), points, channels, multiple, bits);
  return codeTables(source, id, codes, book);
}
