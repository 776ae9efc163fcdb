import { Failure } from '#core/failure';
import type { Layer, ModelGraph, Padding, Shape } from './graph';

/** How a kernel of `size` steps along one axis. */
export interface Axis {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly size: number;
  readonly stride: number;
  /** Zeros before the first value; what is odd in the total comes after the last. */
  readonly before: number;
  readonly after: number;
}

/** One axis of a convolution or pool, by TensorFlow's rule for `same` and `valid`. */
export function axisOf(inputSize: number, size: number, stride: number, padding: Padding): Axis {
  const outputSize =
    padding === 'same'
      ? Math.ceil(inputSize / stride)
      : Math.max(0, Math.ceil((inputSize - size + 1) / stride));
  const total = padding === 'same' ? Math.max(0, (outputSize - 1) * stride + size - inputSize) : 0;
  const before = total >> 1;
  return { inputSize, outputSize, size, stride, before, after: total - before };
}

/** Values in an activation of this shape. */
export function valueCount(shape: Shape): number {
  return shape[0] * shape[1] * shape[2];
}

/**
 * The shape of every value: the input first, then what each layer gives. Throws `Failure`
 * (`model-unsupported`) where a layer cannot follow the value it reads, or its arrays do not have
 * the length that its sizes ask for.
 */
export function inferShapes(graph: ModelGraph): readonly Shape[] {
  const shapes: Shape[] = [graph.input];
  for (const layer of graph.layers) {
    const [input, ...others] = layer.inputs.map((id) => shapes[id]);
    if (!input || others.length !== (layer.kind === 'add' ? 1 : 0)) {
      throw unsupported(layer, `reads values [${layer.inputs.join(', ')}]`);
    }
    if (others.some((other) => other?.join() !== input.join())) {
      throw unsupported(layer, `adds [${others.join()}] to [${input.join(', ')}]`);
    }
    const output = layerShape(layer, input);
    if (!output.every((size) => Number.isInteger(size) && size >= 1)) {
      throw unsupported(layer, `gives [${output.join(', ')}] from [${input.join(', ')}]`);
    }
    checkArrays(layer, input);
    shapes.push(output);
  }
  return shapes;
}

/** What `layer` gives for an input of this shape; sizes of 0 mean that the kernel does not fit. */
export function layerShape(layer: Layer, input: Shape): Shape {
  const [height, width, channels] = input;
  switch (layer.kind) {
    case 'dense':
      return [1, 1, layer.units];
    case 'conv2d':
    case 'depthwiseConv2d': {
      const { kernel, strides, padding } = layer;
      return [
        axisOf(height, kernel[0], strides[0], padding).outputSize,
        axisOf(width, kernel[1], strides[1], padding).outputSize,
        layer.kind === 'conv2d' ? layer.filters : channels * layer.depthMultiplier,
      ];
    }
    case 'maxPool2d':
    case 'averagePool2d':
      return [
        axisOf(height, layer.size[0], layer.strides[0], layer.padding).outputSize,
        axisOf(width, layer.size[1], layer.strides[1], layer.padding).outputSize,
        channels,
      ];
    case 'globalAveragePool':
      return [1, 1, channels];
    case 'flatten':
      return [1, 1, height * width * channels];
    case 'pad':
      return [
        layer.before[0] + height + layer.after[0],
        layer.before[1] + width + layer.after[1],
        channels,
      ];
    case 'lstm':
      return [height, 1, layer.units];
    case 'lastFrame':
      return [1, width, channels];
    case 'batchNorm':
    case 'dropout':
    case 'softmax':
    case 'add':
    case 'relu':
    case 'relu6':
    case 'logistic':
    case 'tanh':
      return input;
  }
}

function checkArrays(layer: Layer, input: Shape): void {
  const channels = input[2];
  switch (layer.kind) {
    case 'dense':
      if (input[0] !== 1 || input[1] !== 1) {
        throw unsupported(layer, `reads [${input.join(', ')}], which is not flat`);
      }
      expectLength(layer, 'weights', layer.weights, layer.units * channels);
      expectLength(layer, 'bias', layer.bias, layer.units);
      return;
    case 'conv2d': {
      const area = layer.kernel[0] * layer.kernel[1];
      expectLength(layer, 'weights', layer.weights, layer.filters * area * channels);
      expectLength(layer, 'bias', layer.bias, layer.filters);
      return;
    }
    case 'depthwiseConv2d': {
      const outputs = channels * layer.depthMultiplier;
      const area = layer.kernel[0] * layer.kernel[1];
      expectLength(layer, 'weights', layer.weights, area * outputs);
      expectLength(layer, 'bias', layer.bias, outputs);
      return;
    }
    case 'batchNorm':
      for (const name of ['gamma', 'beta', 'mean', 'variance'] as const) {
        expectLength(layer, name, layer[name], channels);
      }
      return;
    case 'lstm':
      if (input[1] !== 1) throw unsupported(layer, `reads [${input.join(', ')}], not one column`);
      expectLength(layer, 'weights', layer.weights, 4 * layer.units * channels);
      expectLength(layer, 'recurrent weights', layer.recurrentWeights, 4 * layer.units ** 2);
      expectLength(layer, 'bias', layer.bias, 4 * layer.units);
      return;
    case 'pad':
      if (![...layer.before, ...layer.after].every((size) => Number.isInteger(size) && size >= 0)) {
        throw unsupported(layer, `pads by [${layer.before.join()}] and [${layer.after.join()}]`);
      }
      return;
    default:
      return;
  }
}

function expectLength(layer: Layer, name: string, values: Float32Array, length: number): void {
  if (values.length !== length) {
    throw unsupported(layer, `has ${values.length} ${name}, its sizes ask for ${length}`);
  }
}

function unsupported(layer: Layer, detail: string): Failure {
  return new Failure('model-unsupported', `Layer ${layer.name} (${layer.kind}) ${detail}.`);
}
