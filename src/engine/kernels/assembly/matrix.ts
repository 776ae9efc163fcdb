import { clamped, multiplyAdd } from './vectors';

/*
 * Convolutions and dense layers as products with a matrix that need no copy of the patches: row r
 * of the left factor is read from `x + offsets[r]` in `runCount` runs of `runLength` floats, which
 * begin at `runs[…]`; offsets are bytes. The right factor is `[runCount·runLength × columns]`,
 * `columns` a multiple of 4.
 */

/**
 * `y = clamp(bias + x · w)`; without `bias` (0) it is added to what `y` holds. Blocks of 4 rows and
 * 8 columns stay in registers.
 */
export function multiply(
  x: usize,
  offsets: usize,
  rows: i32,
  runs: usize,
  runCount: i32,
  runLength: i32,
  w: usize,
  columns: i32,
  bias: usize,
  y: usize,
  yRowBytes: i32,
  lowest: f32,
  highest: f32,
): void {
  const low = f32x4.splat(lowest);
  const high = f32x4.splat(highest);
  const wRowBytes = (<usize>columns) << 2;
  const runBytes = (<usize>runLength) << 2;
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    const table = offsets + ((<usize>row) << 2);
    const x0 = x + <usize>load<i32>(table);
    const x1 = x + <usize>load<i32>(table, 4);
    const x2 = x + <usize>load<i32>(table, 8);
    const x3 = x + <usize>load<i32>(table, 12);
    const y0 = y + <usize>row * <usize>yRowBytes;
    const y1 = y0 + <usize>yRowBytes;
    const y2 = y1 + <usize>yRowBytes;
    const y3 = y2 + <usize>yRowBytes;
    let column: usize = 0;
    for (; column + 32 <= wRowBytes; column += 32) {
      const from0 = bias ? bias + column : y0 + column;
      const from1 = bias ? bias + column : y1 + column;
      const from2 = bias ? bias + column : y2 + column;
      const from3 = bias ? bias + column : y3 + column;
      let a0 = v128.load(from0);
      let b0 = v128.load(from0, 16);
      let a1 = v128.load(from1);
      let b1 = v128.load(from1, 16);
      let a2 = v128.load(from2);
      let b2 = v128.load(from2, 16);
      let a3 = v128.load(from3);
      let b3 = v128.load(from3, 16);
      let wAt = w + column;
      for (let run = 0; run < runCount; run++) {
        let at = <usize>load<i32>(runs + ((<usize>run) << 2));
        const end = at + runBytes;
        for (; at < end; at += 4) {
          const wa = v128.load(wAt);
          const wb = v128.load(wAt, 16);
          const s0 = v128.load32_splat(x0 + at);
          a0 = multiplyAdd(a0, s0, wa);
          b0 = multiplyAdd(b0, s0, wb);
          const s1 = v128.load32_splat(x1 + at);
          a1 = multiplyAdd(a1, s1, wa);
          b1 = multiplyAdd(b1, s1, wb);
          const s2 = v128.load32_splat(x2 + at);
          a2 = multiplyAdd(a2, s2, wa);
          b2 = multiplyAdd(b2, s2, wb);
          const s3 = v128.load32_splat(x3 + at);
          a3 = multiplyAdd(a3, s3, wa);
          b3 = multiplyAdd(b3, s3, wb);
          wAt += wRowBytes;
        }
      }
      v128.store(y0 + column, clamped(a0, low, high));
      v128.store(y0 + column, clamped(b0, low, high), 16);
      v128.store(y1 + column, clamped(a1, low, high));
      v128.store(y1 + column, clamped(b1, low, high), 16);
      v128.store(y2 + column, clamped(a2, low, high));
      v128.store(y2 + column, clamped(b2, low, high), 16);
      v128.store(y3 + column, clamped(a3, low, high));
      v128.store(y3 + column, clamped(b3, low, high), 16);
    }
    if (column < wRowBytes) {
      let a0 = v128.load(bias ? bias + column : y0 + column);
      let a1 = v128.load(bias ? bias + column : y1 + column);
      let a2 = v128.load(bias ? bias + column : y2 + column);
      let a3 = v128.load(bias ? bias + column : y3 + column);
      let wAt = w + column;
      for (let run = 0; run < runCount; run++) {
        let at = <usize>load<i32>(runs + ((<usize>run) << 2));
        const end = at + runBytes;
        for (; at < end; at += 4) {
          const wa = v128.load(wAt);
          a0 = multiplyAdd(a0, v128.load32_splat(x0 + at), wa);
          a1 = multiplyAdd(a1, v128.load32_splat(x1 + at), wa);
          a2 = multiplyAdd(a2, v128.load32_splat(x2 + at), wa);
          a3 = multiplyAdd(a3, v128.load32_splat(x3 + at), wa);
          wAt += wRowBytes;
        }
      }
      v128.store(y0 + column, clamped(a0, low, high));
      v128.store(y1 + column, clamped(a1, low, high));
      v128.store(y2 + column, clamped(a2, low, high));
      v128.store(y3 + column, clamped(a3, low, high));
    }
  }
  for (; row < rows; row++) {
    const x0 = x + <usize>load<i32>(offsets + ((<usize>row) << 2));
    const y0 = y + <usize>row * <usize>yRowBytes;
    for (let column: usize = 0; column < wRowBytes; column += 16) {
      let a0 = v128.load(bias ? bias + column : y0 + column);
      let wAt = w + column;
      for (let run = 0; run < runCount; run++) {
        let at = <usize>load<i32>(runs + ((<usize>run) << 2));
        const end = at + runBytes;
        for (; at < end; at += 4) {
          a0 = multiplyAdd(a0, v128.load32_splat(x0 + at), v128.load(wAt));
          wAt += wRowBytes;
        }
      }
      v128.store(y0 + column, clamped(a0, low, high));
    }
  }
}

