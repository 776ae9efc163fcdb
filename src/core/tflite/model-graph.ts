import type { Layer, LstmLayer, ModelGraph, Pair } from '#core/model/graph';
import type { FileGraph, FileLayer, FloatWeights } from './file-graph';
import { unsupported } from './tensor-reader';

/** The graph of a float file that `checkGraph` passed. Throws `Failure` on what it has no layer for. */
export function modelGraphOf({ values, layers }: FileGraph): ModelGraph {
  return {
    input: values[0]!.shape,
    layers: layers.map((layer, index) => modelLayer(layer, values[index + 1]!.shape)),
  };
}

function modelLayer(layer: FileLayer, shape: readonly number[]): Layer {
  switch (layer.kind) {
    case 'conv2d': {
      const { weights: read, ...rest } = layer;
      const { data: weights, bias, shape: sizes } = read as FloatWeights;
      return { ...rest, filters: sizes[0]!, kernel: kernelOf(sizes), weights, bias };
    }
    case 'depthwiseConv2d': {
      const { weights: read, ...rest } = layer;
      const { data: weights, bias, shape: sizes } = read as FloatWeights;
      return { ...rest, kernel: kernelOf(sizes), weights, bias };
    }
    case 'dense': {
      const { weights: read, ...rest } = layer;
      const { data: weights, bias } = read as FloatWeights;
      return { ...rest, units: bias.length, weights, bias };
    }
    case 'lstm': {
      const { gates, cellScale: _, ...rest } = layer;
      const joined = (arrays: readonly (ArrayLike<number> & Iterable<number>)[]) =>
        Float32Array.from(arrays.flatMap((array) => [...array]));
      return {
        ...rest,
        weights: joined(gates.map(({ weights }) => weights.data)),
        recurrentWeights: joined(gates.map(({ recurrentWeights }) => recurrentWeights.data)),
        bias: joined(gates.map(({ bias }) => bias)),
      } satisfies LstmLayer;
    }
    case 'mean':
      return { ...layer, kind: 'globalAveragePool' };
    case 'reshape':
      if (shape[0] !== 1 || shape[1] !== 1) {
        throw unsupported(`a RESHAPE to [${shape.join(', ')}] in float32`);
      }
      return { name: layer.name, inputs: layer.inputs, kind: 'flatten' };
    case 'requantise':
      throw unsupported('a QUANTIZE inside a float32 network');
    case 'relu':
    case 'relu6':
    case 'logistic':
    case 'tanh':
      return { ...layer, kind: layer.kind };
    default:
      return layer;
  }
}

function kernelOf([, height, width]: readonly number[]): Pair {
  return [height!, width!];
}
