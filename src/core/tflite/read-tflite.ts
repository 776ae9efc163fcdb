import type { Int8Graph, Int8Layer, Int8Value, Int8Weights } from '#core/compress/int8-graph';
import { Failure } from '#core/failure';
import type { Activation, Padding as LayerPadding, Pair } from '#core/model/graph';
import { checkGraph } from './check-graph';
import { type FlatTable, identifierOf, openFlatBuffer } from './flat-table';
import * as schema from './schema';
import { readTensors, type TensorReader, unsupported } from './tensor-reader';

/**
 * Reads a `.tflite` file of the subset that `write-tflite` writes (`docs/formats/tflite.md`), from
 * whoever wrote it. Throws `Failure`: `file-invalid` where the bytes are no such file, or
 * `model-unsupported` where they hold what `run-int8` does not run. Sizes are checked before
 * anything is allocated, so hostile bytes cost no more than the file itself.
 */
export function readTflite(file: Uint8Array): Int8Graph {
  if (identifierOf(file) !== schema.FILE_IDENTIFIER) {
    throw new Failure('file-invalid', 'the file has no TFL3 mark: it is no .tflite file');
  }
  const model = openFlatBuffer(file);
  const version = model.uint32(schema.Model.version, 0);
  if (version !== schema.SCHEMA_VERSION) throw unsupported(`schema version ${version}`);
  const subgraphs = model.tables(schema.Model.subgraphs);
  if (subgraphs.length !== 1) throw unsupported(`${subgraphs.length} subgraphs`);
  const subgraph = subgraphs[0]!;
  const tensors = readTensors(subgraph, model.tables(schema.Model.buffers));
  const graph = readGraph(subgraph, readOperatorNames(model), tensors);
  checkGraph(graph);
  return graph;
}

function readGraph(
  subgraph: FlatTable,
  operatorNames: readonly schema.OperatorName[],
  tensors: TensorReader,
): Int8Graph {
  const { SubGraph, Operator } = schema;
  const inputs = subgraph.int32s(SubGraph.inputs);
  const outputs = subgraph.int32s(SubGraph.outputs);
  if (inputs.length !== 1 || outputs.length !== 1) {
    throw unsupported(`${inputs.length} inputs and ${outputs.length} outputs`);
  }
  const values: Int8Value[] = [tensors.value(inputs[0]!)];
  const layers: Int8Layer[] = [];
  /** Tensor to value. */
  const valueIds = new Map<number, number>([[inputs[0]!, 0]]);
  for (const operator of subgraph.tables(SubGraph.operators)) {
    const name = operatorNames[operator.uint32(Operator.opcode_index, 0)];
    if (name === undefined) throw new Failure('file-invalid', 'an operator has no code');
    const reads = operator.int32s(Operator.inputs);
    const [output, ...others] = operator.int32s(Operator.outputs);
    const from = valueIds.get(reads[0] ?? -1);
    if (from === undefined) throw new Failure('file-invalid', `${name} reads what nothing gives`);
    if (output === undefined || others.length > 0 || valueIds.has(output)) {
      throw new Failure('file-invalid', `${name} does not give one tensor of its own`);
    }
    const base = { name: tensors.name(output), inputs: [from] };
    layers.push(readLayer(name, base, operator, reads, tensors, values[from]!));
    values.push(tensors.value(output));
    valueIds.set(output, values.length - 1);
  }
  if (valueIds.get(outputs[0]!) !== values.length - 1 || layers.length === 0) {
    throw unsupported('the output is not what the last operator gives');
  }
  return { values, layers };
}

function readOperatorNames(model: FlatTable): schema.OperatorName[] {
  const { OperatorCode } = schema;
  return model.tables(schema.Model.operator_codes).map((operatorCode) => {
    const code = Math.max(
      operatorCode.int8(OperatorCode.deprecated_builtin_code, 0),
      operatorCode.int32(OperatorCode.builtin_code, 0),
    );
    const entry = Object.entries(schema.BuiltinOperator).find(([, number]) => number === code);
    if (!entry) throw unsupported(`operator ${code}`);
    return entry[0] as schema.OperatorName;
  });
}