/** Rows whose part of both factors stays in the cache while all of `dw` is gone through. */
const CHUNK_ROWS: i32 = 512;

/** `dw += xᵀ · dy`: the gradient of the matrix. Blocks of 4 × 8 of it stay in registers. */
export function multiplyTransposed(
  x: usize,
  offsets: usize,
  rows: i32,
  runs: usize,
  runCount: i32,
  runLength: i32,
  dy: usize,
  dyRowBytes: i32,
  columns: i32,
  dw: usize,
): void {
  const rowBytes = <usize>dyRowBytes;
  const dwRowBytes = (<usize>columns) << 2;
  for (let first = 0; first < rows; first += CHUNK_ROWS) {
    const firstEntry = offsets + ((<usize>first) << 2);
    const lastEntry = offsets + ((<usize>min(first + CHUNK_ROWS, rows)) << 2);
    const dyFirst = dy + <usize>first * rowBytes;
    let dwRow = dw;
    for (let run = 0; run < runCount; run++) {
      let from = x + <usize>load<i32>(runs + ((<usize>run) << 2));
      let left = runLength;
      for (; left >= 4; left -= 4) {
        const dw1 = dwRow + dwRowBytes;
        const dw2 = dw1 + dwRowBytes;
        const dw3 = dw2 + dwRowBytes;
        let column: usize = 0;
        for (; column + 32 <= dwRowBytes; column += 32) {
          let a0 = v128.load(dwRow + column);
          let b0 = v128.load(dwRow + column, 16);
          let a1 = v128.load(dw1 + column);
          let b1 = v128.load(dw1 + column, 16);
          let a2 = v128.load(dw2 + column);
          let b2 = v128.load(dw2 + column, 16);
          let a3 = v128.load(dw3 + column);
          let b3 = v128.load(dw3 + column, 16);
          let dyAt = dyFirst + column;
          for (let entry = firstEntry; entry < lastEntry; entry += 4) {
            const at = from + <usize>load<i32>(entry);
            const da = v128.load(dyAt);
            const db = v128.load(dyAt, 16);
            const s0 = v128.load32_splat(at);
            a0 = multiplyAdd(a0, s0, da);
            b0 = multiplyAdd(b0, s0, db);
            const s1 = v128.load32_splat(at, 4);
            a1 = multiplyAdd(a1, s1, da);
            b1 = multiplyAdd(b1, s1, db);
            const s2 = v128.load32_splat(at, 8);
            a2 = multiplyAdd(a2, s2, da);
            b2 = multiplyAdd(b2, s2, db);
            const s3 = v128.load32_splat(at, 12);
            a3 = multiplyAdd(a3, s3, da);
            b3 = multiplyAdd(b3, s3, db);
            dyAt += rowBytes;
          }
          v128.store(dwRow + column, a0);
          v128.store(dwRow + column, b0, 16);
          v128.store(dw1 + column, a1);
          v128.store(dw1 + column, b1, 16);
          v128.store(dw2 + column, a2);
          v128.store(dw2 + column, b2, 16);
          v128.store(dw3 + column, a3);
          v128.store(dw3 + column, b3, 16);
        }
        if (column < dwRowBytes) {
          let a0 = v128.load(dwRow + column);
          let a1 = v128.load(dw1 + column);
          let a2 = v128.load(dw2 + column);
          let a3 = v128.load(dw3 + column);
          let dyAt = dyFirst + column;
          for (let entry = firstEntry; entry < lastEntry; entry += 4) {
            const at = from + <usize>load<i32>(entry);
            const da = v128.load(dyAt);
            a0 = multiplyAdd(a0, v128.load32_splat(at), da);
            a1 = multiplyAdd(a1, v128.load32_splat(at, 4), da);
            a2 = multiplyAdd(a2, v128.load32_splat(at, 8), da);
            a3 = multiplyAdd(a3, v128.load32_splat(at, 12), da);
            dyAt += rowBytes;
          }
          v128.store(dwRow + column, a0);
          v128.store(dw1 + column, a1);
          v128.store(dw2 + column, a2);
          v128.store(dw3 + column, a3);
        }
        from += 16;
        dwRow = dw3 + dwRowBytes;
      }
      for (; left > 0; left--) {
        for (let column: usize = 0; column < dwRowBytes; column += 16) {
          let a0 = v128.load(dwRow + column);
          let dyAt = dyFirst + column;
          for (let entry = firstEntry; entry < lastEntry; entry += 4) {
            const at = from + <usize>load<i32>(entry);
            a0 = multiplyAdd(a0, v128.load32_splat(at), v128.load(dyAt));
            dyAt += rowBytes;
          }
          v128.store(dwRow + column, a0);
        }
        from += 4;
        dwRow += dwRowBytes;
      }
    }
  }
}

