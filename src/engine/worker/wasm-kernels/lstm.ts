import type { TensorInfo } from '@tensorflow/tfjs-core';
import { floatsOf, makeFloats, wasmKernel } from './heap';

/** Names under which the kernels are registered; other back ends compose them step by step. */
export const LSTM_FORWARD = 'NodlabLstmForward';
export const LSTM_GRAD = 'NodlabLstmGrad';

/**
 * The recurrence of an LSTM over whole windows in one pass; composed, it takes a dozen kernels a
 * frame. From `sums` `[batch × frames × 4·units]`, what the gates get from the input and the bias,
 * and `recurrent` `[4·units × units]` to `[hidden, cell, gates]`: `[batch × frames × units]` twice,
 * and the gates after their functions `[batch × frames × 4·units]`.
 */
export const lstmForward = wasmKernel<
  { readonly sums: TensorInfo; readonly recurrent: TensorInfo },
  Record<string, never>
>(LSTM_FORWARD, ({ inputs, backend }) => {
  const [batch, frames] = inputs.sums.shape as [number, number, number];
  const units = inputs.recurrent.shape[1]!;
  const outputs = [
    makeFloats(backend, [batch, frames, units]),
    makeFloats(backend, [batch, frames, units]),
    makeFloats(backend, inputs.sums.shape),
  ];
  const sums = floatsOf(backend, inputs.sums);
  const recurrent = floatsOf(backend, inputs.recurrent);
  const [hidden, cell, gates] = outputs.map((info) => floatsOf(backend, info)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < frames; t++) {
      const at = (b * frames + t) * units;
      const gatesAt = at * 4;
      if (t > 0) addRecurrent(sums, recurrent, hidden, gates, gatesAt, at - units, units);
      else gates.set(sums.subarray(gatesAt, gatesAt + 4 * units), gatesAt);
      for (let u = 0; u < units; u++) {
        const i = sigmoid(gates[gatesAt + u]!);
        const f = sigmoid(gates[gatesAt + units + u]!);
        const g = tanh(gates[gatesAt + 2 * units + u]!);
        const o = sigmoid(gates[gatesAt + 3 * units + u]!);
        const c = i * g + (t > 0 ? f * cell[at - units + u]! : 0);
        gates[gatesAt + u] = i;
        gates[gatesAt + units + u] = f;
        gates[gatesAt + 2 * units + u] = g;
        gates[gatesAt + 3 * units + u] = o;
        cell[at + u] = c;
        hidden[at + u] = o * tanh(c);
      }
    }
  }
  return outputs;
});

/** `gates = sums + recurrent · hidden` for one frame, two gates at a time. */
function addRecurrent(
  sums: Float32Array,
  recurrent: Float32Array,
  hidden: Float32Array,
  gates: Float32Array,
  gatesAt: number,
  hiddenAt: number,
  units: number,
): void {
  const end = hiddenAt + units;
  // A multiple of four rows, so that pairs come out even.
  for (let gate = 0; gate < 4 * units; gate += 2) {
    let row0 = gate * units;
    let row1 = row0 + units;
    let sum0 = sums[gatesAt + gate]!;
    let sum1 = sums[gatesAt + gate + 1]!;
    for (let from = hiddenAt; from < end; from++) {
      const value = hidden[from]!;
      sum0 += recurrent[row0++]! * value;
      sum1 += recurrent[row1++]! * value;
    }
    gates[gatesAt + gate] = sum0;
    gates[gatesAt + gate + 1] = sum1;
  }
}

/**
 * Back through time: from the gradient `dy` of every frame's hidden state to that of the gates
 * before their functions, `[batch × frames × 4·units]`.
 */
export const lstmGrad = wasmKernel<
  {
    readonly dy: TensorInfo;
    readonly cell: TensorInfo;
    readonly gates: TensorInfo;
    readonly recurrent: TensorInfo;
  },
  Record<string, never>
>(LSTM_GRAD, ({ inputs, backend }) => {
  const [batch, frames, units] = inputs.dy.shape as [number, number, number];
  const output = makeFloats(backend, inputs.gates.shape);
  const dy = floatsOf(backend, inputs.dy);
  const cell = floatsOf(backend, inputs.cell);
  const gates = floatsOf(backend, inputs.gates);
  const recurrent = floatsOf(backend, inputs.recurrent);
  const dgates = floatsOf(backend, output);
  const dhidden = new Float64Array(units);
  const dcell = new Float64Array(units);
  for (let b = 0; b < batch; b++) {
    dhidden.fill(0);
    dcell.fill(0);
    for (let t = frames - 1; t >= 0; t--) {
      const at = (b * frames + t) * units;
      const gatesAt = at * 4;
      for (let u = 0; u < units; u++) {
        const i = gates[gatesAt + u]!;
        const f = gates[gatesAt + units + u]!;
        const g = gates[gatesAt + 2 * units + u]!;
        const o = gates[gatesAt + 3 * units + u]!;
        const squashed = tanh(cell[at + u]!);
        const dh = dy[at + u]! + dhidden[u]!;
        const dc = dcell[u]! + dh * o * (1 - squashed * squashed);
        const before = t > 0 ? cell[at - units + u]! : 0;
        dgates[gatesAt + u] = dc * g * i * (1 - i);
        dgates[gatesAt + units + u] = dc * before * f * (1 - f);
        dgates[gatesAt + 2 * units + u] = dc * i * (1 - g * g);
        dgates[gatesAt + 3 * units + u] = dh * squashed * o * (1 - o);
        dcell[u] = dc * f;
      }
      if (t > 0) passBack(dgates, recurrent, dhidden, gatesAt, units);
    }
  }
  return output;
});

/** `dhidden = recurrentᵀ · dgates` for one frame, two gates at a time. */
function passBack(
  dgates: Float32Array,
  recurrent: Float32Array,
  dhidden: Float64Array,
  gatesAt: number,
  units: number,
): void {
  dhidden.fill(0);
  for (let gate = 0; gate < 4 * units; gate += 2) {
    const slope0 = dgates[gatesAt + gate]!;
    const slope1 = dgates[gatesAt + gate + 1]!;
    const row0 = gate * units;
    const row1 = row0 + units;
    for (let u = 0; u < units; u++) {
      dhidden[u] = dhidden[u]! + slope0 * recurrent[row0 + u]! + slope1 * recurrent[row1 + u]!;
    }
  }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** By one exponential: a third of `Math.tanh`'s time, and as exact as float32 can hold. */
function tanh(x: number): number {
  return 1 - 2 / (1 + Math.exp(2 * x));
}