function readLayer(
  operatorName: schema.OperatorName,
  base: { readonly name: string; readonly inputs: readonly number[] },
  operator: FlatTable,
  reads: Int32Array,
  tensors: TensorReader,
  input: Int8Value,
): Int8Layer {
  const settings = settingsOf(operator, operatorName);
  const weights = (dimension: number): Int8Weights =>
    tensors.weights(reads[1] ?? -1, reads[2] ?? -1, input.quantisation, dimension);
  switch (operatorName) {
    case 'CONV_2D': {
      const { Conv2DOptions } = schema;
      expectNoDilation(settings, Conv2DOptions);
      return {
        ...base,
        kind: 'conv2d',
        strides: strides(settings, Conv2DOptions),
        padding: padding(settings, Conv2DOptions.padding),
        activation: activation(settings, Conv2DOptions.fused_activation_function),
        weights: weights(0),
      };
    }
    case 'DEPTHWISE_CONV_2D': {
      const { DepthwiseConv2DOptions } = schema;
      expectNoDilation(settings, DepthwiseConv2DOptions);
      return {
        ...base,
        kind: 'depthwiseConv2d',
        depthMultiplier: settings.int32(DepthwiseConv2DOptions.depth_multiplier, 0),
        strides: strides(settings, DepthwiseConv2DOptions),
        padding: padding(settings, DepthwiseConv2DOptions.padding),
        activation: activation(settings, DepthwiseConv2DOptions.fused_activation_function),
        weights: weights(3),
      };
    }
    case 'FULLY_CONNECTED': {
      const { FullyConnectedOptions } = schema;
      if (settings.int8(FullyConnectedOptions.weights_format, 0) !== 0) {
        throw unsupported('FULLY_CONNECTED with shuffled weights');
      }
      return {
        ...base,
        kind: 'dense',
        activation: activation(settings, FullyConnectedOptions.fused_activation_function),
        weights: weights(0),
      };
    }
    case 'MAX_POOL_2D':
    case 'AVERAGE_POOL_2D': {
      const { Pool2DOptions } = schema;
      if (activation(settings, Pool2DOptions.fused_activation_function) !== 'none') {
        throw unsupported(`${operatorName} with an activation`);
      }
      return {
        ...base,
        kind: operatorName === 'MAX_POOL_2D' ? 'maxPool2d' : 'averagePool2d',
        size: [
          settings.int32(Pool2DOptions.filter_height, 0),
          settings.int32(Pool2DOptions.filter_width, 0),
        ],
        strides: strides(settings, Pool2DOptions),
        padding: padding(settings, Pool2DOptions.padding),
      };
    }
    case 'MEAN': {
      const axes = tensors.int32s(reads[1] ?? -1);
      if (tensors.rank(reads[0]!) !== 4 || [...axes].sort().join() !== '1,2') {
        throw unsupported(`MEAN over axes ${axes.join()}`);
      }
      return { ...base, kind: 'mean' };
    }
    case 'RESHAPE':
      return { ...base, kind: 'reshape' };
    case 'SOFTMAX': {
      const beta = settings.float32(schema.SoftmaxOptions.beta, 0);
      if (beta !== 1) throw unsupported(`SOFTMAX with beta ${beta}`);
      return { ...base, kind: 'softmax' };
    }
  }
}

const OPTIONS_TYPE: Readonly<Record<schema.OperatorName, number>> = {
  CONV_2D: schema.BuiltinOptions.Conv2DOptions,
  DEPTHWISE_CONV_2D: schema.BuiltinOptions.DepthwiseConv2DOptions,
  FULLY_CONNECTED: schema.BuiltinOptions.FullyConnectedOptions,
  MAX_POOL_2D: schema.BuiltinOptions.Pool2DOptions,
  AVERAGE_POOL_2D: schema.BuiltinOptions.Pool2DOptions,
  MEAN: schema.BuiltinOptions.ReducerOptions,
  RESHAPE: schema.BuiltinOptions.ReshapeOptions,
  SOFTMAX: schema.BuiltinOptions.SoftmaxOptions,
};

/** The operator's options table; newer converters write none for RESHAPE, which needs none. */
function settingsOf(operator: FlatTable, name: schema.OperatorName): FlatTable {
  const { Operator } = schema;
  if (name === 'RESHAPE') return operator;
  const settings = operator.table(Operator.builtin_options);
  const type = operator.uint8(Operator.builtin_options_type, schema.BuiltinOptions.NONE);
  if (!settings || type !== OPTIONS_TYPE[name]) {
    throw new Failure('file-invalid', `${name} has options of type ${type}`);
  }
  return settings;
}

function expectNoDilation(
  settings: FlatTable,
  slots: { readonly dilation_w_factor: number; readonly dilation_h_factor: number },
): void {
  const width = settings.int32(slots.dilation_w_factor, 1);
  const height = settings.int32(slots.dilation_h_factor, 1);
  if (width !== 1 || height !== 1) throw unsupported('dilated convolutions');
}

function strides(
  settings: FlatTable,
  slots: { readonly stride_w: number; readonly stride_h: number },
): Pair {
  return [settings.int32(slots.stride_h, 0), settings.int32(slots.stride_w, 0)];
}

function padding(settings: FlatTable, slot: number): LayerPadding {
  switch (settings.int8(slot, schema.Padding.SAME)) {
    case schema.Padding.SAME:
      return 'same';
    case schema.Padding.VALID:
      return 'valid';
    default:
      throw new Failure('file-invalid', 'an operator has a padding that does not exist');
  }
}

function activation(settings: FlatTable, slot: number): Activation {
  const { NONE, RELU, RELU6 } = schema.ActivationFunctionType;
  switch (settings.int8(slot, NONE)) {
    case NONE:
      return 'none';
    case RELU:
      return 'relu';
    case RELU6:
      return 'relu6';
    default:
      throw unsupported(`activation ${settings.int8(slot, NONE)}`);
  }
}
