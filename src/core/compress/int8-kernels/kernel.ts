import { type QuantisedMultiplier, quantiseMultiplier } from '../quantised-multiplier';

/** One prepared operator: reads its input's array, writes its output's, allocates nothing. */
export type Int8Kernel = () => void;

/** What an operator makes of one int8 number. */
export type PointwiseFunction = (value: number) => number;

/** Fixed-point factors, one an output channel. */
export interface ChannelFactors {
  readonly multipliers: Int32Array;
  readonly shifts: Int32Array;
}

/**
 * Factors from accumulator to output for each output channel, the product of scales in float64. For
 * a dense layer with one scale TensorFlow Lite Micro of before October 2026 takes it in float32,
 * 2^−24 off at most, and not at all where `quantise` chose the scales.
 */
export function channelFactors(
  inputScale: number,
  weightScales: Float32Array,
  outputScale: number,
  channels: number,
): ChannelFactors {
  const multipliers = new Int32Array(channels);
  const shifts = new Int32Array(channels);
  const factors: QuantisedMultiplier[] = Array.from(weightScales, (weightScale) =>
    quantiseMultiplier((inputScale * weightScale) / outputScale),
  );
  for (let channel = 0; channel < channels; channel++) {
    const { multiplier, shift } = factors[factors.length === 1 ? 0 : channel]!;
    multipliers[channel] = multiplier;
    shifts[channel] = shift;
  }
  return { multipliers, shifts };
}
