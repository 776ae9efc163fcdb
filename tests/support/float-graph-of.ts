import type {
  Int8Gate,
  Int8Graph,
  Int8Layer,
  Int8Weights,
} from '../../src/core/compress/int8-graph';
import type { Layer, ModelGraph } from '../../src/core/model/graph';

/**
 * An int8 graph with its numbers as the real ones they stand for, so that what makes random int8
 * graphs makes float ones too. Undefined where a float graph has no such layer: a reshape that is no
 * flattening.
 */
export function floatGraphOf({ values, layers }: Int8Graph): ModelGraph | undefined {
  const floatLayers: Layer[] = [];
  /** Value id in the int8 graph to value id in the float one. */
  const moved = [0];
  for (const [index, layer] of layers.entries()) {
    const { shape } = values[index + 1]!;
    const from = values[layer.inputs[0]!]!;
    const inputs = layer.inputs.map((id) => moved[id]!);
    const isSameShape = shape.join() === from.shape.join();
    if (layer.kind === 'requantise' || (layer.kind === 'reshape' && isSameShape)) {
      moved.push(inputs[0]!);
      continue;
    }
    if (layer.kind === 'reshape' && (shape[0] !== 1 || shape[1] !== 1)) return undefined;
    floatLayers.push({ ...floatLayer(layer, from.quantisation.scale, values, index), inputs });
    moved.push(floatLayers.length);
  }
  return { input: values[0]!.shape, layers: floatLayers };
}

function floatLayer(
  layer: Int8Layer,
  inputScale: number,
  values: Int8Graph['values'],
  index: number,
): Layer {
  const { name, inputs } = layer;
  switch (layer.kind) {
    case 'conv2d': {
      const [filters, height, width] = layer.weights.shape;
      const real = realWeights(layer.weights, inputScale, false);
      return { ...layer, filters: filters!, kernel: [height!, width!], ...real };
    }
    case 'depthwiseConv2d': {
      const [, height, width] = layer.weights.shape;
      const real = realWeights(layer.weights, inputScale, true);
      return { ...layer, kernel: [height!, width!], ...real };
    }
    case 'dense': {
      const real = realWeights(layer.weights, inputScale, false);
      return { ...layer, units: layer.weights.bias.length, ...real };
    }
    case 'lstm':
      return {
        ...{ name, inputs, kind: 'lstm', units: layer.units },
        ...realGates(layer.gates, inputScale),
        ...(layer.cellClip && { cellClip: layer.cellClip }),
      };
    case 'mean':
      return { name, inputs, kind: 'globalAveragePool' };
    case 'reshape':
      return { name, inputs, kind: 'flatten' };
    case 'relu':
    case 'relu6':
    case 'logistic':
    case 'tanh':
      return { name, inputs, kind: layer.kind };
    case 'requantise':
      throw new Error(`Value ${index + 1} of ${values.length} is no float layer's.`);
    default:
      return layer;
  }
}

function realWeights({ data, scales, bias }: Int8Weights, inputScale: number, lastAxis: boolean) {
  const perOutput = data.length / bias.length;
  const scaleOf = (output: number) => scales[scales.length === 1 ? 0 : output]!;
  const outputOf = (at: number) => (lastAxis ? at % bias.length : Math.floor(at / perOutput));
  return {
    weights: Float32Array.from(data, (value, at) => value * scaleOf(outputOf(at))),
    bias: Float32Array.from(bias, (value, output) => value * inputScale * scaleOf(output)),
  };
}

function realGates(gates: readonly Int8Gate[], inputScale: number) {
  const joined = (of: (gate: Int8Gate) => number[]) => Float32Array.from(gates.flatMap(of));
  return {
    weights: joined(({ weights }) => Array.from(weights.data, (v) => v * weights.scale)),
    recurrentWeights: joined(({ recurrentWeights }) =>
      Array.from(recurrentWeights.data, (v) => v * recurrentWeights.scale),
    ),
    bias: joined(({ weights, bias }) => Array.from(bias, (v) => v * inputScale * weights.scale)),
  };
}
