import { describe, expect, test } from 'vitest';
import { lstmInt8Graph, randomInt8Graph } from '../../../tests/support/random-int8-graph';
import type { Int8Graph, Int8Layer, Quantisation } from '../compress/int8-graph';
import type { Shape } from '../model/graph';
import { checkGraph } from './check-graph';
import type { FileGraph, FileLayer } from './file-graph';

const SCALE: Quantisation = { scale: 0.05, zeroPoint: 3 };
const ENDS: Quantisation = { scale: 1 / 256, zeroPoint: -128 };

/** One layer between values of these shapes. */
function single(
  layer: Record<string, unknown>,
  from: Shape,
  to: Shape,
  [read, given]: readonly [Quantisation, Quantisation] = [SCALE, SCALE],
): FileGraph {
  return {
    values: [
      { shape: from, quantisation: read },
      { shape: to, quantisation: given },
    ],
    layers: [{ name: 'layer', inputs: [0], ...layer } as unknown as FileLayer],
  };
}

const weights = (shape: readonly number[], outputs: number, biases = outputs) => ({
  shape,
  data: new Int8Array(shape.reduce((product, size) => product * size, 1)),
  scales: Float32Array.of(0.1),
  bias: new Int32Array(biases),
});
const plain = { strides: [1, 1], padding: 'valid', activation: 'none' };
const conv = (shape: readonly number[], biases?: number) => ({
  kind: 'conv2d',
  ...plain,
  weights: weights(shape, shape[0]!, biases),
});
const depthwise = (shape: readonly number[], depthMultiplier: number) => ({
  kind: 'depthwiseConv2d',
  ...plain,
  depthMultiplier,
  weights: weights(shape, shape[3]!),
});
const pool = (size: readonly number[], strides: readonly number[]) => ({
  kind: 'maxPool2d',
  size,
  strides,
  padding: 'same',
});

test('a graph that quantisation gives is sound', () => {
  for (let seed = 0; seed < 50; seed++) checkGraph(randomInt8Graph(seed));
});

describe('shapes that do not follow', () => {
  test.each<[string, FileGraph]>([
    ['a convolution of other channels', single(conv([4, 3, 3, 3]), [9, 9, 2], [7, 7, 4])],
    ['a convolution of other biases', single(conv([4, 3, 3, 2], 5), [9, 9, 2], [7, 7, 4])],
    ['a convolution of another output', single(conv([4, 3, 3, 2]), [9, 9, 2], [7, 6, 4])],
    ['a depthwise convolution', single(depthwise([1, 3, 3, 5], 2), [9, 9, 2], [7, 7, 5])],
    ['a dense layer', single({ ...conv([4, 17]), kind: 'dense' }, [1, 1, 18], [1, 1, 4])],
    ['a mean', single({ kind: 'mean' }, [9, 9, 2], [1, 1, 3])],
    ['a reshape', single({ kind: 'reshape' }, [9, 9, 2], [1, 1, 161])],
    [
      'a padding below zero',
      single({ kind: 'pad', before: [-1, 0], after: [2, 0] }, [9, 9, 2], [10, 9, 2]),
    ],
    ['a pool of no steps', single(pool([2, 2], [0, 1]), [9, 9, 2], [9, 9, 2])],
    ['a softmax', single({ kind: 'softmax' }, [1, 1, 4], [1, 1, 5], [SCALE, ENDS])],
  ])('%s is refused', (_, graph) => {
    expect(() => checkGraph(graph)).toThrowError(expect.objectContaining({ name: 'Failure' }));
  });

  test('a sum of two shapes is refused', () => {
    const { values } = single({}, [2, 1, 2], [4, 1, 1]);
    const last = { shape: [2, 1, 2] as const, quantisation: SCALE };
    const layers = [
      { kind: 'reshape', name: 'view', inputs: [0] },
      { kind: 'add', name: 'sum', inputs: [0, 1], activation: 'none' },
    ] as const;
    const graph: FileGraph = { values: [...values, last], layers };
    expect(() => checkGraph(graph)).toThrow(/ADD "sum" of/);
  });

  test('an LSTM whose gates are too small is refused', () => {
    const graph = lstmInt8Graph(3);
    const layers = graph.layers.map((layer) =>
      layer.kind === 'lstm' ? { ...layer, units: layer.units + 1 } : layer,
    );
    expect(() => checkGraph({ ...graph, layers })).toThrow(/instead of/);
  });
});

