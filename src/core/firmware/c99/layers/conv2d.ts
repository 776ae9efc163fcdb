import type { Shape } from '#core/model/graph';
import type { Int8ConvLayer, Int8DepthwiseLayer } from '../../../compress/int8-graph';
import { layerFactors } from '../factors';
import { factorArguments } from '../kernels/blocks';
import { depthwiseChannels } from '../kernels/depthwise-outputs';
import type { LayerCode, LayerPlace, ModelCode } from './layer-code';
import { depthwiseWeights, outputsWeights } from './weight-tables';
import { isBordered, isPacked, windowGeometry, windowLoop } from './window-loop';

/** CONV_2D: `outputs` at every place. */
export function conv2d(layer: Int8ConvLayer, model: ModelCode, place: LayerPlace): LayerCode {
  const { source, traits } = model;
  const [filters, rows, columns, channels] = layer.weights.shape as Four;
  const geometry = windowGeometry(layer, [rows, columns], place.from.shape);
  // Rows as wide as the input follow one another in memory: one piece.
  const whole = geometry.pieceSize === geometry.rowStep;
  const packed = isPacked(geometry);
  const pieces = whole || packed ? 1 : rows;
  const size = (rows / pieces) * columns * channels;
  const { pointers, sizes } = factorArguments(
    source,
    place.id,
    layerFactors(layer, place.from, place.to),
    traits,
  );
  const bits = model.bitsOf(place.id - 1);
  const weights = outputsWeights(
    source,
    place.id,
    layer.weights.data,
    [filters, pieces, size],
    bits,
  );
  const { outputs } = model.kernels[bits];
  const output = source.call(outputs, { filters, rows: pieces, size, ...sizes });
  return windowLoop(
    model,
    place,
    geometry,
    filters,
    (x, step) => output(x, step, 'y', ...weights, ...pointers),
    packed,
  );
}

/** DEPTHWISE_CONV_2D; of one channel it is a convolution. */
export function depthwiseConv2d(
  layer: Int8DepthwiseLayer,
  model: ModelCode,
  place: LayerPlace,
): LayerCode {
  const { source, traits } = model;
  const [, rows, columns, outputs] = layer.weights.shape as Four;
  const channels = place.from.shape[2];
  const multiple = layer.depthMultiplier;
  if (channels === 1) return conv2d(asConvolution(layer), model, place);

  const geometry = windowGeometry(layer, [rows, columns], place.from.shape);
  const factors = layerFactors(layer, place.from, place.to);
  const order = depthwiseChannels(channels, multiple);
  const inOrder = (values: Int32Array) => Int32Array.from(order, (i) => values[i]!);
  const { pointers, sizes } = factorArguments(
    source,
    place.id,
    {
      ...factors,
      bias: inOrder(factors.bias),
      multipliers: inOrder(factors.multipliers),
      shifts: inOrder(factors.shifts),
    },
    traits,
  );
  const bits = model.bitsOf(place.id - 1);
  const weights = depthwiseWeights(
    source,
    place.id,
    layer.weights.data,
    [rows * columns, channels, multiple],
    bits,
  );
  const output = source.call(model.kernels[bits].depthwiseOutputs, {
    channels,
    multiple,
    rows,
    columns,
    ...sizes,
  });
  return windowLoop(model, place, geometry, outputs, (x, step) =>
    output(x, step, 'y', ...weights, ...pointers),
  );
}

type Four = [number, number, number, number];

/** Weights `[1, H, W, outputs]` of a single channel as OHWI; the scales stay one an output. */
function asConvolution(layer: Int8DepthwiseLayer): Int8ConvLayer {
  const { name, inputs, strides, padding, activation, weights } = layer;
  const [, rows, columns, outputs] = weights.shape as Four;
  const points = rows * columns;
  const data = Int8Array.from(
    { length: weights.data.length },
    (_, i) => weights.data[(i % points) * outputs + Math.floor(i / points)]!,
  );
  return {
    name,
    inputs,
    kind: 'conv2d',
    strides,
    padding,
    activation,
    weights: { ...weights, shape: [outputs, rows, columns, 1], data },
  };
}

/** Bytes of scratch memory for a copy of a patch: none where a kernel reads the input only. */
export function patchBytes(layer: Int8ConvLayer | Int8DepthwiseLayer, shape: Shape): number {
  const [, rows, columns] = layer.weights.shape as Four;
  const geometry = windowGeometry(layer, [rows, columns], shape);
  // A depthwise convolution of one channel becomes a convolution.
  const convolves = layer.kind === 'conv2d' || shape[2] === 1;
  return isBordered(geometry) || (convolves && isPacked(geometry)) ? rows * columns * shape[2] : 0;
}
