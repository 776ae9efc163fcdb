import { valueCount } from '#core/model/shapes';
import type { Int8Graph, Int8Layer } from './int8-graph';

/** What one operator of an int8 model costs; all exact, by its shapes. */
export interface OperatorProfile {
  readonly parameterCount: number;
  /** int8 weights and int32 biases as a file or a C array keeps them, bytes. */
  readonly constBytes: number;
  /** Multiply-accumulates of one inference; those on a border's zeros are counted. */
  readonly macs: number;
}

/** One profile a layer. */
export function profileOperators(graph: Int8Graph): readonly OperatorProfile[] {
  return graph.layers.map((layer, index) => {
    const weightCount = weightArrays(layer).reduce((sum, { length }) => sum + length, 0);
    const biasCount = biasArrays(layer).reduce((sum, { length }) => sum + length, 0);
    return {
      parameterCount: weightCount + biasCount,
      constBytes: weightCount + biasCount * Int32Array.BYTES_PER_ELEMENT,
      macs: macsOf(layer, weightCount, graph.values[index + 1]!.shape),
    };
  });
}

/** The int8 weights of a layer; an LSTM has two matrices a gate. */
export function weightArrays(layer: Int8Layer): readonly Int8Array[] {
  if (layer.kind === 'lstm') {
    return layer.gates.flatMap((gate) => [gate.weights.data, gate.recurrentWeights.data]);
  }
  return 'weights' in layer ? [layer.weights.data] : [];
}

function biasArrays(layer: Int8Layer): readonly Int32Array[] {
  if (layer.kind === 'lstm') return layer.gates.map(({ bias }) => bias);
  return 'weights' in layer ? [layer.weights.bias] : [];
}

/** Every output takes as many multiplications as its channel has weights. */
function macsOf(
  layer: Int8Layer,
  weightCount: number,
  output: readonly [number, number, number],
): number {
  switch (layer.kind) {
    case 'conv2d':
    case 'depthwiseConv2d':
    case 'dense':
      return (weightCount / layer.weights.bias.length) * valueCount(output);
    case 'lstm':
      return weightCount * output[0];
    default:
      return 0;
  }
}
