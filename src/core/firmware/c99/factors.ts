import type {
  Int8ConvLayer,
  Int8DenseLayer,
  Int8DepthwiseLayer,
  Int8Value,
} from '../../compress/int8-graph';
import { channelFactors } from '../../compress/int8-kernels/kernel';
import { activationRange } from '../../compress/quantised-multiplier';

export type WeightedLayer = Int8ConvLayer | Int8DepthwiseLayer | Int8DenseLayer;

/** What turns a layer's sums of products into int8. */
export interface Factors {
  /** `bias − zero point · Σ weights`, one an output: sums then need the raw input only. */
  readonly bias: Int32Array;
  readonly multipliers: Int32Array;
  readonly shifts: Int32Array;
  /** One factor for all outputs. */
  readonly uniform: boolean;
  readonly zero: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Folds and scales one layer. */
export function layerFactors(layer: WeightedLayer, from: Int8Value, to: Int8Value): Factors {
  const { data, bias, scales } = layer.weights;
  const outputs = bias.length;
  const perOutput = data.length / outputs;
  const channelOf =
    layer.kind === 'depthwiseConv2d'
      ? (i: number) => i % outputs
      : (i: number) => Math.floor(i / perOutput);
  const totals = new Float64Array(outputs);
  for (let i = 0; i < data.length; i++) totals[channelOf(i)]! += data[i]!;
  const { zeroPoint } = from.quantisation;
  const { scale, zeroPoint: zero } = to.quantisation;
  const factors = channelFactors(from.quantisation.scale, scales, scale, outputs);
  const [lowest, highest] = activationRange(layer.activation, to.quantisation);
  return {
    // Modulo 2^32, as the sums.
    bias: bias.map((value, channel) => value - zeroPoint * totals[channel]!),
    ...factors,
    uniform: scales.length === 1,
    zero,
    lowest,
    highest,
  };
}

/** Whether `scale`, which only shifts right, can do: a factor of 0 gives 0 by any shift. */
export function shiftsRight({
  multipliers,
  shifts,
}: Pick<Factors, 'multipliers' | 'shifts'>): boolean {
  return shifts.every((shift, i) => shift < 0 || multipliers[i] === 0);
}

/** The shift as `scale` (right, less one) or `scale_either_way` takes it. */
export function shiftArgument(shift: number, rightOnly: boolean): number {
  return rightOnly ? Math.max(0, -shift - 1) : shift;
}
