import { type QuantisedMultiplier, quantiseMultiplier } from '../quantised-multiplier';

/** One prepared operator: reads its input's array, writes its output's, allocates nothing. */
export type Int8Kernel = () => void;

/** Fixed-point factors, one an output channel. */
export interface ChannelFactors {
  readonly multipliers: Int32Array;
  readonly shifts: Int32Array;
}

/**
 * Factors from accumulator to output for each output channel. With one weight scale TensorFlow
 * Lite multiplies the scales in float32 for a dense layer (`perTensorProduct`), in float64 for
 * convolutions.
 */
export function channelFactors(
  inputScale: number,
  weightScales: Float32Array,
  outputScale: number,
  channels: number,
  perTensorProduct: boolean,
): ChannelFactors {
  const multipliers = new Int32Array(channels);
  const shifts = new Int32Array(channels);
  const factors: QuantisedMultiplier[] = Array.from(weightScales, (weightScale) => {
    const product = inputScale * weightScale;
    return quantiseMultiplier((perTensorProduct ? Math.fround(product) : product) / outputScale);
  });
  for (let channel = 0; channel < channels; channel++) {
    const { multiplier, shift } = factors[factors.length === 1 ? 0 : channel]!;
    multipliers[channel] = multiplier;
    shifts[channel] = shift;
  }
  return { multipliers, shifts };
}
