import { Failure } from '#core/failure';
import type {
  Conv2dLayer,
  DenseLayer,
  DepthwiseConv2dLayer,
  Layer,
  ModelGraph,
} from '#core/model/graph';
import { inferShapes } from '#core/model/shapes';
import type { Ranges } from './calibrate';
import type { Int8Graph, Int8Layer, Int8Value, Int8Weights, Quantisation } from './int8-graph';
import { roundHalfAway } from './quantise-values';

/** What SOFTMAX must have in int8: TensorFlow Lite's kernels refuse any other. */
const SOFTMAX_QUANTISATION: Quantisation = { scale: 1 / 256, zeroPoint: -128 };

/**
 * Smallest scale of an activation or a weight. The softmax kernel needs more than 2^−26; a layer
 * that gives nothing but zeros would otherwise have none.
 */
const SMALLEST_SCALE = 2 ** -20;

const INT32_LIMIT = 2 ** 31 - 1;

/**
 * Full int8 quantisation of a folded graph (TensorFlow Lite's 8-bit specification): activations
 * asymmetric per tensor from calibrated ranges, weights symmetric within ±127, one scale for each
 * output channel of a convolution and one for a dense layer (per-channel dense weights give wrong
 * results on TensorFlow Lite Micro before 2024). Throws `Failure` (`model-unsupported`) on batch
 * normalisation or dropout; run `foldBatchNorm` first.
 */
export function quantise(graph: ModelGraph, ranges: Ranges): Int8Graph {
  const shapes = inferShapes(graph);
  if (ranges.lowest.length !== shapes.length) {
    throw new RangeError(`${ranges.lowest.length} ranges for ${shapes.length} values.`);
  }
  const rangeOf = (id: number) => activationScale(ranges.lowest[id]!, ranges.highest[id]!);
  const values: Int8Value[] = [{ shape: shapes[0]!, quantisation: rangeOf(0) }];
  const layers: Int8Layer[] = [];
  for (const [index, layer] of graph.layers.entries()) {
    const from = values[layer.inputs[0]!]!.quantisation;
    layers.push(quantiseLayer(layer, from));
    values.push({
      shape: shapes[index + 1]!,
      quantisation: outputQuantisation(layer, from, () => rangeOf(index + 1)),
    });
  }
  return { values, layers };
}

/** Scale and zero point for a range, widened so that 0 is in it and exactly representable. */
export function activationScale(lowest: number, highest: number): Quantisation {
  if (!Number.isFinite(lowest) || !Number.isFinite(highest)) {
    throw new Failure('model-unsupported', `A value ranges from ${lowest} to ${highest}.`);
  }
  const low = Math.min(0, lowest);
  const high = Math.max(0, highest);
  const scale = Math.fround(Math.max((high - low) / 255, SMALLEST_SCALE));
  // A number just below 0 rounds to −0, which a file would read back as 0.
  return { scale, zeroPoint: roundHalfAway(-128 - low / scale) + 0 };
}

function outputQuantisation(
  layer: Layer,
  from: Quantisation,
  calibrated: () => Quantisation,
): Quantisation {
  switch (layer.kind) {
    case 'maxPool2d':
    case 'averagePool2d':
    case 'flatten':
      return from;
    case 'softmax':
      return SOFTMAX_QUANTISATION;
    default:
      return calibrated();
  }
}

function quantiseLayer(layer: Layer, from: Quantisation): Int8Layer {
  const { name, inputs } = layer;
  switch (layer.kind) {
    case 'conv2d': {
      const { kind, strides, padding, activation } = layer;
      const weights = quantiseWeights(layer, from);
      return { name, inputs, kind, strides, padding, activation, weights };
    }
    case 'depthwiseConv2d': {
      const { kind, depthMultiplier, strides, padding, activation } = layer;
      const weights = quantiseWeights(layer, from);
      return { name, inputs, kind, depthMultiplier, strides, padding, activation, weights };
    }
    case 'dense': {
      const { kind, activation } = layer;
      return { name, inputs, kind, activation, weights: quantiseWeights(layer, from) };
    }
    case 'maxPool2d':
    case 'averagePool2d': {
      const { kind, size, strides, padding } = layer;
      return { name, inputs, kind, size, strides, padding };
    }
    case 'globalAveragePool':
      return { name, inputs, kind: 'mean' };
    case 'flatten':
      return { name, inputs, kind: 'reshape' };
    case 'softmax':
      return { name, inputs, kind: 'softmax' };
    case 'batchNorm':
    case 'dropout':
      throw new Failure('model-unsupported', `Layer ${name} (${layer.kind}) is not folded.`);
  }
}

function quantiseWeights(
  layer: Conv2dLayer | DepthwiseConv2dLayer | DenseLayer,
  from: Quantisation,
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
  const perTensor = layer.kind === 'dense';
  const limits = perTensor ? Float64Array.of(Math.max(...largest)) : largest;
  const scales = Float32Array.from(limits, (limit, channel) =>
    weightScale(limit, perTensor ? bias : bias.subarray(channel, channel + 1), from.scale),
  );
  const scaleOf = (channel: number) => scales[perTensor ? 0 : channel]!;
  return {
    shape: weightShape(layer, perOutput),
    data: Int8Array.from(weights, (weight, i) =>
      Math.max(-127, Math.min(127, roundHalfAway(weight / scaleOf(channelOf(i))))),
    ),
    scales,
    bias: Int32Array.from(bias, (value, channel) =>
      roundHalfAway(value / (from.scale * scaleOf(channel))),
    ),
  };
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
