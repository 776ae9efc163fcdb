import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '#core/random';
import type { Layer, ModelGraph } from './graph';
import { createGraphBuilder } from './graph-builder';
import { axisOf, inferShapes } from './shapes';

const sizes = fc.record({
  length: fc.integer({ min: 1, max: 40 }),
  size: fc.integer({ min: 1, max: 9 }),
  stride: fc.integer({ min: 1, max: 6 }),
});

describe('one axis', () => {
  test("padded 'same' gives one output a step, and splits the zeros evenly, the odd one last", () => {
    fc.assert(
      fc.property(sizes, ({ length, size, stride }) => {
        const { outputSize, before, after } = axisOf(length, size, stride, 'same');
        expect(outputSize).toBe(Math.ceil(length / stride));
        expect(after - before === 0 || after - before === 1).toBe(true);
        // The last kernel ends at the last value or its zeros.
        const end = (outputSize - 1) * stride + size - before;
        expect(end).toBeLessThanOrEqual(length + after);
      }),
    );
  });

  test("padded 'valid' counts the kernels that fit", () => {
    fc.assert(
      fc.property(sizes, ({ length, size, stride }) => {
        const { outputSize, before, after } = axisOf(length, size, stride, 'valid');
        let fitting = 0;
        for (let start = 0; start + size <= length; start += stride) fitting++;
        expect([outputSize, before, after]).toEqual([fitting, 0, 0]);
      }),
    );
  });
});

describe('the shapes of a graph', () => {
  const good = createGraphBuilder([20, 6, 1], createRandom(1))
    .conv2d(8, { kernel: [4, 3], strides: [2, 1] })
    .depthwiseConv2d({ kernel: [3, 3], padding: 'valid' })
    .maxPool2d([3, 2], 'same')
    .flatten()
    .dense(5, 'relu')
    .softmax()
    .graph();

  test('follow every layer', () => {
    expect(inferShapes(good)).toEqual([
      [20, 6, 1],
      [10, 6, 8],
      [8, 4, 8],
      [3, 2, 8],
      [1, 1, 48],
      [1, 1, 5],
      [1, 1, 5],
    ]);
  });

  const changed = (index: number, change: object): ModelGraph => ({
    ...good,
    layers: good.layers.map((layer, at) =>
      at === index ? ({ ...layer, ...change } as Layer) : layer,
    ),
  });
  test.each([
    ['a kernel that does not fit', changed(1, { kernel: [11, 3], weights: new Float32Array(264) })],
    ['too few weights', changed(0, { weights: new Float32Array(95) })],
    ['too many biases', changed(4, { bias: new Float32Array(6) })],
    ['a value that comes later', changed(0, { inputs: [3] })],
    ['two inputs', changed(4, { inputs: [4, 3] })],
    ['too few depthwise weights', changed(1, { weights: new Float32Array(71) })],
    ['too few depthwise biases', changed(1, { bias: new Float32Array(7) })],
    [
      'a dense layer on a row',
      { input: [1, 6, 48], layers: [{ ...good.layers[4]!, inputs: [0] }] } as ModelGraph,
    ],
    ['a dense layer on an image', changed(4, { inputs: [3] })],
  ])('refuse %s', (_, graph) => {
    expect(() => inferShapes(graph)).toThrow(
      expect.objectContaining({ code: 'model-unsupported' }),
    );
  });

  test.each(['gamma', 'beta', 'mean', 'variance'])(
    'refuse a normalisation of another length (%s)',
    (name) => {
      const graph = createGraphBuilder([4, 1, 3], createRandom(1)).batchNorm('none').graph();
      expect(inferShapes(graph)).toHaveLength(2);
      const layers = [{ ...graph.layers[0]!, [name]: new Float32Array(2) }];
      expect(() => inferShapes({ ...graph, layers })).toThrow(`2 ${name}`);
    },
  );
});
