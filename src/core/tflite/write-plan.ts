import type { Quantisation } from '#core/compress/int8-graph';
import type { Arithmetic, FileGraph, FileLayer } from './file-graph';
import { OPERATOR_OF } from './operator-names';
import { OPERATORS } from './operators';
import type { Constant, OperatorVersion, OperatorWriter } from './operators/operator-codec';
import { BuiltinOperator, type OperatorName, TensorType } from './schema';
import { tensorShapes } from './tensor-shapes';
import type { OperatorFields, TensorFields, TensorQuantization } from './write-tables';

/** Whether the tensors that the file is fed and answers with are int8 or float32. */
export type FileEnds = 'int8' | 'float';

/** Everything that a file will hold, before its bytes are laid out. */
export interface WritePlan {
  /** One a value of the graph, then float ends, then constants. */
  readonly tensors: readonly TensorFields[];
  readonly operators: readonly OperatorFields[];
  readonly operatorCodes: readonly { readonly code: number; readonly version: number }[];
  /** The first is the schema's empty one. */
  readonly buffers: readonly (Uint8Array | undefined)[];
  readonly input: number;
  readonly output: number;
  /** Oldest TensorFlow that has every operator. */
  readonly minRuntimeVersion: string;
}

export const INPUT_NAME = 'input';
export const OUTPUT_NAME = 'output';

const QUANTIZE: OperatorVersion = { version: 1, since: '1.14.0' };
const DEQUANTIZE: OperatorVersion = { version: 2, since: '1.14.0' };

/** Throws `Failure` (`model-unsupported`) as `tensorShapes` does. */
export function planOf(graph: FileGraph, ends: FileEnds): WritePlan {
  const arithmetic: Arithmetic = graph.values[0]!.quantisation ? 'int8' : 'float32';
  const shapes = tensorShapes(graph);
  const tensors: TensorFields[] = [];
  const buffers: (Uint8Array | undefined)[] = [undefined];
  const operators: OperatorFields[] = [];
  const codes: { name: OperatorName; version: number; since: string }[] = [];

  const addTensor = (tensor: TensorFields) => tensors.push(tensor) - 1;
  const addBuffer = (data: Uint8Array) => {
    const before = buffers.findIndex((buffer) => buffer && equal(buffer, data));
    return before === -1 ? buffers.push(data) - 1 : before;
  };
  const addOperator = (
    name: OperatorName,
    version: OperatorVersion,
    fields: Omit<OperatorFields, 'opcodeIndex'>,
  ) => {
    let opcodeIndex = codes.findIndex((code) => code.name === name);
    if (opcodeIndex === -1) opcodeIndex = codes.push({ name, ...version }) - 1;
    operators.push({ opcodeIndex, ...fields });
  };
  const addConstant = (name: string, { shape, data, scales, dimension = 0 }: Constant) =>
    addTensor({
      shape,
      type: typeOf(data),
      buffer: addBuffer(littleEndian(data)),
      name,
      ...(scales && {
        quantization: { scale: scales, zeroPoint: 0, quantizedDimension: dimension },
      }),
    });

  for (const [id, { quantisation }] of graph.values.entries()) {
    addTensor({
      shape: shapes[id]!,
      type: quantisation ? TensorType.INT8 : TensorType.FLOAT32,
      buffer: 0,
      name: id === 0 ? INPUT_NAME : graph.layers[id - 1]!.name,
      ...(quantisation && { quantization: perTensor(quantisation) }),
    });
  }
  const lastValue = graph.values.length - 1;
  const addEnd = (id: number, name: string) =>
    addTensor({ shape: shapes[id]!, type: TensorType.FLOAT32, buffer: 0, name });
  const hasFloatEnds = arithmetic === 'int8' && ends === 'float';
  const input = hasFloatEnds ? addEnd(0, `${INPUT_NAME}/float`) : 0;
  const output = hasFloatEnds ? addEnd(lastValue, `${OUTPUT_NAME}/float`) : lastValue;
  if (hasFloatEnds) addOperator('QUANTIZE', QUANTIZE, { inputs: [input], outputs: [0] });

  const value = (id: number) => ({ ...graph.values[id]!, tensorShape: shapes[id]! });
  const writerOf = (layer: FileLayer, id: number): OperatorWriter => ({
    from: value(layer.inputs[0]!),
    to: value(id),
    addInt32s: (name, values, shape = [values.length]) =>
      addConstant(name, { shape, data: Int32Array.from(values) }),
    addConstant,
    addTensor: (tensor) => addTensor({ ...tensor, buffer: 0 }),
  });
  for (const [index, layer] of graph.layers.entries()) {
    const codec = OPERATORS[layer.kind];
    const id = index + 1;
    const { inputs, options, intermediates } = codec.write(layer, writerOf(layer, id));
    addOperator(OPERATOR_OF[layer.kind], codec.versions[arithmetic], {
      inputs: [...layer.inputs, ...inputs],
      outputs: [id],
      ...(options &&
        codec.optionsType && { options: { type: codec.optionsType, fields: options } }),
      ...(intermediates && { intermediates }),
    });
  }
  if (hasFloatEnds) {
    addOperator('DEQUANTIZE', DEQUANTIZE, { inputs: [lastValue], outputs: [output] });
  }
  return {
    tensors,
    operators,
    operatorCodes: codes.map(({ name, version }) => ({ code: BuiltinOperator[name], version })),
    buffers,
    input,
    output,
    minRuntimeVersion: codes.map(({ since }) => since).reduce(later, '1.5.0'),
  };
}

/** The later of two versions such as `1.14.0`. */
function later(a: string, b: string): string {
  const parts = b.split('.').map(Number);
  for (const [index, part] of a.split('.').map(Number).entries()) {
    if (part !== parts[index]) return part > parts[index]! ? a : b;
  }
  return a;
}

function perTensor({ scale, zeroPoint }: Quantisation): TensorQuantization {
  return { scale: Float32Array.of(scale), zeroPoint, quantizedDimension: 0 };
}

function typeOf(data: Constant['data']): number {
  if (data instanceof Int8Array) return TensorType.INT8;
  return data instanceof Int32Array ? TensorType.INT32 : TensorType.FLOAT32;
}

function littleEndian(values: Constant['data']): Uint8Array {
  if (values instanceof Int8Array) {
    return new Uint8Array(values.buffer, values.byteOffset, values.length);
  }
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [index, value] of values.entries()) {
    if (values instanceof Int32Array) view.setInt32(index * 4, value, true);
    else view.setFloat32(index * 4, value, true);
  }
  return new Uint8Array(view.buffer);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
