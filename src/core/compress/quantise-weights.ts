import type { Conv2dLayer, DenseLayer, DepthwiseConv2dLayer, LstmLayer } from '#core/model/graph';
import type { Int8Gate, Int8Matrix, Int8Weights, Quantisation } from './int8-graph';
import { roundHalfAway } from './quantise-values';

/**
 * Smallest scale of an activation; the square is that of a weight. The softmax kernel needs more
 * than 2^−26; a layer that gives nothing but zeros would otherwise have none.
 */
export const SMALLEST_SCALE = 2 ** -20;

const INT32_LIMIT = 2 ** 31 - 1;

/**
 * The next number of 12 significant bits from `scale` on. Two such multiply in float32 without
 * rounding, so that a dense layer has the same factor in every version of TensorFlow Lite Micro: the
 * product was taken in float32 up to October 2026, in float64 from then on.
 */
export function shortScale(scale: number): number {
  const step = 2 ** (Math.floor(Math.log2(scale)) - 11);
  return Math.ceil(scale / step) * step;
}

/**
 * Weights within ±127 and their bias at the scale of input times weight; one scale for all of a
 * layer, or one for each output channel.
 */
export function quantiseWeights(
  layer: Conv2dLayer | DepthwiseConv2dLayer | DenseLayer,
  from: Quantisation,
  perTensor: boolean,
): Int8Weights {
  const { weights, bias } = layer;
  const outputs = bias.length;
  const perOutput = weights.length / outputs;
  // Depthwise weights have the output channel last, the others first.
  const channelOf =
    layer.kind === 'depthwiseConv2d'
      ? (i: number) => i % outputs
      : (i: number) => Math.floor(i / perOutput);

  const largest = new Float64Array(outputs);
  for (let i = 0; i < weights.length; i++) {
    const channel = channelOf(i);
    largest[channel] = Math.max(largest[channel]!, Math.abs(weights[i]!));
  }
  const limits = perTensor ? Float64Array.of(Math.max(...largest)) : largest;
  const scales = Float32Array.from(limits, (limit, channel) =>
    perTensor
      ? shortScale(weightScale(limit, bias, from.scale))
      : weightScale(limit, bias.subarray(channel, channel + 1), from.scale),
  );
  const scaleOf = (channel: number) => scales[perTensor ? 0 : channel]!;
  return {
    shape: weightShape(layer, perOutput),
    data: Int8Array.from(weights, (weight, i) => nearest(weight, scaleOf(channelOf(i)))),
    scales,
    bias: Int32Array.from(bias, (value, channel) =>
      roundHalfAway(value / (from.scale * scaleOf(channel))),
    ),
  };
}

/** The four gates of an LSTM: input, forget, cell, output; one scale a matrix. */
export function quantiseGates(
  layer: LstmLayer,
  from: Quantisation,
): [Int8Gate, Int8Gate, Int8Gate, Int8Gate] {
  const { units, weights, recurrentWeights, bias } = layer;
  const gate = (index: number): Int8Gate => {
    const rows = <A extends Float32Array>(array: A) =>
      array.subarray((array.length / 4) * index, (array.length / 4) * (index + 1));
    const gateBias = bias.subarray(units * index, units * (index + 1));
    const matrix = quantiseMatrix(rows(weights), gateBias, from.scale);
    return {
      weights: matrix,
      recurrentWeights: quantiseMatrix(rows(recurrentWeights), new Float32Array(), 1),
      bias: Int32Array.from(gateBias, (value) =>
        roundHalfAway(value / (from.scale * matrix.scale)),
      ),
    };
  };
  return [gate(0), gate(1), gate(2), gate(3)];
}

/**
 * The scale of an LSTM's cell state, int16: the range is the smallest power of two from 1 on that
 * holds the largest state seen, 2^9 at most, as in TensorFlow's own converter.
 */
export function cellScaleOf(largestCell: number): number {
  const power = Math.min(9, Math.max(0, Math.ceil(Math.log2(largestCell))));
  return 2 ** (power - 15);
}

function quantiseMatrix(values: Float32Array, bias: Float32Array, inputScale: number): Int8Matrix {
  let limit = 0;
  for (const value of values) limit = Math.max(limit, Math.abs(value));
  const scale = shortScale(weightScale(limit, bias, inputScale));
  return { data: Int8Array.from(values, (value) => nearest(value, scale)), scale };
}

function nearest(weight: number, scale: number): number {
  return Math.max(-127, Math.min(127, roundHalfAway(weight / scale)));
}

/**
 * The weights' scale, raised where it would let the bias leave int32 or come near it: a channel
 * whose weights are nearly zero is then its bias alone.
 */
function weightScale(limit: number, bias: Float32Array, inputScale: number): number {
  let largestBias = 0;
  for (const value of bias) largestBias = Math.max(largestBias, Math.abs(value));
  const forBias = largestBias / (inputScale * (INT32_LIMIT / 4));
  return Math.max(limit / 127, forBias, SMALLEST_SCALE * SMALLEST_SCALE);
}

function weightShape(
  layer: Conv2dLayer | DepthwiseConv2dLayer | DenseLayer,
  perOutput: number,
): readonly number[] {
  const outputs = layer.bias.length;
  if (layer.kind === 'dense') return [outputs, perOutput];
  const [height, width] = layer.kernel;
  if (layer.kind === 'depthwiseConv2d') return [1, height, width, outputs];
  return [outputs, height, width, perOutput / (height * width)];
}
