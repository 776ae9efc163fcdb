import type { Quantisation } from '../int8-graph';
import { clampInt8 } from '../quantise-values';
import { roundingDivideByPowerOfTwo } from '../quantised-multiplier';
import { tanhOf } from './fixed-point-exp';
import type { PointwiseFunction } from './kernel';
import { saturatingInput } from './saturating-input';

/**
 * TANH; the output's scale is 1/128, its zero point 0. TFLM: `reference_integer_ops::Tanh` on int8.
 */
export function tanh(from: Quantisation): PointwiseFunction {
  const prepare = saturatingInput(from);
  return (value) => {
    const input = prepare(value);
    if (input === 'lowest') return -128;
    if (input === 'highest') return 127;
    return clampInt8(roundingDivideByPowerOfTwo(tanhOf(input), 24));
  };
}
