import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floatGraphOf } from '../../../tests/support/float-graph-of';
import { fuzzReader } from '../../../tests/support/fuzz-tflite';
import { fieldPosition, patched } from '../../../tests/support/patch-tflite';
import { PRESET_IDS, presetInt8Graph } from '../../../tests/support/preset-int8-graph';
import { lstmInt8Graph, randomInt8Graph } from '../../../tests/support/random-int8-graph';
import { Failure } from '../failure';
import { createRandom } from '../random';
import { readInt8Graph, readTflite } from './read-tflite';
import * as schema from './schema';
import type { TfliteModel } from './tflite-model';
import { writeFloatTflite } from './write-float-tflite';
import { writeTflite } from './write-tflite';

describe('a written file reads back as the same graph', () => {
  test.each(PRESET_IDS)('of the preset %s', (preset) => {
    const graph = presetInt8Graph(preset);
    expect(readInt8Graph(writeTflite(graph))).toEqual(graph);
    const float = floatGraphOf(graph)!;
    expect(readTflite(writeFloatTflite(float))).toEqual({ kind: 'float', graph: float });
  });

  test('of random int8 layers, with ends of either kind', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.constantFrom('int8', 'float'), (seed, ends) => {
        const graph = randomInt8Graph(seed);
        expect(readTflite(writeTflite(graph, { ends }))).toEqual({ kind: 'int8', graph, ends });
      }),
      { numRuns: 150 },
    );
  });

  test('of random float layers', () => {
    fc.assert(
      fc.property(fc.nat(100_000), (seed) => {
        const graph = floatGraphOf(randomInt8Graph(seed));
        fc.pre(graph !== undefined);
        expect(readTflite(writeFloatTflite(graph))).toEqual({ kind: 'float', graph });
      }),
      { numRuns: 150 },
    );
  });

  test('of an LSTM whose cell state is clipped', () => {
    const graph = lstmInt8Graph(2);
    const layers = graph.layers.map((layer) =>
      layer.kind === 'lstm' ? { ...layer, cellClip: 10 } : layer,
    );
    expect(readInt8Graph(writeTflite({ ...graph, layers }))).toEqual({ ...graph, layers });
  });
});

const { Model, SubGraph, Tensor, Operator, OperatorCode, TensorType } = schema;
const file = writeTflite(presetInt8Graph('separable-cnn', 20, 3));
const lstmFile = writeTflite(lstmInt8Graph(1));
const floatFile = writeFloatTflite(floatGraphOf(presetInt8Graph('dense', 20, 3))!);

