import {
  roundingDivideByPowerOfTwo,
  saturatingRoundingDoublingHighMul,
} from '../quantised-multiplier';

/**
 * exp, 1/(1 + x), logistic and tanh on int32 fixed-point numbers, as gemmlowp's `fixedpoint.h` (Apache-2.0) defines
 * them; written anew. `Qm.n` has m whole and n fractional bits beside the sign.
 */

const INT32_MAX = 2147483647;
const INT32_MIN = -2147483648;

/** exp(−1/8) and 1/3 in Q0.31. */
const EXP_MINUS_EIGHTH = 1895147668;
const THIRD = 715827883;
/** exp(−2^k) in Q0.31, with k. */
const BARREL = [
  [-2, 1672461947],
  [-1, 1302514674],
  [0, 790015084],
  [1, 290630308],
  [2, 39332535],
  [3, 720401],
  [4, 242],
] as const;

/**
 * exp(a) in Q0.31 for a ≤ 0 with so many whole bits, at most 5: Q5.26 unless said otherwise.
 * gemmlowp: `exp_on_negative_values`.
 */
export function expOnNegative(a: number, wholeBits = 5): number {
  if (a === 0) return INT32_MAX;
  const quarter = 1 << (29 - wholeBits);
  const inQuarter = (a & (quarter - 1)) - quarter;
  const remainder = inQuarter - a;
  let result = expInQuarter(inQuarter << wholeBits);
  for (const [exponent, factor] of BARREL) {
    if (exponent < wholeBits && remainder & (1 << (31 - wholeBits + exponent))) {
      result = saturatingRoundingDoublingHighMul(result, factor);
    }
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
  return saturatingShiftLeft(twiceReciprocal(a), 1);
}

/** 1/(1 + exp(−a)) in Q0.31 for any a in Q4.27. gemmlowp: `logistic`. */
export function logisticOf(a: number): number {
  if (a === 0) return 1 << 30;
  const ofSize = reciprocalOfOnePlus(expOnNegative(-Math.abs(a), 4));
  return a > 0 ? ofSize : INT32_MAX - ofSize;
}

/** tanh(a) in Q0.31 for any a in Q4.27, by (1 − x)/(1 + x) of x = exp(−2a). gemmlowp: `tanh`. */
export function tanhOf(a: number): number {
  if (a === 0) return 0;
  // The same bits read as Q5.26 are twice the number.
  const ofSize = saturatingShiftLeft(twiceReciprocal(expOnNegative(-Math.abs(a))) - ONE_Q2, 2);
  return a < 0 ? -ofSize : ofSize;
}

/** 2/(1 + a) in Q2.29 for a in [0, 1) in Q0.31: three steps of Newton and Raphson. */
function twiceReciprocal(a: number): number {
  // RoundingHalfSum of a and the highest number below 1; both are positive.
  const halfDenominator = Math.floor((a + INT32_MAX + 1) / 2);
  let x = GUESS_OFFSET + saturatingRoundingDoublingHighMul(halfDenominator, GUESS_SLOPE);
  for (let step = 0; step < 3; step++) {
    const rest = ONE_Q2 - saturatingRoundingDoublingHighMul(halfDenominator, x);
    x += saturatingShiftLeft(saturatingRoundingDoublingHighMul(x, rest), 2);
  }
  return x;
}

function saturatingShiftLeft(x: number, exponent: number): number {
  return Math.min(INT32_MAX, Math.max(INT32_MIN, x * 2 ** exponent));
}
