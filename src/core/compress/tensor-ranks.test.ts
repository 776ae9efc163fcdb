import { expect, test } from 'vitest';
import type { Shape } from '#core/model/graph';
import { randomInt8Graph } from '../../../tests/support/random-int8-graph';
import type { Int8Graph, Int8Layer } from './int8-graph';
import { insertReshapes, tensorRanks } from './tensor-ranks';

/** Layers by kind alone, each reading the one before unless said otherwise. */
function graphOf(input: Shape, ...rows: [Int8Layer['kind'], Shape, number[]?][]): Int8Graph {
  const quantisation = { scale: 1, zeroPoint: 0 };
  return {
    values: [input, ...rows.map(([, shape]) => shape)].map((shape) => ({ shape, quantisation })),
    layers: rows.map(([kind, , inputs], index) => ({
      kind,
      name: `${kind}_${index + 1}`,
      inputs: inputs ?? [index],
    })) as unknown as Int8Layer[],
  };
}

const kindsOf = ({ layers }: Int8Graph) => layers.map(({ kind }) => kind);
const inputsOf = ({ layers }: Int8Graph) => layers.map(({ inputs }) => inputs);

test('a convolutional network has rank 4 up to where it turns flat, then 2', () => {
  const graph = graphOf(
    [8, 1, 3],
    ['conv2d', [8, 1, 4]],
    ['relu', [8, 1, 4]],
    ['reshape', [1, 1, 32]],
    ['dense', [1, 1, 5]],
    ['softmax', [1, 1, 5]],
  );
  expect(tensorRanks(graph)).toEqual([4, 4, 4, 2, 2, 2]);
  expect(insertReshapes(graph).layers.map(({ kind }) => kind)).toEqual(kindsOf(graph));
});

test('an LSTM has rank 3 from the input on, its last frame rank 2', () => {
  const graph = graphOf(
    [8, 1, 3],
    ['lstm', [8, 1, 4]],
    ['tanh', [8, 1, 4]],
    ['lastFrame', [1, 1, 4]],
    ['dense', [1, 1, 5]],
  );
  expect(tensorRanks(graph)).toEqual([3, 3, 3, 2, 2]);
  expect(insertReshapes(graph).layers).toEqual(graph.layers);
});

test('between a convolution and an LSTM comes a reshape, and back again', () => {
  const graph = graphOf(
    [8, 1, 3],
    ['conv2d', [8, 1, 4]],
    ['lstm', [8, 1, 2]],
    ['maxPool2d', [4, 1, 2]],
    ['mean', [1, 1, 2]],
  );
  const whole = insertReshapes(graph) as Int8Graph;
  expect(kindsOf(whole)).toEqual(['conv2d', 'reshape', 'lstm', 'reshape', 'maxPool2d', 'mean']);
  expect(inputsOf(whole)).toEqual([[0], [1], [2], [3], [4], [5]]);
  expect(whole.layers.map(({ name }) => name)[1]).toBe('lstm_2/reshape');
  expect(tensorRanks(whole)).toEqual([4, 4, 3, 3, 4, 4, 2]);
  expect(whole.values.map(({ shape }) => shape[0])).toEqual([8, 8, 8, 8, 8, 4, 1]);
});

test('readers that ask for the same rank share a reshape', () => {
  const graph = graphOf(
    [8, 1, 3],
    ['conv2d', [8, 1, 4]],
    ['lstm', [8, 1, 4], [1]],
    ['lstm', [8, 1, 4], [1]],
    ['add', [8, 1, 4], [3, 1]],
  );
  const whole = insertReshapes(graph) as Int8Graph;
  expect(kindsOf(whole)).toEqual(['conv2d', 'reshape', 'lstm', 'lstm', 'add']);
  expect(inputsOf(whole)).toEqual([[0], [1], [2], [2], [4, 2]]);
});

test('the second term of a sum comes to the rank of the first', () => {
  const dense = graphOf(
    [1, 1, 4],
    ['conv2d', [1, 1, 4]],
    ['dense', [1, 1, 4]],
    ['add', [1, 1, 4], [1, 2]],
    ['add', [1, 1, 4], [2, 1]],
  );
  const whole = insertReshapes(dense) as Int8Graph;
  expect(kindsOf(whole)).toEqual(['conv2d', 'dense', 'reshape', 'add', 'reshape', 'add']);
  expect(tensorRanks(whole)).toEqual([4, 4, 2, 4, 4, 2, 2]);
});

test('a mean that a spatial layer reads keeps height and width', () => {
  const graph = graphOf([4, 2, 3], ['mean', [1, 1, 3]], ['conv2d', [1, 1, 2]]);
  expect(tensorRanks(graph)).toEqual([4, 4, 4]);
});

test('of a flat value the last frame is taken behind a reshape', () => {
  const graph = graphOf([1, 1, 4], ['dense', [1, 1, 4]], ['lastFrame', [1, 1, 4]]);
  const whole = insertReshapes(graph) as Int8Graph;
  expect(kindsOf(whole)).toEqual(['dense', 'reshape', 'lastFrame']);
  expect(tensorRanks(whole)).toEqual([4, 2, 4, 4]);
});

test('what has been inserted asks for no more, over random graphs', () => {
  let inserted = 0;
  for (let seed = 0; seed < 400; seed++) {
    const graph = randomInt8Graph(seed);
    inserted += graph.layers.filter(({ name }) => name.endsWith('/reshape')).length;
    expect(kindsOf(insertReshapes(graph) as Int8Graph)).toEqual(kindsOf(graph));
    // The sizes that a tensor of this rank leaves out are 1.
    for (const [id, rank] of tensorRanks(graph).entries()) {
      const { shape } = graph.values[id]!;
      if (rank <= 3) expect(shape[1]).toBe(1);
      if (rank === 2) expect(shape[0]).toBe(1);
    }
  }
  expect(inserted).toBeGreaterThan(50);
});
