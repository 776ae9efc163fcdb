import type { Padding, Pair, Shape } from '#core/model/graph';
import { axisOf, valueCount } from '#core/model/shapes';
import type { FileLayer, FileValue, FileWeights, LayerOf } from './file-graph';
import { invalid, shortened, unsupported } from './tensor-reader';

/** Values with the border that a kernel asks for. */
const LARGEST_BORDERED = 2 ** 24;
/** Kernel sizes and steps. */
const LARGEST_STEP = 2 ** 16;

/**
 * The shape that a layer gives, its arrays found as long as its sizes ask. Throws `Failure` where it
 * cannot read these values.
 */
export function outputShape(layer: FileLayer, from: readonly FileValue[], to: FileValue): Shape {
  const input = from[0]!.shape;
  const [height, width, channels] = input;
  switch (layer.kind) {
    case 'conv2d': {
      const [filters, kernelHeight, kernelWidth, inputChannels] = weightSizes(layer, 4);
      expectSize(layer, 'input channels', inputChannels!, channels);
      expectOutputs(layer, layer.weights, filters!);
      return spatial(layer, input, [kernelHeight!, kernelWidth!], filters!);
    }
    case 'depthwiseConv2d': {
      const [one, kernelHeight, kernelWidth, outputs] = weightSizes(layer, 4);
      expectSize(layer, 'first weight size', one!, 1);
      expectSize(layer, 'output channels', outputs!, channels * layer.depthMultiplier);
      expectOutputs(layer, layer.weights, outputs!);
      return spatial(layer, input, [kernelHeight!, kernelWidth!], outputs!);
    }
    case 'dense': {
      const [units, inputs] = weightSizes(layer, 2);
      expectSize(layer, 'inputs', inputs!, valueCount(input));
      expectOutputs(layer, layer.weights, units!);
      return [1, 1, units!];
    }
    case 'lstm':
      return lstmShape(layer, input);
    case 'maxPool2d':
    case 'averagePool2d':
      return spatial(layer, input, layer.size, channels);
    case 'mean':
      return [1, 1, channels];
    case 'reshape':
      expectSize(layer, 'values', valueCount(to.shape), valueCount(input));
      return to.shape;
    case 'add':
      for (const other of from) {
        if (other.shape.join() === input.join()) continue;
        throw unsupported(
          `ADD "${shortened(layer.name)}" of [${input.join()}] and [${other.shape.join()}]`,
        );
      }
      return input;
    case 'pad':
      for (const size of [...layer.before, ...layer.after]) {
        if (size < 0 || size > LARGEST_STEP)
          throw invalid(`"${shortened(layer.name)}" pads by ${size}`);
      }
      return [
        layer.before[0] + height + layer.after[0],
        layer.before[1] + width + layer.after[1],
        channels,
      ];
    case 'lastFrame':
      return [1, width, channels];
    case 'softmax':
    case 'relu':
    case 'relu6':
    case 'logistic':
    case 'tanh':
    case 'requantise':
      return input;
  }
}

function spatial(
  layer: FileLayer & { readonly strides: Pair; readonly padding: Padding },
  [height, width, channels]: Shape,
  size: Pair,
  outputs: number,
): Shape {
  for (const step of [...size, ...layer.strides]) {
    if (step < 1 || step > LARGEST_STEP)
      throw unsupported(`steps of ${step} in "${shortened(layer.name)}"`);
  }
  if ((height + size[0]) * (width + size[1]) * channels > LARGEST_BORDERED) {
    throw unsupported(`a border of [${size.join(', ')}] in "${shortened(layer.name)}"`);
  }
  return [
    axisOf(height, size[0], layer.strides[0], layer.padding).outputSize,
    axisOf(width, size[1], layer.strides[1], layer.padding).outputSize,
    outputs,
  ];
}

function lstmShape(layer: LayerOf<'lstm'>, [frames, width, features]: Shape): Shape {
  const { units } = layer;
  expectSize(layer, 'width', width, 1);
  for (const { weights, recurrentWeights, bias } of layer.gates) {
    expectSize(layer, 'bias', bias.length, units);
    expectSize(layer, 'weights', weights.data.length, units * features);
    expectSize(layer, 'recurrent weights', recurrentWeights.data.length, units * units);
  }
  return [frames, 1, units];
}

type LinearLayer = LayerOf<'conv2d' | 'depthwiseConv2d' | 'dense'>;

function weightSizes(layer: LinearLayer, rank: number): readonly number[] {
  const { shape } = layer.weights;
  if (shape.length !== rank || !shape.every((size) => size >= 1)) {
    throw invalid(`"${shortened(layer.name)}" has weights of shape [${shape.join(', ')}]`);
  }
  return shape;
}

function expectOutputs(layer: LinearLayer, weights: FileWeights, outputs: number): void {
  expectSize(layer, 'bias', weights.bias.length, outputs);
  if ('scales' in weights && weights.scales.length !== 1) {
    expectSize(layer, 'scales', weights.scales.length, outputs);
  }
}

function expectSize({ name }: FileLayer, what: string, found: number, wanted: number): void {
  if (found !== wanted)
    throw invalid(`"${shortened(name)}": ${what} ${found} instead of ${wanted}`);
}
