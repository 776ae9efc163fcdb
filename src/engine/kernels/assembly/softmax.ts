import { exp4 } from './vectors';

/**
 * Softmax over the first `classes` of every row of `columns` (a multiple of 4, at most 3 more than
 * `classes`); the rest become 0. In place is fine.
 */
export function softmax(x: usize, y: usize, rows: i32, classes: i32, columns: i32): void {
  const rowBytes = (<usize>columns) << 2;
  const classBytes = (<usize>classes) << 2;
  for (let row = 0; row < rows; row++) {
    const from = x + <usize>row * rowBytes;
    const to = y + <usize>row * rowBytes;
    let highest: f32 = -Infinity;
    for (let at: usize = 0; at < classBytes; at += 4) {
      const logit = load<f32>(from + at);
      // A comparison, not `max`, would hide a NaN: the loss has to see it.
      highest = max(highest, logit);
    }
    const shift = f32x4.splat(highest);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      v128.store(to + at, exp4(f32x4.sub(v128.load(from + at), shift)));
    }
    for (let at = classBytes; at < rowBytes; at += 4) store<f32>(to + at, 0);
    let sum: f32 = 0;
    for (let at: usize = 0; at < classBytes; at += 4) sum += load<f32>(to + at);
    const share = f32x4.splat(1 / sum);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      v128.store(to + at, f32x4.mul(v128.load(to + at), share));
    }
  }
}
