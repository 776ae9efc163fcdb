import { insertReshapes } from '#core/compress/tensor-ranks';
import { Failure } from '#core/failure';
import type { Layer, LstmLayer, ModelGraph } from '#core/model/graph';
import { inferShapes } from '#core/model/shapes';
import type { FileGraph, FileLayer, FloatGate } from './file-graph';

/**
 * A folded float graph as a file has it. Throws `Failure` (`model-unsupported`) as `inferShapes`
 * does, and on what is not folded.
 */
export function floatFileGraph(graph: ModelGraph): FileGraph {
  const shapes = inferShapes(graph);
  return insertReshapes({
    values: shapes.map((shape) => ({ shape })),
    layers: graph.layers.map((layer) => fileLayer(layer, shapes[layer.inputs[0]!]![2])),
  });
}

/** The layer for a value of so many channels. */
function fileLayer(layer: Layer, channels: number): FileLayer {
  switch (layer.kind) {
    case 'conv2d': {
      const { filters, kernel, weights, bias, ...rest } = layer;
      return { ...rest, weights: { shape: [filters, ...kernel, channels], data: weights, bias } };
    }
    case 'depthwiseConv2d': {
      const { kernel, weights, bias, ...rest } = layer;
      return { ...rest, weights: { shape: [1, ...kernel, bias.length], data: weights, bias } };
    }
    case 'dense': {
      const { units, weights, bias, ...rest } = layer;
      return { ...rest, weights: { shape: [units, channels], data: weights, bias } };
    }
    case 'lstm':
      return lstmLayer(layer);
    case 'globalAveragePool':
      return { ...layer, kind: 'mean' };
    case 'flatten':
      return { ...layer, kind: 'reshape' };
    case 'batchNorm':
    case 'dropout':
      throw new Failure('model-unsupported', `Layer ${layer.name} (${layer.kind}) is not folded.`);
    default:
      return layer;
  }
}

function lstmLayer({ weights, recurrentWeights, bias, ...rest }: LstmLayer): FileLayer {
  const quarter = (all: Float32Array, at: number) =>
    all.subarray((at * all.length) / 4, ((at + 1) * all.length) / 4);
  const gate = (at: number): FloatGate => ({
    weights: { data: quarter(weights, at) },
    recurrentWeights: { data: quarter(recurrentWeights, at) },
    bias: quarter(bias, at),
  });
  return { ...rest, gates: [gate(0), gate(1), gate(2), gate(3)] };
}
