import type { PlainLayerSpec } from './architecture';
import type { Padding, Pair, Shape } from './graph';
import { axisOf, valueCount } from './shapes';

/** Why a layer cannot follow the value it reads. */
export type MisfitReason =
  /** A size that is no whole number from 1, or a rate outside 0 … 1. */
  | 'number'
  /** A dense layer reads a value that is not `[1, 1, n]`. */
  | 'not-flat'
  /** An LSTM reads a value of more than one column. */
  | 'not-one-column'
  /** A kernel reaches beyond the value. */
  | 'nothing-left'
  /** What a block gives has another shape than what it reads. */
  | 'shapes-differ'
  | 'empty-block'
  /** More weights or values than can be trained in a page. */
  | 'too-large';

/** What a layer gives and takes, batch normalisation folded away. */
export interface LayerOutline {
  readonly output: Shape;
  readonly parameterCount: number;
  readonly macs: number;
}

/** One layer's shape and cost on a value of this shape, or why it does not fit. */
export function outlineLayer(layer: PlainLayerSpec, input: Shape): LayerOutline | MisfitReason {
  if (!numbersOf(layer).every((value) => Number.isInteger(value) && value >= 1)) return 'number';
  const [height, , channels] = input;
  switch (layer.kind) {
    case 'conv2d':
    case 'depthwiseConv2d': {
      const outputs = layer.kind === 'conv2d' ? layer.filters : channels;
      const reads = layer.kind === 'conv2d' ? channels : 1;
      const output = steppedShape(input, layer, outputs);
      const weightCount = layer.kernel[0] * layer.kernel[1] * reads;
      return given(output, outputs * (weightCount + 1), weightCount * valueCount(output));
    }
    case 'maxPool2d':
    case 'averagePool2d': {
      const size: Pair = [Math.min(layer.size[0], height), Math.min(layer.size[1], input[1])];
      const { padding } = layer;
      return given(steppedShape(input, { kernel: size, strides: size, padding }, channels));
    }
    case 'globalAveragePool':
      return given([1, 1, channels]);
    case 'flatten':
      return given([1, 1, valueCount(input)]);
    case 'lastFrame':
      return given([1, input[1], channels]);
    case 'lstm': {
      if (input[1] !== 1) return 'not-one-column';
      const weightCount = 4 * layer.units * (channels + layer.units);
      return given([height, 1, layer.units], weightCount + 4 * layer.units, weightCount * height);
    }
    case 'dense':
      if (height !== 1 || input[1] !== 1) return 'not-flat';
      return given([1, 1, layer.units], layer.units * (channels + 1), layer.units * channels);
    case 'dropout':
      return layer.rate >= 0 && layer.rate < 1 ? given(input) : 'number';
  }
}

/** Sizes that have to be whole and positive. */
function numbersOf(layer: PlainLayerSpec): readonly number[] {
  switch (layer.kind) {
    case 'conv2d':
      return [layer.filters, ...layer.kernel, ...layer.strides];
    case 'depthwiseConv2d':
      return [...layer.kernel, ...layer.strides];
    case 'maxPool2d':
    case 'averagePool2d':
      return layer.size;
    case 'lstm':
    case 'dense':
      return [layer.units];
    default:
      return [];
  }
}

interface Stepping {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
}

function steppedShape(
  [height, width]: Shape,
  { kernel, strides, padding }: Stepping,
  channels: number,
): Shape {
  return [
    axisOf(height, kernel[0], strides[0], padding).outputSize,
    axisOf(width, kernel[1], strides[1], padding).outputSize,
    channels,
  ];
}

function given(output: Shape, parameterCount = 0, macs = 0): LayerOutline | MisfitReason {
  return valueCount(output) > 0 ? { output, parameterCount, macs } : 'nothing-left';
}
