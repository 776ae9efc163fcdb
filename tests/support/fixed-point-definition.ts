/**
 * The fixed-point arithmetic of gemmlowp and TensorFlow Lite from its definitions, in whole numbers
 * without limit: what the product's fast versions are held against.
 */

const INT32_MIN = -(2 ** 31);
const INT32_MAX = 2 ** 31 - 1;

/** `a · b / 2^31`: a nudge by the product's sign, then division towards zero. */
export function highMulByDefinition(a: number, b: number): number {
  if (a === INT32_MIN && b === INT32_MIN) return INT32_MAX;
  const product = BigInt(a) * BigInt(b);
  const nudge = product >= 0n ? 1n << 30n : 1n - (1n << 30n);
  return Number((product + nudge) / (1n << 31n));
}

/** `x / 2^exponent`, halves away from zero. */
export function divideByDefinition(x: number, exponent: number): number {
  const divisor = 1n << BigInt(exponent);
  const size = x < 0 ? -BigInt(x) : BigInt(x);
  const rounded = (2n * size + divisor) / (2n * divisor);
  return Number(x < 0 ? -rounded : rounded);
}

/** A real factor > 0 as `multiplier · 2^(shift − 31)` with 31 bits. */
export function factorByDefinition(real: number): { multiplier: number; shift: number } {
  let shift = Math.ceil(Math.log2(real)) + 0;
  while (real >= 2 ** shift) shift++;
  while (real < 2 ** (shift - 1)) shift--;
  const multiplier = Math.round(real * 2 ** (31 - shift));
  return multiplier === 2 ** 31 ? { multiplier: 2 ** 30, shift: shift + 1 } : { multiplier, shift };
}

/** `x` times a factor: the high product of the shifted `x`, then the division, each rounded. */
export function multiplyByDefinition(
  x: number,
  { multiplier, shift }: { multiplier: number; shift: number },
): number {
  const product = highMulByDefinition(x * 2 ** Math.max(shift, 0), multiplier);
  return divideByDefinition(product, Math.max(-shift, 0)) + 0;
}

/** The smallest sum for which the factor gives at least `level`. */
export function edgeByDefinition(
  level: number,
  factor: { multiplier: number; shift: number },
): number {
  let [below, above] = [0, 2 ** 30];
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (multiplyByDefinition(middle, factor) >= level) above = middle;
    else below = middle;
  }
  return above;
}

/** A real number in fixed point with so many fractional bits. */
const fixed = (real: number, bits: number) => Math.round(real * 2 ** bits);

/**
 * exp(a), Q0.31, of a ≤ 0 with so many whole bits: a series of four terms around −1/8, then a factor
 * a set bit.
 */
export function expByDefinition(a: number, wholeBits = 5): number {
  if (a === 0) return INT32_MAX;
  const quarter = 2 ** (29 - wholeBits);
  const rest = (((a % quarter) + quarter) % quarter) - quarter;
  const x = rest * 2 ** wholeBits + fixed(1 / 8, 31);
  const x2 = highMulByDefinition(x, x);
  const x3 = highMulByDefinition(x2, x);
  const x4 = highMulByDefinition(x2, x2);
  const cubic = highMulByDefinition(divideByDefinition(x4, 2) + x3, fixed(1 / 3, 31));
  const tail = divideByDefinition(cubic + x2, 1);
  const middle = fixed(Math.exp(-1 / 8), 31);
  let result = middle + highMulByDefinition(middle, x + tail);
  const left = (rest - a) / quarter;
  for (let bit = 0; bit < wholeBits + 2; bit++) {
    if (Math.floor(left / 2 ** bit) % 2 === 0) continue;
    result = highMulByDefinition(result, fixed(Math.exp(-(2 ** (bit - 2))), 31));
  }
  return result;
}

const saturated = (x: number) => Math.min(INT32_MAX, Math.max(INT32_MIN, x));

/** 2/(1 + a), Q2.29, of a in [0, 1) in Q0.31: three steps of Newton and Raphson from 48/17 − 32/17 d. */
function twiceReciprocal(a: number): number {
  const half = divideByDefinition(a + INT32_MAX, 1);
  let x = fixed(48 / 17, 29) + highMulByDefinition(half, fixed(-32 / 17, 29));
  for (let step = 0; step < 3; step++) {
    const rest = 2 ** 29 - highMulByDefinition(half, x);
    x += saturated(highMulByDefinition(x, rest) * 4);
  }
  return x;
}

/** 1/(1 + a), Q0.31, of a in [0, 1) in Q0.31. */
export function reciprocalByDefinition(a: number): number {
  return saturated(twiceReciprocal(a) * 2);
}

/** 1/(1 + exp(−a)), Q0.31, of a in Q4.27: by the reciprocal for a > 0, by symmetry below. */
export function logisticByDefinition(a: number): number {
  if (a === 0) return 2 ** 30;
  const upper = reciprocalByDefinition(expByDefinition(a > 0 ? -a : a, 4));
  return a > 0 ? upper : INT32_MAX - upper;
}

/** tanh(a), Q0.31, of a in Q4.27: 2/(1 + exp(−2a)) − 1 for a > 0, by symmetry below. */
export function tanhByDefinition(a: number): number {
  if (a === 0) return 0;
  const upper = saturated((twiceReciprocal(expByDefinition(a > 0 ? -a : a, 5)) - 2 ** 29) * 4);
  return a > 0 ? upper : -upper;
}
