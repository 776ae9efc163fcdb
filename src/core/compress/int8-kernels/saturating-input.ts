import type { Quantisation } from '../int8-graph';
import { multiplyByQuantisedMultiplier, quantiseMultiplier } from '../quantised-multiplier';

/**
 * int8 numbers in Q4.27, as LOGISTIC and TANH take them; beyond ±15 or so, where Q4.27 ends, the
 * end that the function has reached. TFLM: `CalculateInputRadius`.
 */
export function saturatingInput({
  scale,
  zeroPoint,
}: Quantisation): (value: number) => number | 'lowest' | 'highest' {
  const { multiplier, shift } = quantiseMultiplier(scale * 2 ** 27);
  // The factor's shift, though not cut at 30 where the scale is huge: the radius is then 0.
  const wholeBits = Math.floor(Math.log2(scale)) + 28;
  const radius = Math.floor((15 * 2 ** 27) / 2 ** wholeBits);
  return (value) => {
    const input = value - zeroPoint;
    if (input <= -radius) return 'lowest';
    if (input >= radius) return 'highest';
    return multiplyByQuantisedMultiplier(input, multiplier, shift);
  };
}
