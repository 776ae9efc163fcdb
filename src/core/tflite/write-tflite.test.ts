import { describe, expect, test } from 'vitest';
import { floatGraphOf } from '../../../tests/support/float-graph-of';
import { fieldPosition } from '../../../tests/support/patch-tflite';
import { presetInt8Graph } from '../../../tests/support/preset-int8-graph';
import { lstmInt8Graph, pointwiseInt8Graph } from '../../../tests/support/random-int8-graph';
import type { Int8Graph } from '../compress/int8-graph';
import type { ModelGraph } from '../model/graph';
import { openFlatBuffer } from './flat-table';
import * as schema from './schema';
import { writeFloatTflite } from './write-float-tflite';
import { writeTflite } from './write-tflite';

/** The parts of a file that these tests ask about. */
function open(file: Uint8Array) {
  const { Model, SubGraph, Operator, OperatorCode, Tensor } = schema;
  const model = openFlatBuffer(file);
  const subgraph = model.tables(Model.subgraphs)[0]!;
  const codes = model.tables(Model.operator_codes).map((code) => ({
    code: code.int32(OperatorCode.builtin_code, 0),
    version: code.int32(OperatorCode.version, 1),
  }));
  const buffers = model.tables(Model.buffers).map((buffer) => buffer.bytes(schema.Buffer.data));
  const runtime = model.tables(Model.metadata)[0]!.uint32(schema.Metadata.buffer, 0);
  return {
    codes,
    buffers,
    operators: subgraph
      .tables(SubGraph.operators)
      .map((operator) => codes[operator.uint32(Operator.opcode_index, 0)]!.code),
    tensors: subgraph.tables(SubGraph.tensors).map((tensor) => ({
      name: tensor.text(Tensor.name),
      type: tensor.int8(Tensor.type, 0),
      shape: [...tensor.int32s(Tensor.shape)],
    })),
    input: subgraph.int32s(SubGraph.inputs)[0]!,
    output: subgraph.int32s(SubGraph.outputs)[0]!,
    runtime: new TextDecoder().decode(buffers[runtime]).replaceAll('\0', ''),
  };
}

const { BuiltinOperator, TensorType } = schema;

describe('a file', () => {
  test('is the same for the same graph', () => {
    expect(writeTflite(presetInt8Graph('conv1d'))).toEqual(writeTflite(presetInt8Graph('conv1d')));
  });

  test('begins as a .tflite does and holds every constant on a boundary of 16 bytes', () => {
    const graph = presetInt8Graph('separable-cnn');
    const file = writeTflite(graph);
    expect(String.fromCharCode(...file.subarray(4, 8))).toBe('TFL3');
    let constants = 0;
    for (const layer of graph.layers) {
      if (!('weights' in layer)) continue;
      for (const bytes of [
        new Uint8Array(layer.weights.data.buffer),
        new Uint8Array(layer.weights.bias.buffer),
      ]) {
        // Short ones may occur elsewhere by chance.
        if (bytes.length < 64 || bytes.every((byte) => byte === 0)) continue;
        expect(Buffer.from(file).indexOf(bytes) % 16).toBe(0);
        constants++;
      }
    }
    expect(constants).toBeGreaterThan(3);
  });

  test('has values first, in order, whatever its ends', () => {
    const graph = presetInt8Graph('lstm');
    for (const ends of ['int8', 'float'] as const) {
      const { tensors } = open(writeTflite(graph, { ends }));
      const names = tensors.slice(0, graph.values.length).map(({ name }) => name);
      expect(names).toEqual(['input', ...graph.layers.map(({ name }) => name)]);
    }
  });

  test('with float ends quantises what it takes and dequantises what it gives', () => {
    const { operators, tensors, input, output } = open(
      writeTflite(presetInt8Graph('dense'), { ends: 'float' }),
    );
    expect(operators[0]).toBe(BuiltinOperator.QUANTIZE);
    expect(operators.at(-1)).toBe(BuiltinOperator.DEQUANTIZE);
    expect([tensors[input]!.type, tensors[output]!.type]).toEqual([
      TensorType.FLOAT32,
      TensorType.FLOAT32,
    ]);
  });

  test('says equal constants once', () => {
    const one = presetInt8Graph('dense');
    const last = one.layers.findLast(({ kind }) => kind === 'dense')!;
    const id = one.layers.indexOf(last);
    const twin = { ...last, name: 'twin' };
    const two: Int8Graph = {
      values: [...one.values.slice(0, id + 2), one.values[id + 1]!],
      layers: [...one.layers.slice(0, id + 1), twin],
    };
    const { buffers } = open(writeTflite(two));
    const kept = buffers.map((bytes) => bytes.join());
    expect(new Set(kept).size).toBe(kept.length);
  });

  test('says equal shapes and scales once', () => {
    const graph = presetInt8Graph('magic-wand-cnn');
    const pool = graph.layers.findIndex(({ kind }) => kind === 'maxPool2d');
    expect(pool).toBeGreaterThan(-1);
    const file = writeTflite(graph);
    const view = new DataView(file.buffer);
    const [before, after] = [graph.layers[pool]!.inputs[0]!, pool + 1].map((id) => {
      const tensor = [schema.Model.subgraphs, 0, schema.SubGraph.tensors, id];
      const pointer = fieldPosition(file, [...tensor, schema.Tensor.quantization]);
      return pointer + view.getUint32(pointer, true);
    });
    expect(after).toBe(before);
  });

  test('has three axes where an LSTM reads and gives, two where the last frame is taken', () => {
    const { layers, values } = lstmInt8Graph(1);
    const id = layers.findIndex(({ kind }) => kind === 'lstm') + 1;
    const { shape, quantisation } = values[id]!;
    const [frames, , units] = shape;
    const graph: Int8Graph = {
      values: [...values.slice(0, id + 1), { shape: [1, 1, units], quantisation }],
      layers: [...layers.slice(0, id), { kind: 'lastFrame', name: 'last', inputs: [id] }],
    };
    const file = writeTflite(graph);
    const { tensors } = open(file);
    expect(tensors[id]!.shape).toEqual([1, frames, units]);
    expect(tensors[id + 1]!.shape).toEqual([1, units]);
    const SHRINK_AXIS_MASK = 4;
    const slice = [schema.Model.subgraphs, 0, schema.SubGraph.operators, id];
    const mask = [...slice, schema.Operator.builtin_options, -1, SHRINK_AXIS_MASK];
    expect(file[fieldPosition(file, mask)]).toBe(1 << 1);
  });
});

