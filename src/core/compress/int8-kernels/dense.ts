import type { Int8DenseLayer, Int8Value } from '../int8-graph';
import { activationRange, multiplyByQuantisedMultiplier } from '../quantised-multiplier';
import { channelFactors, type Int8Kernel } from './kernel';

/** FULLY_CONNECTED on a flat value. TFLM: `reference_integer_ops::FullyConnected`. */
export function dense(
  layer: Int8DenseLayer,
  from: Int8Value,
  to: Int8Value,
  input: Int8Array,
  output: Int8Array,
): Int8Kernel {
  const { data: weights, bias, scales } = layer.weights;
  const units = bias.length;
  const inputs = input.length;
  const { scale, zeroPoint } = to.quantisation;
  const { multipliers, shifts } = channelFactors(from.quantisation.scale, scales, scale, units);
  const [lowest, highest] = activationRange(layer.activation, to.quantisation);
  const offset = foldInputZeroPoint(weights, bias, inputs, from.quantisation.zeroPoint);

  return () => {
    let weightAt = 0;
    for (let unit = 0; unit < units; unit++) {
      let sum = offset[unit]!;
      for (let i = 0; i < inputs; i++) {
        sum = (sum + Math.imul(input[i]!, weights[weightAt++]!)) | 0;
      }
      const real =
        multiplyByQuantisedMultiplier(sum, multipliers[unit]!, shifts[unit]!) + zeroPoint;
      output[unit] = real < lowest ? lowest : real > highest ? highest : real;
    }
  };
}

/** `bias − zero point · Σ weights`: the same integer sum, one subtraction fewer a weight. */
function foldInputZeroPoint(
  weights: Int8Array,
  bias: Int32Array,
  inputs: number,
  zeroPoint: number,
): Int32Array {
  return bias.map((start, unit) => {
    let total = 0;
    for (let i = 0; i < inputs; i++) total += weights[unit * inputs + i]!;
    return start - zeroPoint * total;
  });
}
