import { multiplyAdd } from './vectors';

/**
 * Mean and variance (divided by `rows`) of each column of `x` `[rows × columns]`, in two passes: one
 * over squares loses digits where the mean is large.
 */
export function moments(x: usize, rows: i32, columns: i32, mean: usize, variance: usize): void {
  const rowBytes = (<usize>columns) << 2;
  const end = <usize>rows * rowBytes;
  const share = f32x4.splat(1 / <f32>rows);
  for (let column: usize = 0; column < rowBytes; column += 16) {
    let sum = f32x4.splat(0);
    for (let at = column; at < end; at += rowBytes) sum = f32x4.add(sum, v128.load(x + at));
    const centre = f32x4.mul(sum, share);
    let squares = f32x4.splat(0);
    for (let at = column; at < end; at += rowBytes) {
      const off = f32x4.sub(v128.load(x + at), centre);
      squares = multiplyAdd(squares, off, off);
    }
    v128.store(mean + column, centre);
    v128.store(variance + column, f32x4.mul(squares, share));
  }
}

/**
 * Gradient of a normalisation by the batch's own moments: with `x̂ = (x − mean) · rate`,
 * `dx = gamma · rate · (dy − mean(dy) − x̂ · mean(dy · x̂))`; `dgamma` and `dbeta` are set.
 */
export function normaliseGradient(
  dy: usize,
  x: usize,
  dx: usize,
  rows: i32,
  columns: i32,
  gamma: usize,
  mean: usize,
  rate: usize,
  dgamma: usize,
  dbeta: usize,
): void {
  const rowBytes = (<usize>columns) << 2;
  const end = <usize>rows * rowBytes;
  const share = f32x4.splat(1 / <f32>rows);
  for (let column: usize = 0; column < rowBytes; column += 16) {
    const centre = v128.load(mean + column);
    const r = v128.load(rate + column);
    let sum = f32x4.splat(0);
    let product = f32x4.splat(0);
    for (let at = column; at < end; at += rowBytes) {
      const d = v128.load(dy + at);
      const normalised = f32x4.mul(f32x4.sub(v128.load(x + at), centre), r);
      sum = f32x4.add(sum, d);
      product = multiplyAdd(product, d, normalised);
    }
    v128.store(dgamma + column, product);
    v128.store(dbeta + column, sum);
    const meanSum = f32x4.mul(sum, share);
    const meanProduct = f32x4.mul(product, share);
    const factor = f32x4.mul(v128.load(gamma + column), r);
    for (let at = column; at < end; at += rowBytes) {
      const normalised = f32x4.mul(f32x4.sub(v128.load(x + at), centre), r);
      const d = f32x4.sub(v128.load(dy + at), meanSum);
      const centred = f32x4.sub(d, f32x4.mul(normalised, meanProduct));
      v128.store(dx + at, f32x4.mul(centred, factor));
    }
  }
}
