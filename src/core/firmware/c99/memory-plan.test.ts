import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { valueCount } from '#core/model/shapes';
import { lstmInt8Graph, randomInt8Graph } from '../../../../tests/support/random-int8-graph';
import type { Int8Graph, Int8Layer } from '../../compress/int8-graph';
import { planMemory } from './memory-plan';

const value = (shape: readonly [number, number, number]) => ({
  shape,
  quantisation: { scale: 0.5, zeroPoint: 0 },
});

describe('the memory plan of the exported C', () => {
  test('never writes over a value that is still to be read', () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (seed, keepAll) => {
        const graph = randomInt8Graph(seed);
        expect(brokenReads(graph, keepAll)).toEqual([]);
      }),
    );
  });

  test('reads the input where it is and writes the output where it goes', () => {
    const { places, arenaBytes } = planMemory(chain('relu'), false);
    expect(places).toEqual(['input', 'output']);
    expect(arenaBytes).toBe(0);
  });

  test('lets a function of every number by itself overwrite what nobody else reads', () => {
    const { places, arenaBytes } = planMemory(chain('pad', 'relu', 'tanh', 'mean'), false);
    expect(new Set(places.slice(1, 4)).size).toBe(1);
    expect(arenaBytes).toBe(4);
  });

  test('keeps a value that a sum reads later', () => {
    const graph = chain('pad', 'relu', 'mean');
    const add = { kind: 'add', name: '', activation: 'none', inputs: [1, 2] } as const;
    const sum = {
      values: [...graph.values.slice(0, 3), graph.values[2]!],
      layers: [...graph.layers.slice(0, 2), add],
    };
    expect(brokenReads(sum, false)).toEqual([]);
    expect(planMemory(sum, false).places[2]).not.toBe(planMemory(sum, false).places[1]);
  });

  test('keeps one row of an LSTM of which the last is read', () => {
    const graph = lstmInt8Graph(0);
    const [frames, width, units] = graph.values.at(-1)!.shape;
    const last: Int8Layer = { kind: 'lastFrame', name: '', inputs: [graph.layers.length] };
    const whole = {
      values: [...graph.values, { ...graph.values.at(-1)!, shape: [1, width, units] as const }],
      layers: [...graph.layers, last],
    };
    expect(frames).toBeGreaterThan(1);
    expect(planMemory(whole, false).places.slice(-2)).toEqual(['output', 'output']);
    expect(planMemory(whole, true).places.at(-1)).toContain(`+ ${(frames - 1) * units}`);
  });
});

/** A graph of layers on `[2, 1, 2]`; `mean` ends in `[1, 1, 2]`. */
function chain(...kinds: ('relu' | 'tanh' | 'pad' | 'mean')[]): Int8Graph {
  return {
    values: [
      value([2, 1, 2]),
      ...kinds.map((kind) => value(kind === 'mean' ? [1, 1, 2] : [2, 1, 2])),
    ],
    layers: kinds.map((kind, index) => {
      const base = { name: '', inputs: [index] };
      return kind === 'pad' ? { ...base, kind, before: [0, 0], after: [0, 0] } : { ...base, kind };
    }),
  };
}

/**
 * Plays a plan: every byte of the memory holds the last value written over it. What reads a byte
 * that holds another value than it asks for, layer by layer.
 */
function brokenReads(graph: Int8Graph, keepAll: boolean): string[] {
  const { places, scratch, silent, lastRowOnly } = planMemory(graph, keepAll);
  const memory = new Map<string, string>();
  const bytes = (place: string, count: number) => {
    const [name, offset = '0'] = place.split(' + ');
    return Array.from({ length: count }, (_, i) => `${name} ${Number(offset) + i}`);
  };
  const sizeOf = (id: number) => {
    const layer = graph.layers[id - 1];
    if (layer?.kind === 'lstm' && lastRowOnly.has(id - 1)) return layer.units;
    return valueCount(graph.values[id]!.shape);
  };
  /** Values that share what they hold. */
  const content = (id: number): number =>
    silent.has(id - 1) ? content(graph.layers[id - 1]!.inputs[0]!) : id;
  const broken: string[] = [];
  const read = (id: number, reader: string) => {
    for (const byte of bytes(places[id]!, sizeOf(id))) {
      if (memory.get(byte) !== String(content(id))) broken.push(`${reader} reads ${id} at ${byte}`);
    }
  };
  const write = (place: string, count: number, what: string) => {
    for (const byte of bytes(place, count)) memory.set(byte, what);
  };
  write('input', sizeOf(0), '0');
  for (const [index, layer] of graph.layers.entries()) {
    if (silent.has(index)) continue;
    if (layer.kind === 'lstm') write(scratch[index]!, layer.units, 'scratch');
    for (const id of layer.inputs) read(id, layer.kind);
    const inPlace = layer.inputs.some((id) => places[id] === places[index + 1]);
    write(places[index + 1]!, sizeOf(index + 1), String(index + 1));
    if (inPlace) continue;
    for (const id of layer.inputs) read(id, `${layer.kind} while it writes`);
  }
  read(graph.layers.length, 'the end');
  return broken;
}
