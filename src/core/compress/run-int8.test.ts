import { expect, test } from 'vitest';
import { createRandom } from '#core/random';
import { randomInt8Graph, randomInt8Input } from '../../../tests/support/random-int8-graph';
import type { Int8Graph } from './int8-graph';
import { createInt8Runner } from './run-int8';

const quantisation = { scale: 1, zeroPoint: 0 };
const pool = { kind: 'maxPool2d', size: [2, 1], strides: [2, 1], padding: 'valid' } as const;

test('a layer reads the value that it names, which need not be the last', () => {
  const graph: Int8Graph = {
    values: ([4, 2, 2] as const).map((height) => ({ shape: [height, 1, 1], quantisation })),
    layers: [
      { ...pool, name: 'halves', inputs: [0] },
      { ...pool, name: 'ends', inputs: [0], size: [1, 1], strides: [3, 1] },
    ],
  };
  const runner = createInt8Runner(graph);
  expect([...runner.run(Int8Array.of(1, 9, 4, 3))]).toEqual([1, 3]);
  expect(runner.values.map((value) => [...value])).toEqual([
    [1, 9, 4, 3],
    [9, 4],
    [1, 3],
  ]);
});

test('a run leaves nothing for the next, and gives the same array again', () => {
  const random = createRandom(1);
  for (let seed = 0; seed < 20; seed++) {
    const graph = randomInt8Graph(seed);
    const runner = createInt8Runner(graph);
    const input = randomInt8Input(graph, random);
    const first = runner.run(input);
    const wanted = [...first];
    runner.run(randomInt8Input(graph, random));
    expect(runner.run(input)).toBe(first);
    expect([...first]).toEqual(wanted);
  }
});

test.each([3, 5])('an input of %i values where the graph takes 4 is refused', (length) => {
  const graph: Int8Graph = {
    values: ([4, 2] as const).map((height) => ({ shape: [height, 1, 1], quantisation })),
    layers: [{ ...pool, name: 'pool', inputs: [0] }],
  };
  expect(() => createInt8Runner(graph).run(new Int8Array(length))).toThrow(RangeError);
});