function outcome(bytes: Uint8Array): TfliteModel | Failure {
  try {
    return readTflite(bytes);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** The first tensor of the operator's input `at`. */
function inputTensor(bytes: Uint8Array, operator: number, at: number): number {
  const path = [Model.subgraphs, 0, SubGraph.operators, operator, Operator.inputs];
  const view = new DataView(bytes.buffer);
  const pointer = fieldPosition(bytes, path);
  return view.getInt32(pointer + view.getUint32(pointer, true) + 4 + 4 * at, true);
}

describe('what is not run is refused in words', () => {
  test('an operator by its name', () => {
    const path = [Model.operator_codes, 0, OperatorCode.builtin_code];
    expect(outcome(patched(file, path, 18, 4))).toMatchObject({
      code: 'model-unsupported',
      message: expect.stringMatching(/the operator MUL,/),
    });
    expect(outcome(patched(file, path, 9999, 4))).toMatchObject({
      message: expect.stringMatching(/the operator number 9999/),
    });
  });

  test('weights of another type than the values', () => {
    const written = writeTflite(presetInt8Graph('dense', 20, 3));
    const weights = inputTensor(written, 1, 1);
    const path = [Model.subgraphs, 0, SubGraph.tensors, weights, Tensor.type];
    expect(outcome(patched(written, path, TensorType.FLOAT32, 1))).toMatchObject({
      code: 'model-unsupported',
      message: expect.stringMatching(/"dense_1\/weights" of float32, not int8/),
    });
  });

  test('float32 values where int8 ones are asked for', () => {
    expect(() => readInt8Graph(floatFile)).toThrow(/float32 values/);
  });

  test('an input of another type', () => {
    const path = [Model.subgraphs, 0, SubGraph.tensors, 0, Tensor.type];
    expect(outcome(patched(file, path, TensorType.UINT8, 1))).toMatchObject({
      code: 'model-unsupported',
      message: expect.stringMatching(/an input of uint8/),
    });
  });

  test('a state that is not variable, and a cell state of a scale that is no power of two', () => {
    const tensor = inputTensor(lstmFile, 0, 19);
    const path = [Model.subgraphs, 0, SubGraph.tensors, tensor];
    expect(outcome(patched(lstmFile, [...path, Tensor.is_variable], 0, 1))).toMatchObject({
      code: 'file-invalid',
      message: expect.stringMatching(/LSTM .* state at input 19 that is not variable/),
    });
    const scales = fieldPosition(lstmFile, [...path, Tensor.quantization, -1, 2]);
    const copy = lstmFile.slice();
    const view = new DataView(copy.buffer);
    view.setFloat32(scales + view.getUint32(scales, true) + 4, 0.3, true);
    expect(outcome(copy)).toMatchObject({ message: expect.stringMatching(/no power of two/) });
  });

  test('a bias of another scale than its weights and input', () => {
    const path = [Model.subgraphs, 0, SubGraph.tensors, inputTensor(file, 0, 2)];
    const scales = fieldPosition(file, [...path, Tensor.quantization, -1, 2]);
    const copy = file.slice();
    const view = new DataView(copy.buffer);
    const first = scales + view.getUint32(scales, true) + 4;
    view.setFloat32(first, 2 * view.getFloat32(first, true), true);
    expect(outcome(copy)).toMatchObject({
      code: 'file-invalid',
      message: expect.stringMatching(/"conv_1\/bias", a bias, has scale/),
    });
  });

  test('weights that reach into a buffer that is not there', () => {
    const path = [Model.subgraphs, 0, SubGraph.tensors, inputTensor(file, 0, 1), Tensor.buffer];
    expect(outcome(patched(file, path, 5000, 4))).toMatchObject({
      code: 'file-invalid',
      message: expect.stringMatching(/asks for buffer 5000, which is not there/),
    });
    expect(outcome(patched(file, path, 0, 4))).toMatchObject({ code: 'model-unsupported' });
  });
});

test('what is said of a tensor shows a part of its name alone, without control characters', () => {
  const graph = presetInt8Graph('dense', 20, 3);
  const layers = graph.layers.map((layer) => ({ ...layer, name: `\u0007${'long '.repeat(200)}` }));
  const written = writeTflite({ ...graph, layers });
  const weights = inputTensor(written, 1, 1);
  const path = [Model.subgraphs, 0, SubGraph.tensors, weights, Tensor.type];
  expect(outcome(patched(written, path, TensorType.FLOAT32, 1))).toMatchObject({
    message: expect.stringMatching(/^[^\p{Cc}]{20,160}$/u),
  });
});

describe('broken bytes', () => {
  test('that are no .tflite file are refused', () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(7), new Uint8Array(500)]) {
      expect(outcome(bytes)).toMatchObject({ code: 'file-invalid' });
    }
  });

  test('that end early are refused, wherever', () => {
    for (let length = 8; length < file.length; length += 97) {
      expect(outcome(file.subarray(0, length))).toBeInstanceOf(Failure);
    }
  });

  test('are read or refused with a reason, and soon', () => {
    const { read, refused, slowestMs } = fuzzReader(3000, createRandom(11));
    expect(read).toBeGreaterThan(300);
    expect(refused).toBeGreaterThan(1000);
    expect(slowestMs).toBeLessThan(1000);
  });

  /** So many operators that all point at one of them: weights would be copied so many times. */
  function withOperators(many: number): Uint8Array {
    const pointer = fieldPosition(file, [Model.subgraphs, 0, SubGraph.operators]);
    const old = new DataView(file.buffer);
    const vector = pointer + old.getUint32(pointer, true);
    const first = vector + 4 + old.getUint32(vector + 4, true);
    // Offsets reach forwards alone, so that the table moves behind its list: a file within the file.
    const shift = 4 + 4 * many;
    const bytes = new Uint8Array(file.length + shift + file.length);
    bytes.set(file);
    bytes.set(file, file.length + shift);
    const view = new DataView(bytes.buffer);
    view.setUint32(pointer, file.length - pointer, true);
    view.setUint32(file.length, many, true);
    for (let i = 0; i < many; i++) {
      const entry = file.length + 4 + 4 * i;
      view.setUint32(entry, file.length + shift + first - entry, true);
    }
    return bytes;
  }

  test('do not multiply a vector that many tables share', () => {
    expect(outcome(withOperators(10_000))).toMatchObject({
      code: 'file-invalid',
      message: expect.stringMatching(/lie over each other/),
    });
  });

  test('cannot list more tables than a model has', () => {
    expect(outcome(withOperators(1_000_000))).toMatchObject({
      code: 'file-invalid',
      message: expect.stringMatching(/a list of 1000000 tables/),
    });
  });
});
