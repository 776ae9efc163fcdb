import { clamped, logistic4, multiplyAdd, tanh4 } from './vectors';

/** Values `[rows × columns]`, `columns` a multiple of 4 unless said otherwise; byte addresses. */

/** `y = clamp(x · factor + shift)` with one factor and shift a column. */
export function scaleShift(
  x: usize,
  y: usize,
  rows: i32,
  columns: i32,
  factor: usize,
  shift: usize,
  lowest: f32,
  highest: f32,
): void {
  const low = f32x4.splat(lowest);
  const high = f32x4.splat(highest);
  const rowBytes = (<usize>columns) << 2;
  const end = <usize>rows * rowBytes;
  for (let column: usize = 0; column < rowBytes; column += 16) {
    const f = v128.load(factor + column);
    const s = v128.load(shift + column);
    for (let at = column; at < end; at += rowBytes) {
      v128.store(y + at, clamped(multiplyAdd(s, v128.load(x + at), f), low, high));
    }
  }
}

/**
 * Turns the gradient of `y = clamp(z)` into that of `z`, in place, and adds its sum over the rows to
 * `sums` (0: not wanted).
 */
export function clampGradient(
  dy: usize,
  y: usize,
  rows: i32,
  columns: i32,
  lowest: f32,
  highest: f32,
  sums: usize,
): void {
  const low = f32x4.splat(lowest);
  const high = f32x4.splat(highest);
  const rowBytes = (<usize>columns) << 2;
  const end = <usize>rows * rowBytes;
  for (let column: usize = 0; column < rowBytes; column += 16) {
    let sum = sums ? v128.load(sums + column) : f32x4.splat(0);
    for (let at = column; at < end; at += rowBytes) {
      const value = v128.load(y + at);
      const passes = v128.and(f32x4.gt(value, low), f32x4.lt(value, high));
      const d = v128.and(v128.load(dy + at), passes);
      v128.store(dy + at, d);
      sum = f32x4.add(sum, d);
    }
    if (sums) v128.store(sums + column, sum);
  }
}

/** `to += from`, `count` a multiple of 4. */
export function add(to: usize, from: usize, count: i32): void {
  const end = (<usize>count) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
  }
}

/** `y = clamp(a + b)`. */
export function addClamped(
  a: usize,
  b: usize,
  y: usize,
  count: i32,
  lowest: f32,
  highest: f32,
): void {
  const low = f32x4.splat(lowest);
  const high = f32x4.splat(highest);
  const end = (<usize>count) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    v128.store(y + at, clamped(f32x4.add(v128.load(a + at), v128.load(b + at)), low, high));
  }
}

/** `y = a · b`. */
export function multiplyEach(a: usize, b: usize, y: usize, count: i32): void {
  const end = (<usize>count) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    v128.store(y + at, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  }
}

export function logistic(x: usize, y: usize, count: i32): void {
  const end = (<usize>count) << 2;
  for (let at: usize = 0; at < end; at += 16) v128.store(y + at, logistic4(v128.load(x + at)));
}

export function tanh(x: usize, y: usize, count: i32): void {
  const end = (<usize>count) << 2;
  for (let at: usize = 0; at < end; at += 16) v128.store(y + at, tanh4(v128.load(x + at)));
}

/** `dx = dy · y · (1 − y)`. */
export function logisticGradient(dy: usize, y: usize, dx: usize, count: i32): void {
  const one = f32x4.splat(1);
  const end = (<usize>count) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    const value = v128.load(y + at);
    const slope = f32x4.mul(value, f32x4.sub(one, value));
    v128.store(dx + at, f32x4.mul(v128.load(dy + at), slope));
  }
}

/** `dx = dy · (1 − y²)`. */
export function tanhGradient(dy: usize, y: usize, dx: usize, count: i32): void {
  const one = f32x4.splat(1);
  const end = (<usize>count) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    const value = v128.load(y + at);
    const slope = f32x4.sub(one, f32x4.mul(value, value));
    v128.store(dx + at, f32x4.mul(v128.load(dy + at), slope));
  }
}

/**
 * Copies images `[height × width × channels]` between buffers of their own strides: a row begins
 * every `…RowBytes`, an image every `…ImageBytes`, a position every `…PositionBytes`.
 */
export function copyImages(
  from: usize,
  fromImageBytes: i32,
  fromRowBytes: i32,
  fromPositionBytes: i32,
  to: usize,
  toImageBytes: i32,
  toRowBytes: i32,
  toPositionBytes: i32,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
): void {
  const bytes = (<usize>channels) << 2;
  const isDense = <usize>fromPositionBytes === bytes && <usize>toPositionBytes === bytes;
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < height; row++) {
      let source = from + <usize>image * <usize>fromImageBytes + <usize>row * <usize>fromRowBytes;
      let target = to + <usize>image * <usize>toImageBytes + <usize>row * <usize>toRowBytes;
      if (isDense) {
        memory.copy(target, source, <usize>width * bytes);
        continue;
      }
      for (let column = 0; column < width; column++) {
        for (let at: usize = 0; at < bytes; at += 4) {
          store<f32>(target + at, load<f32>(source + at));
        }
        source += <usize>fromPositionBytes;
        target += <usize>toPositionBytes;
      }
    }
  }
}

/** Sets `bytes` bytes to zero. */
export function clear(at: usize, bytes: i32): void {
  memory.fill(at, 0, <usize>bytes);
}
