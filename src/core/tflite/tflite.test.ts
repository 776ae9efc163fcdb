import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PRESET_IDS, presetInt8Graph } from '../../../tests/support/preset-int8-graph';
import { randomInt8Graph } from '../../../tests/support/random-int8-graph';
import type { Int8Graph } from '../compress/int8-graph';
import { Failure } from '../failure';
import { readTflite } from './read-tflite';
import { writeTflite } from './write-tflite';

describe('a written file', () => {
  test.each(PRESET_IDS)('of the preset %s reads back as the same graph', (preset) => {
    const graph = presetInt8Graph(preset);
    expect(readTflite(writeTflite(graph))).toEqual(graph);
  });

  test('of any random graph reads back as the same graph', () => {
    fc.assert(
      fc.property(fc.nat(100_000), (seed) => {
        const graph = randomInt8Graph(seed);
        expect(readTflite(writeTflite(graph))).toEqual(graph);
      }),
      { numRuns: 150 },
    );
  });

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

  test('is refused where a convolution would read a dense layer', () => {
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
});

describe('reading', () => {
  const file = writeTflite(presetInt8Graph('separable-cnn', 20, 3));

  function outcome(bytes: Uint8Array): Int8Graph | Failure {
    try {
      return readTflite(bytes);
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
  }

  test('refuses what is no .tflite file', () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(7), new Uint8Array(500)]) {
      expect(outcome(bytes)).toMatchObject({ code: 'file-invalid' });
    }
  });

  test('refuses a file that ends early, wherever', () => {
    for (let length = 8; length < file.length; length += 97) {
      expect(outcome(file.subarray(0, length))).toBeInstanceOf(Failure);
    }
  });

  test('answers changed bytes with a graph or a Failure, and soon', () => {
    // Structure lies in the first part of the file and weights at its end.
    const place = fc.oneof(fc.nat(2000), fc.nat(file.length - 1));
    const change = fc.tuple(place, fc.oneof(fc.constantFrom(0, 1, 127, 128, 255), fc.nat(255)));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = file.slice();
        for (const [at, value] of changes) bytes[at] = value;
        const result = outcome(bytes);
        if (result instanceof Failure) {
          expect(['file-invalid', 'model-unsupported']).toContain(result.code);
        }
      }),
      { numRuns: 2500 },
    );
  });

  test('does not multiply a vector that many tables share', () => {
    // 20,000 operators that all point at one of them: weights would be copied 20,000 times.
    const many = 20_000;
    const bytes = new Uint8Array(file.length + 4 + 4 * many);
    bytes.set(file);
    const view = new DataView(bytes.buffer);
    const at = (table: number, slot: number) =>
      table + view.getUint16(table - view.getInt32(table, true) + 4 + 2 * slot, true);
    const follow = (position: number) => position + view.getUint32(position, true);
    const subgraph = follow(follow(at(follow(0), 2)) + 4);
    const pointer = at(subgraph, 3);
    const first = follow(follow(pointer) + 4);
    view.setUint32(pointer, file.length - pointer, true);
    view.setUint32(file.length, many, true);
    for (let i = 0; i < many; i++) {
      const entry = file.length + 4 + 4 * i;
      // Offsets are unsigned: the table lies before, so the sum wraps and is refused.
      view.setUint32(entry, first - entry, true);
    }
    expect(outcome(bytes)).toMatchObject({ code: 'file-invalid' });
  });
});
