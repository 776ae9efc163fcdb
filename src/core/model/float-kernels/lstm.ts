import type { LstmLayer } from '../graph';
import { logistic } from './activation';

/**
 * Long short-term memory over the rows of `input` from a state of zeros, sums in float64. Returns
 * the largest size that a cell state took, which its int8 scale is chosen by.
 */
export function applyLstm(layer: LstmLayer, input: Float32Array, output: Float32Array): number {
  const { units, weights, recurrentWeights, bias } = layer;
  const features = weights.length / (4 * units);
  const frames = output.length / units;
  const sums = new Float64Array(4 * units);
  const cells = new Float32Array(units);
  const limit = layer.cellClip || Number.POSITIVE_INFINITY;
  let largestCell = 0;
  for (let frame = 0; frame < frames; frame++) {
    for (let row = 0; row < sums.length; row++) {
      let sum = bias[row]!;
      for (let i = 0; i < features; i++) {
        sum += weights[row * features + i]! * input[frame * features + i]!;
      }
      // The first frame has no state before it.
      for (let i = 0; frame > 0 && i < units; i++) {
        sum += recurrentWeights[row * units + i]! * output[(frame - 1) * units + i]!;
      }
      sums[row] = sum;
    }
    for (let unit = 0; unit < units; unit++) {
      const [keep, write, show] = [1, 0, 3].map((gate) => logistic(sums[gate * units + unit]!));
      const open = keep! * cells[unit]! + write! * Math.tanh(sums[2 * units + unit]!);
      const cell = Math.max(-limit, Math.min(limit, open));
      cells[unit] = cell;
      output[frame * units + unit] = show! * Math.tanh(cell);
      largestCell = Math.max(largestCell, Math.abs(cell));
    }
  }
  return largestCell;
}