describe('sizes that no board has', () => {
  const wide = { ...conv([1, 33, 33, 1]), padding: 'same' };
  const reshapes = (shape: Shape, count: number): FileGraph => ({
    values: Array.from({ length: count + 1 }, () => ({ shape, quantisation: SCALE })),
    layers: Array.from({ length: count }, (_, id) => ({
      kind: 'reshape',
      name: 'view',
      inputs: [id],
    })),
  });

  test.each<[string, FileGraph]>([
    ['one value', reshapes([2 ** 12, 2 ** 12, 1], 1)],
    ['one axis', reshapes([2 ** 40, 1, 1], 1)],
    ['all values together', reshapes([2 ** 11, 2 ** 11, 1], 5)],
    ['the work of a run', single(wide, [2 ** 11, 2 ** 11, 1], [2 ** 11, 2 ** 11, 1])],
    ['a pool', single(pool([2 ** 17, 1], [1, 1]), [9, 9, 2], [9, 9, 2])],
    ['the border of a pool', single(pool([2 ** 13, 2 ** 13], [1, 1]), [9, 9, 2], [9, 9, 2])],
  ])('of %s are refused', (_, graph) => {
    expect(() => checkGraph(graph)).toThrowError(
      expect.objectContaining({ code: 'model-unsupported' }),
    );
  });
});

describe('quantisation that the kernels do not take', () => {
  const vector: Shape = [1, 1, 4];
  const other: Quantisation = { scale: 0.06, zeroPoint: 3 };

  test.each<[string, Record<string, unknown>, readonly [Quantisation, Quantisation]]>([
    ['a pool that changes the scale', pool([1, 1], [1, 1]), [SCALE, other]],
    ['a reshape that changes the scale', { kind: 'reshape' }, [SCALE, other]],
    ['a last frame that changes the scale', { kind: 'lastFrame' }, [SCALE, other]],
    ['a softmax of another scale', { kind: 'softmax' }, [SCALE, SCALE]],
    ['a softmax of tiny scale', { kind: 'softmax' }, [{ scale: 2 ** -27, zeroPoint: 0 }, ENDS]],
    ['a logistic of another scale', { kind: 'logistic' }, [SCALE, SCALE]],
    ['a tanh of another scale', { kind: 'tanh' }, [SCALE, ENDS]],
  ])('%s is refused', (_, layer, quantisations) => {
    expect(() => checkGraph(single(layer, vector, vector, quantisations))).toThrowError(
      expect.objectContaining({ code: 'model-unsupported' }),
    );
  });

  test('a sum far larger than its output is refused', () => {
    const graph = single({ kind: 'add', inputs: [0, 0], activation: 'none' }, vector, vector, [
      { scale: 100, zeroPoint: 0 },
      { scale: 1e-4, zeroPoint: 0 },
    ]);
    expect(() => checkGraph(graph)).toThrow(/ADD "layer" of output scale/);
  });

  test('an LSTM whose cell state has too small a scale is refused', () => {
    const graph: Int8Graph = lstmInt8Graph(3);
    const layers = graph.layers.map(
      (layer): Int8Layer => (layer.kind === 'lstm' ? { ...layer, cellScale: 2 ** -16 } : layer),
    );
    expect(() => checkGraph({ ...graph, layers })).toThrow(/of cell scale/);
  });
});
