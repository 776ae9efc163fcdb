import type { Int8Gate, Int8LstmLayer, Int8Matrix, Int8Value } from '../int8-graph';
import { clampInt8, clampInt16 } from '../quantise-values';
import {
  multiplyByQuantisedMultiplier,
  type QuantisedMultiplier,
  quantiseMultiplier,
} from '../quantised-multiplier';
import { logisticInt16, tanhInt16 } from './int16-activations';
import type { Int8Kernel } from './kernel';

/** What goes into logistic and tanh has 12 fractional bits, what comes out 15. */
const SUM_POWER = -12;
const GATE_SCALE = 2 ** -15;

/**
 * UNIDIRECTIONAL_SEQUENCE_LSTM with int8 input and hidden state, int16 gates and cell state; the
 * state begins at zero with each run, as TFLM has it after `Reset()`. TFLM: `EvalLstm`.
 */
export function lstm(
  layer: Int8LstmLayer,
  from: Int8Value,
  to: Int8Value,
  input: Int8Array,
  output: Int8Array,
): Int8Kernel {
  const { units, cellScale } = layer;
  const [frames, , features] = from.shape;
  const { scale, zeroPoint } = to.quantisation;
  const sums = layer.gates.map((gate) => gateSums(gate, from, to));
  const [inputSums, forgetSums, cellSums, outputSums] = sums as [
    GateSums,
    GateSums,
    GateSums,
    GateSums,
  ];
  const cellPower = Math.round(Math.log2(cellScale));
  const keep = quantiseMultiplier(GATE_SCALE);
  const write = quantiseMultiplier((GATE_SCALE * GATE_SCALE) / cellScale);
  const show = quantiseMultiplier((GATE_SCALE * GATE_SCALE) / scale);
  const limit = clampInt16(Math.trunc((layer.cellClip ?? 0) / cellScale));
  const clip = (cell: number) => (limit > 0 ? Math.max(-limit, Math.min(limit, cell)) : cell);

  const cells = new Int16Array(units);
  const hidden = new Int8Array(units);
  return () => {
    cells.fill(0);
    hidden.fill(zeroPoint);
    for (let frame = 0; frame < frames; frame++) {
      const row = frame * features;
      for (let unit = 0; unit < units; unit++) {
        const forget = logisticInt16(forgetSums(input, row, hidden, unit));
        const enter = logisticInt16(inputSums(input, row, hidden, unit));
        const candidate = tanhInt16(cellSums(input, row, hidden, unit), SUM_POWER);
        const exit = logisticInt16(outputSums(input, row, hidden, unit));
        const kept = clampInt16(times(forget * cells[unit]!, keep));
        const written = clampInt16(times(enter * candidate, write));
        const cell = clip(clampInt16(kept + written));
        cells[unit] = cell;
        const shown = times(tanhInt16(cell, cellPower) * exit, show) + zeroPoint;
        output[frame * units + unit] = clampInt8(shown);
      }
      for (let unit = 0; unit < units; unit++) hidden[unit] = output[frame * units + unit]!;
    }
  };
}

function times(value: number, { multiplier, shift }: QuantisedMultiplier): number {
  return multiplyByQuantisedMultiplier(value, multiplier, shift);
}

/** What one unit of a gate adds up, int16 with 12 fractional bits. */
type GateSums = (input: Int8Array, row: number, hidden: Int8Array, unit: number) => number;

/** Two dense layers, each brought to int16 by itself, and their sum. */
function gateSums(gate: Int8Gate, from: Int8Value, to: Int8Value): GateSums {
  const ofInput = rowSums(gate.weights, from, gate.bias);
  const ofHidden = rowSums(gate.recurrentWeights, to, new Int32Array(gate.bias.length));
  return (input, row, hidden, unit) =>
    clampInt16(ofInput(input, row, unit) + ofHidden(hidden, 0, unit));
}

/** One row of a matrix on the numbers of `input` from `start` on. TFLM: `FullyConnected`. */
function rowSums(
  { data, scale }: Int8Matrix,
  { quantisation }: Int8Value,
  bias: Int32Array,
): (input: Int8Array, start: number, unit: number) => number {
  const inputs = data.length / bias.length;
  const factor = quantiseMultiplier((quantisation.scale * scale) / 2 ** SUM_POWER);
  const offsets = bias.map((offset, unit) => {
    let total = 0;
    for (let i = 0; i < inputs; i++) total += data[unit * inputs + i]!;
    return offset - quantisation.zeroPoint * total;
  });
  return (input, start, unit) => {
    let sum = offsets[unit]!;
    for (let i = 0; i < inputs; i++) {
      sum = (sum + Math.imul(input[start + i]!, data[unit * inputs + i]!)) | 0;
    }
    return clampInt16(times(sum, factor));
  };
}
