import {
  roundingDivideByPowerOfTwo,
  saturatingRoundingDoublingHighMul,
} from '../quantised-multiplier';

/**
 * exp and 1/(1 + x) on int32 fixed-point numbers, as gemmlowp's `fixedpoint.h` (Apache-2.0) defines
 * them; written anew. `Qm.n` has m whole and n fractional bits beside the sign.
 */

const INT32_MAX = 2147483647;
const INT32_MIN = -2147483648;

/** 1/4 in Q5.26. */
const QUARTER = 1 << 24;
/** exp(−1/8) and 1/3 in Q0.31. */
const EXP_MINUS_EIGHTH = 1895147668;
const THIRD = 715827883;
/** exp(−2^k) in Q0.31 for k = −2…4, with the bit of the remainder in Q5.26 that asks for it. */
const BARREL = [
  [24, 1672461947],
  [25, 1302514674],
  [26, 790015084],
  [27, 290630308],
  [28, 39332535],
  [29, 720401],
  [30, 242],
] as const;

/** exp(a) in Q0.31 for a ≤ 0 in Q5.26. gemmlowp: `exp_on_negative_values`. */
export function expOnNegative(a: number): number {
  if (a === 0) return INT32_MAX;
  const inQuarter = (a & (QUARTER - 1)) - QUARTER;
  const remainder = inQuarter - a;
  let result = expInQuarter(inQuarter << 5);
  for (const [bit, factor] of BARREL) {
    if (remainder & (1 << bit)) result = saturatingRoundingDoublingHighMul(result, factor);
  }
  return result;
}

/** exp(a) in Q0.31 for a in [−1/4, 0): a Taylor series around −1/8. */
function expInQuarter(a: number): number {
  const x = a + (1 << 28);
  const x2 = saturatingRoundingDoublingHighMul(x, x);
  const x3 = saturatingRoundingDoublingHighMul(x2, x);
  const x4 = saturatingRoundingDoublingHighMul(x2, x2);
  const x4Quarter = roundingDivideByPowerOfTwo(x4, 2);
  const thirds = saturatingRoundingDoublingHighMul(x4Quarter + x3, THIRD);
  const tail = roundingDivideByPowerOfTwo(thirds + x2, 1);
  return EXP_MINUS_EIGHTH + saturatingRoundingDoublingHighMul(EXP_MINUS_EIGHTH, x + tail);
}

/** 48/17 and −32/17 in Q2.29: Newton-Raphson division's first guess on [1/2, 1]. */
const GUESS_OFFSET = 1515870810;
const GUESS_SLOPE = -1010580540;
const ONE_Q2 = 1 << 29;

/** 1/(1 + a) in Q0.31 for a in [0, 1) in Q0.31. gemmlowp: `one_over_one_plus_x_for_x_in_0_1`. */
export function reciprocalOfOnePlus(a: number): number {
  // RoundingHalfSum of a and the highest number below 1; both are positive.
  const halfDenominator = Math.floor((a + INT32_MAX + 1) / 2);
  let x = GUESS_OFFSET + saturatingRoundingDoublingHighMul(halfDenominator, GUESS_SLOPE);
  for (let step = 0; step < 3; step++) {
    const rest = ONE_Q2 - saturatingRoundingDoublingHighMul(halfDenominator, x);
    x += saturatingShiftLeft(saturatingRoundingDoublingHighMul(x, rest), 2);
  }
  return saturatingShiftLeft(x, 1);
}

function saturatingShiftLeft(x: number, exponent: number): number {
  return Math.min(INT32_MAX, Math.max(INT32_MIN, x * 2 ** exponent));
}
