import { SIGMOID_TABLE } from './sigmoid-table';

/**
 * logistic and tanh on int16, by one table and a straight line between its entries. TFLM:
 * `reference_integer_ops::Logistic` and `Tanh` on int16 (Apache-2.0), written anew.
 */

/** logistic(x), 15 fractional bits, of x with 12. */
export function logisticInt16(value: number): number {
  const size = Math.abs(value * 3);
  const at = size >> 9;
  const above = (SIGMOID_TABLE[at]! << 9) + (size & 511) * stepAt(at);
  return (value >= 0 ? above + 512 : (1 << 25) - above + 511) >> 10;
}

/**
 * tanh(x), 15 fractional bits, of x at scale 2^scalePower. tanh(x) is 2·logistic(2x) − 1, so the
 * table serves it too.
 */
export function tanhInt16(value: number, scalePower: number): number {
  const shift = scalePower + 12;
  const scaled = shift < 0 ? (value * 3 + (1 << (-shift - 1))) >> -shift : value * (3 << shift);
  const size = Math.abs(scaled);
  const at = size >> 8;
  const above = at >= 255 ? 0xffff << 8 : (SIGMOID_TABLE[at]! << 8) + (size & 255) * stepAt(at);
  return (scaled >= 0 ? above - (1 << 23) + 128 : (1 << 23) - above + 127) >> 8;
}

function stepAt(index: number): number {
  return SIGMOID_TABLE[index + 1]! - SIGMOID_TABLE[index]!;
}
