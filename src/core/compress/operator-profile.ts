import { coveredCount } from '#core/model/kernel-coverage';
import { axisOf, valueCount } from '#core/model/shapes';
import type { Int8Graph, Int8Layer } from './int8-graph';

/** What one operator of an int8 model costs; all exact, by its shapes. */
export interface OperatorProfile {
  readonly parameterCount: number;
  /** int8 weights and int32 biases as a file or a C array keeps them, bytes. */
  readonly constBytes: number;
  /** Multiply-accumulates of one inference; those on a border's zeros are counted. */
  readonly macs: number;
  /**
   * Bytes that have to be read or written at least: every number of its inputs that it needs, of its
   * output, its weights and its biases, each once. Scales, tables and scratch memory are left out.
   */
  readonly movedBytes: number;
}

/** One profile a layer. */
export function profileOperators(graph: Int8Graph): readonly OperatorProfile[] {
  return graph.layers.map((layer, index) => {
    const weightCount = weightArrays(layer).reduce((sum, { length }) => sum + length, 0);
    const biasCount = biasArrays(layer).reduce((sum, { length }) => sum + length, 0);
    const constBytes = weightCount + biasCount * Int32Array.BYTES_PER_ELEMENT;
    const output = graph.values[index + 1]!.shape;
    return {
      parameterCount: weightCount + biasCount,
      constBytes,
      macs: macsOf(layer, weightCount, output),
      movedBytes: readCount(layer, graph) + valueCount(output) + constBytes,
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

/** int8 numbers of its inputs that a layer reads; steps and borders may leave some out. */
function readCount(layer: Int8Layer, { values }: Int8Graph): number {
  const shapes = layer.inputs.map((id) => values[id]!.shape);
  const [height, width, channels] = shapes[0]!;
  if (layer.kind === 'lastFrame') return width * channels;
  if (!('strides' in layer)) return shapes.reduce((sum, shape) => sum + valueCount(shape), 0);
  const { strides, padding } = layer;
  const [rows, columns] = 'weights' in layer ? layer.weights.shape.slice(1) : layer.size;
  return (
    coveredCount(axisOf(height, rows!, strides[0], padding)) *
    coveredCount(axisOf(width, columns!, strides[1], padding)) *
    channels
  );
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
