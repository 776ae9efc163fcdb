import { Builder, type Offset } from 'flatbuffers';
import type { Int8Graph, Int8Layer, Int8Weights, Quantisation } from '#core/compress/int8-graph';
import { Failure } from '#core/failure';
import {
  BuiltinOptions,
  FILE_IDENTIFIER,
  MIN_RUNTIME_VERSION,
  type OperatorName,
  TensorType,
} from './schema';
import * as tables from './write-tables';

/** What the file says of itself. */
export interface WriteOptions {
  readonly description?: string;
}

const INPUT_NAME = 'input';
const OUTPUT_NAME = 'output';

/**
 * The graph as a `.tflite` file: int8 in, int8 out, one subgraph, signature `serving_default` with
 * `input` and `output`; equal graphs give equal bytes. `docs/formats/tflite.md` names the subset.
 * Throws `Failure` (`model-unsupported`) where a convolution or pool reads a dense layer.
 */
export function writeTflite(
  graph: Int8Graph,
  { description = 'Nodlab int8 model' }: WriteOptions = {},
): Uint8Array {
  const plan = planOf(graph);
  const b = new Builder(1024);
  const version = plan.addBuffer(nulPadded(MIN_RUNTIME_VERSION, 16));
  // Weights first: what is written first lies last, and small tables then precede them.
  const buffers = plan.buffers.map((data) => tables.writeBuffer(b, data));
  const tensors = plan.tensors.map((tensor) => tables.writeTensor(b, tensor));
  const operators = plan.operators.map((operator) => tables.writeOperator(b, operator));
  const output = graph.values.length - 1;
  const subgraph = tables.writeSubGraph(b, {
    tensors,
    inputs: [0],
    outputs: [output],
    operators,
    name: 'main',
  });
  const signature = tables.writeSignatureDef(b, {
    inputs: [{ name: INPUT_NAME, tensorIndex: 0 }],
    outputs: [{ name: OUTPUT_NAME, tensorIndex: output }],
    signatureKey: 'serving_default',
    subgraphIndex: 0,
  });
  const metadata = tables.writeMetadata(b, { name: 'min_runtime_version', buffer: version });
  const model = tables.writeModel(b, {
    operatorCodes: plan.operatorNames.map((name) => tables.writeOperatorCode(b, name)),
    subgraphs: [subgraph],
    description,
    buffers,
    metadata: [metadata],
    signatureDefs: [signature],
  });
  b.finish(model, FILE_IDENTIFIER);
  return b.asUint8Array().slice();
}

/** Name that the schema gives to each kind of layer. */
export const OPERATOR_OF: Readonly<Record<Int8Layer['kind'], OperatorName>> = {
  conv2d: 'CONV_2D',
  depthwiseConv2d: 'DEPTHWISE_CONV_2D',
  dense: 'FULLY_CONNECTED',
  maxPool2d: 'MAX_POOL_2D',
  averagePool2d: 'AVERAGE_POOL_2D',
  mean: 'MEAN',
  reshape: 'RESHAPE',
  softmax: 'SOFTMAX',
};

interface Plan {
  /** One a value of the graph, then weights and the like. */
  readonly tensors: tables.TensorFields[];
  readonly operators: tables.OperatorFields[];
  /** One OperatorCode each. */
  readonly operatorNames: OperatorName[];
  /** The first is the schema's empty one. */
  readonly buffers: (Uint8Array | undefined)[];
  /** Its index. */
  addBuffer(data: Uint8Array): number;
}