/**
 * `w` `[runCount·runLength × columns]` turned: `[outputs × runCount × runStride]`, each run filled
 * up with zeros to `runStride`, a multiple of 4.
 */
export function transpose(
  w: usize,
  columns: i32,
  outputs: i32,
  runCount: i32,
  runLength: i32,
  runStride: i32,
  turned: usize,
): void {
  const wRowBytes = (<usize>columns) << 2;
  let to = turned;
  for (let output = 0; output < outputs; output++) {
    let from = w + ((<usize>output) << 2);
    for (let run = 0; run < runCount; run++) {
      for (let at = 0; at < runLength; at++) {
        store<f32>(to, load<f32>(from));
        from += wRowBytes;
        to += 4;
      }
      for (let at = runLength; at < runStride; at++) {
        store<f32>(to, 0);
        to += 4;
      }
    }
  }
}

/**
 * `dx += dy · wᵀ`: the gradient of the left factor, added where its rows were read from. `turned` is
 * what `transpose` gives. Up to 3 floats behind a run are written as they were.
 */
export function spread(
  dy: usize,
  dyRowBytes: i32,
  rows: i32,
  outputs: i32,
  turned: usize,
  dx: usize,
  offsets: usize,
  runs: usize,
  runCount: i32,
  runStride: i32,
): void {
  const rowBytes = <usize>dyRowBytes;
  const dyBytes = (<usize>outputs) << 2;
  const runBytes = (<usize>runStride) << 2;
  const outputBytes = runBytes * <usize>runCount;
  let row = 0;
  for (; row + 2 <= rows; row += 2) {
    const d0 = dy + <usize>row * rowBytes;
    const d1 = d0 + rowBytes;
    const entry = offsets + ((<usize>row) << 2);
    const x0 = dx + <usize>load<i32>(entry);
    const x1 = dx + <usize>load<i32>(entry, 4);
    for (let run = 0; run < runCount; run++) {
      const runAt = <usize>load<i32>(runs + ((<usize>run) << 2));
      const first = turned + <usize>run * runBytes;
      let k: usize = 0;
      for (; k + 64 <= runBytes; k += 64) {
        let a0 = f32x4.splat(0);
        let b0 = a0;
        let c0 = a0;
        let e0 = a0;
        let a1 = a0;
        let b1 = a0;
        let c1 = a0;
        let e1 = a0;
        let at = first + k;
        for (let output: usize = 0; output < dyBytes; output += 4) {
          const s0 = v128.load32_splat(d0 + output);
          const s1 = v128.load32_splat(d1 + output);
          const wa = v128.load(at);
          a0 = multiplyAdd(a0, s0, wa);
          a1 = multiplyAdd(a1, s1, wa);
          const wb = v128.load(at, 16);
          b0 = multiplyAdd(b0, s0, wb);
          b1 = multiplyAdd(b1, s1, wb);
          const wc = v128.load(at, 32);
          c0 = multiplyAdd(c0, s0, wc);
          c1 = multiplyAdd(c1, s1, wc);
          const we = v128.load(at, 48);
          e0 = multiplyAdd(e0, s0, we);
          e1 = multiplyAdd(e1, s1, we);
          at += outputBytes;
        }
        // One after the other: the two rows may overlap.
        const to0 = x0 + runAt + k;
        v128.store(to0, f32x4.add(v128.load(to0), a0));
        v128.store(to0, f32x4.add(v128.load(to0, 16), b0), 16);
        v128.store(to0, f32x4.add(v128.load(to0, 32), c0), 32);
        v128.store(to0, f32x4.add(v128.load(to0, 48), e0), 48);
        const to1 = x1 + runAt + k;
        v128.store(to1, f32x4.add(v128.load(to1), a1));
        v128.store(to1, f32x4.add(v128.load(to1, 16), b1), 16);
        v128.store(to1, f32x4.add(v128.load(to1, 32), c1), 32);
        v128.store(to1, f32x4.add(v128.load(to1, 48), e1), 48);
      }
      for (; k < runBytes; k += 16) {
        let a0 = f32x4.splat(0);
        let a1 = a0;
        let at = first + k;
        for (let output: usize = 0; output < dyBytes; output += 4) {
          const wa = v128.load(at);
          a0 = multiplyAdd(a0, v128.load32_splat(d0 + output), wa);
          a1 = multiplyAdd(a1, v128.load32_splat(d1 + output), wa);
          at += outputBytes;
        }
        const to0 = x0 + runAt + k;
        v128.store(to0, f32x4.add(v128.load(to0), a0));
        const to1 = x1 + runAt + k;
        v128.store(to1, f32x4.add(v128.load(to1), a1));
      }
    }
  }
  if (row < rows) {
    const d0 = dy + <usize>row * rowBytes;
    const x0 = dx + <usize>load<i32>(offsets + ((<usize>row) << 2));
    for (let run = 0; run < runCount; run++) {
      const to = x0 + <usize>load<i32>(runs + ((<usize>run) << 2));
      for (let k: usize = 0; k < runBytes; k += 16) {
        let a0 = f32x4.splat(0);
        let at = turned + <usize>run * runBytes + k;
        for (let output: usize = 0; output < dyBytes; output += 4) {
          a0 = multiplyAdd(a0, v128.load32_splat(d0 + output), v128.load(at));
          at += outputBytes;
        }
        v128.store(to + k, f32x4.add(v128.load(to + k), a0));
      }
    }
  }
}
