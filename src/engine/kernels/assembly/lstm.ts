import { logistic4, multiplyAdd, tanh4 } from './vectors';

/*
 * One frame of an LSTM for a batch. Rows of gates `[input | forget | cell | output]`, each `units`
 * floats, a multiple of 4; a row of every array begins `…RowBytes` behind the one before.
 */

/**
 * From the gates' sums to their values in place, and the new cell and hidden state. `before` is the
 * cell state of the frame before, 0 for the first.
 */
export function lstmFrame(
  gates: usize,
  gatesRowBytes: i32,
  before: usize,
  cell: usize,
  hidden: usize,
  stateRowBytes: i32,
  rows: i32,
  units: i32,
): void {
  const unitBytes = (<usize>units) << 2;
  for (let row = 0; row < rows; row++) {
    const gate = gates + <usize>row * <usize>gatesRowBytes;
    const state = <usize>row * <usize>stateRowBytes;
    for (let at: usize = 0; at < unitBytes; at += 16) {
      const i = logistic4(v128.load(gate + at));
      const f = logistic4(v128.load(gate + unitBytes + at));
      const g = tanh4(v128.load(gate + 2 * unitBytes + at));
      const o = logistic4(v128.load(gate + 3 * unitBytes + at));
      let c = f32x4.mul(i, g);
      if (before) c = multiplyAdd(c, f, v128.load(before + state + at));
      v128.store(gate + at, i);
      v128.store(gate + unitBytes + at, f);
      v128.store(gate + 2 * unitBytes + at, g);
      v128.store(gate + 3 * unitBytes + at, o);
      v128.store(cell + state + at, c);
      v128.store(hidden + state + at, f32x4.mul(o, tanh4(c)));
    }
  }
}

/**
 * Backwards: from the gradient of the hidden state to that of the gates' sums. `dcell`
 * `[rows × units]` comes from the frame behind and goes to the frame before, in place.
 */
export function lstmFrameGradient(
  dhidden: usize,
  gates: usize,
  gatesRowBytes: i32,
  before: usize,
  cell: usize,
  stateRowBytes: i32,
  dcell: usize,
  dsums: usize,
  rows: i32,
  units: i32,
): void {
  const one = f32x4.splat(1);
  const unitBytes = (<usize>units) << 2;
  for (let row = 0; row < rows; row++) {
    const gate = gates + <usize>row * <usize>gatesRowBytes;
    const sum = dsums + <usize>row * <usize>gatesRowBytes;
    const state = <usize>row * <usize>stateRowBytes;
    const carried = dcell + <usize>row * unitBytes;
    for (let at: usize = 0; at < unitBytes; at += 16) {
      const i = v128.load(gate + at);
      const f = v128.load(gate + unitBytes + at);
      const g = v128.load(gate + 2 * unitBytes + at);
      const o = v128.load(gate + 3 * unitBytes + at);
      const squashed = tanh4(v128.load(cell + state + at));
      const dh = v128.load(dhidden + state + at);
      const through = f32x4.mul(f32x4.mul(dh, o), f32x4.sub(one, f32x4.mul(squashed, squashed)));
      const dc = f32x4.add(v128.load(carried + at), through);
      const c = before ? v128.load(before + state + at) : f32x4.splat(0);
      const di = f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i)));
      const df = f32x4.mul(f32x4.mul(dc, c), f32x4.mul(f, f32x4.sub(one, f)));
      const dg = f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one, f32x4.mul(g, g)));
      const dout = f32x4.mul(f32x4.mul(dh, squashed), f32x4.mul(o, f32x4.sub(one, o)));
      v128.store(sum + at, di);
      v128.store(sum + unitBytes + at, df);
      v128.store(sum + 2 * unitBytes + at, dg);
      v128.store(sum + 3 * unitBytes + at, dout);
      v128.store(carried + at, f32x4.mul(dc, f));
    }
  }
}
