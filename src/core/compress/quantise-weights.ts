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
 * layer, or one for each output channel: those that the layer brings, if they hold its weights, else
 * from its largest weights. A channel that is next to its bias alone has a larger one.
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
  const chosen = chosenScales(layer.weightScales, limits);
  const scales = Float32Array.from(limits, (limit, channel) => {
    const wanted = chosen?.[channel] ?? limit / 127;
    return perTensor
      ? shortScale(weightScale(wanted, bias, from.scale))
      : weightScale(wanted, bias.subarray(channel, channel + 1), from.scale);
  });
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

const NO_BIAS = new Float32Array();

/** The four gates of an LSTM: input, forget, cell, output; one scale a matrix. */
export function quantiseGates(
  layer: LstmLayer,
  from: Quantisation,
): [Int8Gate, Int8Gate, Int8Gate, Int8Gate] {
  const { units, weights, recurrentWeights, bias, weightScales } = layer;
  const gate = (index: number): Int8Gate => {
    const scale = (position: number) => weightScales?.subarray(position, position + 1);
    const rows = <A extends Float32Array>(array: A) =>
      array.subarray((array.length / 4) * index, (array.length / 4) * (index + 1));
    const gateBias = bias.subarray(units * index, units * (index + 1));
    const matrix = quantiseMatrix(rows(weights), gateBias, from.scale, scale(index));
    return {
      weights: matrix,
      recurrentWeights: quantiseMatrix(rows(recurrentWeights), NO_BIAS, 1, scale(4 + index)),
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

function quantiseMatrix(
  values: Float32Array,
  bias: Float32Array,
  inputScale: number,
  weightScales: Float32Array | undefined,
): Int8Matrix {
  let limit = 0;
  for (const value of values) limit = Math.max(limit, Math.abs(value));
  const wanted = chosenScales(weightScales, Float64Array.of(limit))?.[0] ?? limit / 127;
  const scale = shortScale(weightScale(wanted, bias, inputScale));
  return { data: Int8Array.from(values, (value) => nearest(value, scale)), scale };
}

/** Scales that a pass has chosen, unless there are others to choose or weights have outgrown them. */
function chosenScales(
  scales: Float32Array | undefined,
  limits: Float64Array,
): Float32Array | undefined {
  if (!scales) return undefined;
  const all = scales.length === 1 ? new Float32Array(limits.length).fill(scales[0]!) : scales;
  const hold = limits.every((limit, at) => limit < 127.5 * all[at]!);
  return all.length === limits.length && hold ? all : undefined;
}

function nearest(weight: number, scale: number): number {
  return Math.max(-127, Math.min(127, roundHalfAway(weight / scale)));
}

/**
 * A scale of weights, raised where it would let the bias leave int32 or come near it: a channel
 * whose weights are nearly zero is then its bias alone.
 */
function weightScale(wanted: number, bias: Float32Array, inputScale: number): number {
  let largestBias = 0;
  for (const value of bias) largestBias = Math.max(largestBias, Math.abs(value));
  const forBias = largestBias / (inputScale * (INT32_LIMIT / 4));
  return Math.max(wanted, forBias, SMALLEST_SCALE * SMALLEST_SCALE);
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
