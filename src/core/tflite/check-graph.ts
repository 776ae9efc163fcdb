import type { Int8Graph, Int8Layer, Int8Value, Int8Weights } from '#core/compress/int8-graph';
import { Failure } from '#core/failure';
import type { Padding, Pair, Shape } from '#core/model/graph';
import { axisOf, valueCount } from '#core/model/shapes';
import { unsupported } from './tensor-reader';

/** A value, and all of them together; a microcontroller has far less. */
const LARGEST_VALUE = 2 ** 22;
const LARGEST_TOTAL = 2 ** 24;
/** Kernel sizes and steps. */
const LARGEST_STEP = 2 ** 16;
/** Multiply-accumulates of one run: seconds in this page. */
const LARGEST_WORK = 2 ** 32;

/**
 * Whether `run-int8` can run a graph that came from a file: shapes that follow from each other,
 * arrays as long as they say, quantisation that the kernels take. Throws `Failure`.
 */
export function checkGraph(graph: Int8Graph): void {
  let total = 0;
  for (const { shape } of graph.values) {
    // One by one: a product of three may pass 2^53.
    if (!shape.every((size) => size >= 1 && size <= LARGEST_VALUE)) throw unsupportedShape(shape);
    if (valueCount(shape) > LARGEST_VALUE) throw unsupportedShape(shape);
    total += valueCount(shape);
  }
  if (total > LARGEST_TOTAL) throw unsupported(`${total} values`);
  let work = 0;
  for (const [index, layer] of graph.layers.entries()) {
    const from = graph.values[layer.inputs[0]!]!;
    const to = graph.values[index + 1]!;
    const shape = outputShape(layer, from, to);
    if (!shape.every((size, axis) => size === to.shape[axis])) {
      throw new Failure(
        'file-invalid',
        `${layer.name} gives [${shape.join(', ')}], the file says [${to.shape.join(', ')}]`,
      );
    }
    checkQuantisation(layer, from, to);
    work += valueCount(to.shape) * workOfOne(layer);
  }
  if (work > LARGEST_WORK) throw unsupported(`${work} multiply-accumulates`);
}

function outputShape(layer: Int8Layer, { shape: input }: Int8Value, to: Int8Value): Shape {
  const channels = input[2];
  switch (layer.kind) {
    case 'conv2d': {
      const [filters, ...kernel] = weightSizes(layer.weights, 4);
      expectSize(layer, 'input channels', kernel[2]!, channels);
      expectChannels(layer, layer.weights, filters!);
      return spatial(layer, input, [kernel[0]!, kernel[1]!], filters!);
    }
    case 'depthwiseConv2d': {
      const [one, kernelHeight, kernelWidth, outputs] = weightSizes(layer.weights, 4);
      expectSize(layer, 'first weight size', one!, 1);
      expectSize(layer, 'output channels', outputs!, channels * layer.depthMultiplier);
      expectChannels(layer, layer.weights, outputs!);
      return spatial(layer, input, [kernelHeight!, kernelWidth!], outputs!);
    }
    case 'dense': {
      const [units, inputs] = weightSizes(layer.weights, 2);
      expectSize(layer, 'inputs', inputs!, valueCount(input));
      expectChannels(layer, layer.weights, units!);
      return [1, 1, units!];
    }
    case 'maxPool2d':
    case 'averagePool2d':
      return spatial(layer, input, layer.size, channels);
    case 'mean':
      return [1, 1, channels];
    case 'reshape':
      expectSize(layer, 'values', valueCount(to.shape), valueCount(input));
      return to.shape;
    case 'softmax':
      return input;
  }
}

function spatial(
  layer: Int8Layer & { readonly strides: Pair; readonly padding: Padding },
  [height, width, channels]: Shape,
  size: Pair,
  outputs: number,
): Shape {
  for (const step of [...size, ...layer.strides]) {
    if (step < 1 || step > LARGEST_STEP) throw unsupported(`steps of ${step} in ${layer.name}`);
  }
  if ((height + size[0]) * (width + size[1]) * channels > LARGEST_TOTAL) {
    throw unsupported(`a border of [${size.join(', ')}] in ${layer.name}`);
  }
  return [
    axisOf(height, size[0], layer.strides[0], layer.padding).outputSize,
    axisOf(width, size[1], layer.strides[1], layer.padding).outputSize,
    outputs,
  ];
}

/** Multiply-accumulates for one output value. */
function workOfOne(layer: Int8Layer): number {
  switch (layer.kind) {
    case 'conv2d':
    case 'dense':
    case 'depthwiseConv2d':
      return layer.weights.data.length / layer.weights.bias.length;
    case 'maxPool2d':
    case 'averagePool2d':
      return layer.size[0] * layer.size[1];
    default:
      return 1;
  }
}

function weightSizes({ shape, data }: Int8Weights, rank: number): readonly number[] {
  if (shape.length !== rank || !shape.every((size) => size >= 1)) {
    throw new Failure('file-invalid', `weights have shape [${shape.slice(0, 8).join(', ')}]`);
  }
  if (shape.reduce((product, size) => product * size, 1) !== data.length) {
    throw new Failure('file-invalid', `weights [${shape.join(', ')}] have ${data.length} bytes`);
  }
  return shape;
}

function expectChannels(layer: Int8Layer, { bias, scales }: Int8Weights, outputs: number): void {
  expectSize(layer, 'bias', bias.length, outputs);
  if (scales.length !== 1) expectSize(layer, 'scales', scales.length, outputs);
}

function expectSize(layer: Int8Layer, what: string, found: number, wanted: number): void {
  if (found !== wanted) {
    throw new Failure('file-invalid', `${layer.name}: ${what} ${found} instead of ${wanted}`);
  }
}

/** What TensorFlow Lite Micro's kernels ask, which would otherwise refuse or compute nonsense. */
function checkQuantisation(layer: Int8Layer, from: Int8Value, to: Int8Value): void {
  const input = from.quantisation;
  const output = to.quantisation;
  switch (layer.kind) {
    case 'maxPool2d':
    case 'averagePool2d':
    case 'reshape':
      if (input.scale !== output.scale || input.zeroPoint !== output.zeroPoint) {
        throw unsupported(`${layer.name} with another scale after it than before`);
      }
      return;
    case 'softmax':
      if (output.scale !== 1 / 256 || output.zeroPoint !== -128) {
        throw unsupported(`a softmax of scale ${output.scale}`);
      }
      if (input.scale <= 2 ** -26) throw unsupported(`a softmax over scale ${input.scale}`);
      return;
    default:
      return;
  }
}

function unsupportedShape(shape: Shape): Failure {
  return unsupported(`a value of shape [${shape.join(', ')}]`);
}
