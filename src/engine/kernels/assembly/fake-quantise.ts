/**
 * `scale · (clamp(round(x / scale) + zeroPoint, −128, 127) − zeroPoint)`, ties away from zero as
 * int8 conversion has them. In place is fine; `count` a multiple of 4.
 */
export function fakeQuantise(x: usize, y: usize, count: i32, scale: f32, zeroPoint: f32): void {
  const unit = f32x4.splat(scale);
  const shift = f32x4.splat(zeroPoint);
  const low = f32x4.splat(-128);
  const high = f32x4.splat(127);
  const end = (<usize>count) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    const steps = f32x4.add(round4(f32x4.div(v128.load(x + at), unit)), shift);
    const int8 = f32x4.max(low, f32x4.min(high, steps));
    v128.store(y + at, f32x4.mul(f32x4.sub(int8, shift), unit));
  }
}

/**
 * The same for weights `[rows × columns]`, zero point 0, −127 … 127, with the scale of each column
 * in `scales`; a scale of 0 gives 0.
 */
export function fakeQuantiseColumns(
  w: usize,
  q: usize,
  rows: i32,
  columns: i32,
  scales: usize,
): void {
  const rowBytes = (<usize>columns) << 2;
  const end = <usize>rows * rowBytes;
  const none = f32x4.splat(0);
  const high = f32x4.splat(127);
  const low = f32x4.splat(-127);
  for (let column: usize = 0; column < rowBytes; column += 16) {
    const unit = v128.load(scales + column);
    const isSet = f32x4.gt(unit, none);
    for (let at = column; at < end; at += rowBytes) {
      const steps = round4(f32x4.div(v128.load(w + at), unit));
      const int8 = f32x4.max(low, f32x4.min(high, steps));
      v128.store(q + at, v128.and(f32x4.mul(int8, unit), isSet));
    }
  }
}

/** Largest size in each column of `w` `[rows × columns]`. */
export function largestOfColumns(w: usize, rows: i32, columns: i32, largest: usize): void {
  const rowBytes = (<usize>columns) << 2;
  const end = <usize>rows * rowBytes;
  for (let column: usize = 0; column < rowBytes; column += 16) {
    let most = f32x4.splat(0);
    for (let at = column; at < end; at += rowBytes) {
      most = f32x4.max(most, f32x4.abs(v128.load(w + at)));
    }
    v128.store(largest + column, most);
  }
}

/** To the nearest whole number, ties away from zero. */
function round4(x: v128): v128 {
  const signs = v128.and(x, f32x4.splat(-0.0));
  return f32x4.trunc(f32x4.add(x, v128.or(f32x4.splat(0.5), signs)));
}
