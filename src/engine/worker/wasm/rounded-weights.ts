import type { Parameter } from './parameter';
import { padded, type Workspace } from './workspace';

/** The largest int8 weight; −128 is not used. */
const LARGEST = 127;

/** Weights as the forward pass uses them: as they are, or rounded as int8 does. */
export interface RoundedWeights {
  /** Address of what to use. */
  readonly at: number;
  /** Rounds anew, from the present weights; to be called before each use. */
  refresh(): void;
  round(rounding: 'per-tensor' | 'per-channel' | 'none'): void;
}

/**
 * `blocks`: equal runs of columns with a scale each when rounding per tensor (an LSTM's gates).
 * `chosen`: scales that a pass has settled, one a block or one a column, which int8 keeps to as long
 * as no weight outgrows them.
 */
export function roundedWeights(
  workspace: Workspace,
  weights: Parameter,
  chosen?: Float32Array,
  blocks = 1,
): RoundedWeights {
  const { kernels } = workspace;
  const { rows, stride } = weights;
  let own: { readonly values: number; readonly scales: number } | undefined;
  let rounding: 'per-tensor' | 'per-channel' | 'none' = 'none';
  return {
    get at() {
      return rounding === 'none' || !own ? weights.value : own.values;
    },
    round(wanted) {
      rounding = wanted;
      if (rounding === 'none') return;
      own ??= { values: workspace.floats(rows * stride), scales: workspace.floats(padded(stride)) };
    },
    refresh() {
      if (rounding === 'none' || !own) return;
      kernels.largestOfColumns(weights.value, rows, stride, own.scales);
      const scales = workspace.view(own.scales, stride);
      const width = stride / blocks;
      for (let first = 0; first < stride && rounding === 'per-tensor'; first += width) {
        const block = scales.subarray(first, first + width);
        block.fill(block.reduce((most, one) => Math.max(most, one), 0));
      }
      for (let at = 0; at < stride; at++) {
        const settled = chosen?.[chosen.length === blocks ? Math.floor(at / width) : at] ?? 0;
        scales[at] = Math.max(settled, scales[at]! / LARGEST);
      }
      kernels.fakeQuantiseColumns(weights.value, own.values, rows, stride, own.scales);
    },
  };
}