function planOf(graph: Int8Graph): Plan {
  const shapes = tensorShapes(graph);
  const tensors: tables.TensorFields[] = graph.values.map(({ quantisation }, id) => ({
    shape: shapes[id]!,
    type: TensorType.INT8,
    buffer: 0,
    name: id === 0 ? INPUT_NAME : graph.layers[id - 1]!.name,
    quantization: perTensor(quantisation),
  }));
  const buffers: (Uint8Array | undefined)[] = [undefined];
  const operatorNames: OperatorName[] = [];
  const addBuffer = (data: Uint8Array) => buffers.push(data) - 1;
  const addTensor = (tensor: tables.TensorFields) => tensors.push(tensor) - 1;

  const addInt32s = (name: string, values: Int32Array) => {
    const buffer = addBuffer(littleEndian(values));
    return addTensor({ shape: [values.length], type: TensorType.INT32, buffer, name });
  };
  const addWeights = (name: string, weights: Int8Weights, from: number, dimension: number) => {
    const { data, scales } = weights;
    const inputScale = graph.values[from]!.quantisation.scale;
    return [
      addTensor({
        shape: weights.shape,
        type: TensorType.INT8,
        buffer: addBuffer(new Uint8Array(data.buffer, data.byteOffset, data.length)),
        name: `${name}/weights`,
        quantization: {
          scale: scales,
          zeroPoint: 0,
          quantizedDimension: scales.length === 1 ? 0 : dimension,
        },
      }),
      addTensor({
        shape: [weights.bias.length],
        type: TensorType.INT32,
        buffer: addBuffer(littleEndian(weights.bias)),
        name: `${name}/bias`,
        quantization: {
          scale: scales.map((scale) => inputScale * scale),
          zeroPoint: 0,
          quantizedDimension: 0,
        },
      }),
    ];
  };

  /** Input tensors beside the value that the layer reads, and its options. */
  const settingsOf = (
    layer: Int8Layer,
    output: number,
  ): { inputs: number[]; optionsType: number; writeOptions(b: Builder): Offset } => {
    const from = layer.inputs[0]!;
    switch (layer.kind) {
      case 'conv2d':
        return {
          inputs: addWeights(layer.name, layer.weights, from, 0),
          optionsType: BuiltinOptions.Conv2DOptions,
          writeOptions: (b) => tables.writeConv2DOptions(b, layer),
        };
      case 'depthwiseConv2d':
        return {
          inputs: addWeights(layer.name, layer.weights, from, 3),
          optionsType: BuiltinOptions.DepthwiseConv2DOptions,
          writeOptions: (b) => tables.writeDepthwiseConv2DOptions(b, layer),
        };
      case 'dense':
        return {
          inputs: addWeights(layer.name, layer.weights, from, 0),
          optionsType: BuiltinOptions.FullyConnectedOptions,
          writeOptions: (b) => tables.writeFullyConnectedOptions(b, layer.activation),
        };
      case 'maxPool2d':
      case 'averagePool2d':
        return {
          inputs: [],
          optionsType: BuiltinOptions.Pool2DOptions,
          writeOptions: (b) => tables.writePool2DOptions(b, layer),
        };
      case 'mean':
        return {
          inputs: [addInt32s(`${layer.name}/axes`, Int32Array.of(1, 2))],
          optionsType: BuiltinOptions.ReducerOptions,
          writeOptions: (b) => tables.writeReducerOptions(b, shapes[output]!.length === 4),
        };
      case 'reshape': {
        const shape = shapes[output]!;
        return {
          inputs: [addInt32s(`${layer.name}/shape`, Int32Array.from(shape))],
          optionsType: BuiltinOptions.ReshapeOptions,
          writeOptions: (b) => tables.writeReshapeOptions(b, shape),
        };
      }
      case 'softmax':
        return {
          inputs: [],
          optionsType: BuiltinOptions.SoftmaxOptions,
          writeOptions: tables.writeSoftmaxOptions,
        };
    }
  };

  const operators = graph.layers.map((layer, index): tables.OperatorFields => {
    const name = OPERATOR_OF[layer.kind];
    if (!operatorNames.includes(name)) operatorNames.push(name);
    const { inputs, optionsType, writeOptions } = settingsOf(layer, index + 1);
    return {
      opcodeIndex: operatorNames.indexOf(name),
      inputs: [...layer.inputs, ...inputs],
      outputs: [index + 1],
      optionsType,
      writeOptions,
    };
  });
  return { tensors, operators, operatorNames, buffers, addBuffer };
}

/** Layers that ask for `[1, height, width, channels]`; the others take `[1, n]` as well. */
const SPATIAL: ReadonlySet<Int8Layer['kind']> = new Set([
  'conv2d',
  'depthwiseConv2d',
  'maxPool2d',
  'averagePool2d',
  'mean',
]);

/** Shape of each value's tensor: `[1, n]` from the first flat layer on, as TensorFlow has it. */
function tensorShapes(graph: Int8Graph): number[][] {
  const readSpatially = new Set<number>();
  for (const layer of graph.layers) {
    if (SPATIAL.has(layer.kind)) for (const id of layer.inputs) readSpatially.add(id);
  }
  const shapes: number[][] = [[1, ...graph.values[0]!.shape]];
  for (const [index, layer] of graph.layers.entries()) {
    const id = index + 1;
    const { shape } = graph.values[id]!;
    if (layer.kind === 'dense' && readSpatially.has(id)) {
      throw new Failure('model-unsupported', `A spatial layer reads ${layer.name} (dense).`);
    }
    const flat =
      layer.kind === 'softmax'
        ? shapes[layer.inputs[0]!]!.length === 2
        : layer.kind === 'dense' ||
          ((layer.kind === 'mean' || layer.kind === 'reshape') && !readSpatially.has(id));
    const isVector = shape[0] === 1 && shape[1] === 1;
    shapes.push(flat && isVector ? [1, shape[2]] : [1, ...shape]);
  }
  return shapes;
}

function perTensor({ scale, zeroPoint }: Quantisation): tables.TensorQuantization {
  return { scale: Float32Array.of(scale), zeroPoint, quantizedDimension: 0 };
}

function littleEndian(values: Int32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [index, value] of values.entries()) view.setInt32(index * 4, value, true);
  return new Uint8Array(view.buffer);
}

/** ASCII, filled up with NUL to at least `length` bytes. */
function nulPadded(text: string, length: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(length, text.length));
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
