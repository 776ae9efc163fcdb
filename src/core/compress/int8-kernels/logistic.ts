import type { Quantisation } from '../int8-graph';
import { clampInt8 } from '../quantise-values';
import { roundingDivideByPowerOfTwo } from '../quantised-multiplier';
import { logisticOf } from './fixed-point-exp';
import type { PointwiseFunction } from './kernel';
import { saturatingInput } from './saturating-input';

/**
 * LOGISTIC; the output's scale is 1/256, its zero point −128. TFLM:
 * `reference_integer_ops::Logistic` on int8.
 */
export function logistic(from: Quantisation): PointwiseFunction {
  const prepare = saturatingInput(from);
  return (value) => {
    const input = prepare(value);
    if (input === 'lowest') return -128;
    if (input === 'highest') return 127;
    return clampInt8(roundingDivideByPowerOfTwo(logisticOf(input), 23) - 128);
  };
}
