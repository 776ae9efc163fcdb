/** a·b + acc, rounded twice: the fused instruction would round otherwise on other processors. */
export function multiplyAdd(acc: v128, a: v128, b: v128): v128 {
  return f32x4.add(acc, f32x4.mul(a, b));
}

export function clamped(value: v128, lowest: v128, highest: v128): v128 {
  return f32x4.pmin(f32x4.pmax(value, lowest), highest);
}

/**
 * e^x of four numbers to about 2 units in the last place: 2^n · e^r with |r| ≤ ln 2 / 2, e^r by
 * Cephes' polynomial (Moshier).
 */
export function exp4(value: v128): v128 {
  const x = f32x4.max(f32x4.min(value, f32x4.splat(88)), f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(<f32>Math.LOG2E)));
  // ln 2 in two parts, so that the product with n is exact.
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = multiplyAdd(f32x4.splat(1.3981999507e-3), p, r);
  p = multiplyAdd(f32x4.splat(8.3334519073e-3), p, r);
  p = multiplyAdd(f32x4.splat(4.1665795894e-2), p, r);
  p = multiplyAdd(f32x4.splat(1.6666665459e-1), p, r);
  p = multiplyAdd(f32x4.splat(5.0000001201e-1), p, r);
  const sum = f32x4.add(multiplyAdd(r, f32x4.mul(r, r), p), f32x4.splat(1));
  const exponent = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(sum, exponent);
}

export function logistic4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  const e = exp4(f32x4.add(x, x));
  return f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));
}
