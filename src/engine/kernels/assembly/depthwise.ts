import { clamped, multiplyAdd } from './vectors';

/*
 * Depthwise convolutions: output row r, channel c reads channel c of `x + offsets[r] + taps[t]`;
 * offsets are bytes. Weights `[tapCount × columns]`, `columns` a multiple of 4.
 */

export function depthwise(
  x: usize,
  offsets: usize,
  rows: i32,
  taps: usize,
  tapCount: i32,
  w: usize,
  columns: i32,
  bias: usize,
  y: usize,
  lowest: f32,
  highest: f32,
): void {
  const low = f32x4.splat(lowest);
  const high = f32x4.splat(highest);
  const rowBytes = (<usize>columns) << 2;
  const lastTap = taps + ((<usize>tapCount) << 2);
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    const entry = offsets + ((<usize>row) << 2);
    const x0 = x + <usize>load<i32>(entry);
    const x1 = x + <usize>load<i32>(entry, 4);
    const x2 = x + <usize>load<i32>(entry, 8);
    const x3 = x + <usize>load<i32>(entry, 12);
    let to = y + <usize>row * rowBytes;
    for (let column: usize = 0; column < rowBytes; column += 16) {
      let a0 = v128.load(bias + column);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let wAt = w + column;
      for (let tap = taps; tap < lastTap; tap += 4) {
        const at = <usize>load<i32>(tap) + column;
        const wa = v128.load(wAt);
        a0 = multiplyAdd(a0, v128.load(x0 + at), wa);
        a1 = multiplyAdd(a1, v128.load(x1 + at), wa);
        a2 = multiplyAdd(a2, v128.load(x2 + at), wa);
        a3 = multiplyAdd(a3, v128.load(x3 + at), wa);
        wAt += rowBytes;
      }
      v128.store(to, clamped(a0, low, high));
      v128.store(to + rowBytes, clamped(a1, low, high));
      v128.store(to + 2 * rowBytes, clamped(a2, low, high));
      v128.store(to + 3 * rowBytes, clamped(a3, low, high));
      to += 16;
    }
  }
  for (; row < rows; row++) {
    const x0 = x + <usize>load<i32>(offsets + ((<usize>row) << 2));
    let to = y + <usize>row * rowBytes;
    for (let column: usize = 0; column < rowBytes; column += 16) {
      let a0 = v128.load(bias + column);
      let wAt = w + column;
      for (let tap = taps; tap < lastTap; tap += 4) {
        a0 = multiplyAdd(a0, v128.load(x0 + <usize>load<i32>(tap) + column), v128.load(wAt));
        wAt += rowBytes;
      }
      v128.store(to, clamped(a0, low, high));
      to += 16;
    }
  }
}

/** `dw += …`: the gradient of the weights. */
export function depthwiseWeights(
  x: usize,
  offsets: usize,
  rows: i32,
  taps: usize,
  tapCount: i32,
  dy: usize,
  columns: i32,
  dw: usize,
): void {
  const rowBytes = (<usize>columns) << 2;
  const lastEntry = offsets + ((<usize>rows) << 2);
  for (let column: usize = 0; column < rowBytes; column += 16) {
    let tap = 0;
    for (; tap + 4 <= tapCount; tap += 4) {
      const entryOfTap = taps + ((<usize>tap) << 2);
      const t0 = x + <usize>load<i32>(entryOfTap) + column;
      const t1 = x + <usize>load<i32>(entryOfTap, 4) + column;
      const t2 = x + <usize>load<i32>(entryOfTap, 8) + column;
      const t3 = x + <usize>load<i32>(entryOfTap, 12) + column;
      const to = dw + <usize>tap * rowBytes + column;
      let a0 = v128.load(to);
      let a1 = v128.load(to + rowBytes);
      let a2 = v128.load(to + 2 * rowBytes);
      let a3 = v128.load(to + 3 * rowBytes);
      let dyAt = dy + column;
      for (let entry = offsets; entry < lastEntry; entry += 4) {
        const at = <usize>load<i32>(entry);
        const d = v128.load(dyAt);
        a0 = multiplyAdd(a0, v128.load(t0 + at), d);
        a1 = multiplyAdd(a1, v128.load(t1 + at), d);
        a2 = multiplyAdd(a2, v128.load(t2 + at), d);
        a3 = multiplyAdd(a3, v128.load(t3 + at), d);
        dyAt += rowBytes;
      }
      v128.store(to, a0);
      v128.store(to + rowBytes, a1);
      v128.store(to + 2 * rowBytes, a2);
      v128.store(to + 3 * rowBytes, a3);
    }
    for (; tap < tapCount; tap++) {
      const from = x + <usize>load<i32>(taps + ((<usize>tap) << 2)) + column;
      const to = dw + <usize>tap * rowBytes + column;
      let a0 = v128.load(to);
      let dyAt = dy + column;
      for (let entry = offsets; entry < lastEntry; entry += 4) {
        a0 = multiplyAdd(a0, v128.load(from + <usize>load<i32>(entry)), v128.load(dyAt));
        dyAt += rowBytes;
      }
      v128.store(to, a0);
    }
  }
}

/** `dx += …`: the gradient of the input, added where it was read from. */
export function depthwiseInput(
  dy: usize,
  rows: i32,
  w: usize,
  columns: i32,
  dx: usize,
  offsets: usize,
  taps: usize,
  tapCount: i32,
): void {
  const rowBytes = (<usize>columns) << 2;
  const lastEntry = offsets + ((<usize>rows) << 2);
  for (let tap = 0; tap < tapCount; tap++) {
    const tapAt = dx + <usize>load<i32>(taps + ((<usize>tap) << 2));
    for (let column: usize = 0; column < rowBytes; column += 16) {
      const wa = v128.load(w + <usize>tap * rowBytes + column);
      const to = tapAt + column;
      let dyAt = dy + column;
      for (let entry = offsets; entry < lastEntry; entry += 4) {
        const at = to + <usize>load<i32>(entry);
        v128.store(at, multiplyAdd(v128.load(at), v128.load(dyAt), wa));
        dyAt += rowBytes;
      }
    }
  }
}