describe('versions', () => {
  test.each([
    ['relu', 2, '2.1.0'],
    ['relu6', 2, '1.14.0'],
    ['logistic', 2, '1.14.0'],
    ['tanh', 2, '1.14.0'],
    ['requantise', 1, '1.14.0'],
  ] as const)('of %s are those of the official converter', (kind, version, runtime) => {
    const file = open(writeTflite(pointwiseInt8Graph(kind, 1)));
    expect(file.codes.map((code) => code.version)).toEqual([version]);
    expect(file.runtime).toBe(runtime);
  });

  test('of an LSTM are those of the official converter', () => {
    const { codes, runtime } = open(writeTflite(lstmInt8Graph(1)));
    expect(codes).toContainEqual({
      code: BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM,
      version: 1,
    });
    expect(runtime).toBe('1.13.1');
  });

  test('of a float file are the first ones', () => {
    const { codes, runtime } = open(writeFloatTflite(floatGraphOf(presetInt8Graph('conv1d'))!));
    expect(new Set(codes.map(({ version }) => version))).toEqual(new Set([1]));
    expect(runtime).toBe('1.6.0');
  });
});

describe('writing is refused', () => {
  test('where a convolution would read a dense layer', () => {
    const graph = presetInt8Graph('conv1d');
    const dense = graph.layers.findIndex(({ kind }) => kind === 'dense');
    const after = { kind: 'mean', name: 'late', inputs: [dense + 1] } as const;
    const broken: Int8Graph = {
      values: [...graph.values, graph.values[dense + 1]!],
      layers: [...graph.layers, after],
    };
    expect(() => writeTflite(broken)).toThrowError(
      expect.objectContaining({ code: 'model-unsupported' }),
    );
  });

  test('where a batch normalisation is not folded', () => {
    const ones = Float32Array.of(1);
    const norm = { gamma: ones, beta: ones, mean: ones, variance: ones, epsilon: 1e-3 };
    const graph: ModelGraph = {
      input: [1, 1, 1],
      layers: [{ kind: 'batchNorm', name: 'norm', inputs: [0], activation: 'none', ...norm }],
    };
    expect(() => writeFloatTflite(graph)).toThrow(/norm .*not folded/);
  });
});
