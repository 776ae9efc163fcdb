import { expect, test } from 'vitest';
import { createInt8Runner } from '../../src/core/compress/run-int8';
import { readInt8Graph } from '../../src/core/tflite/read-tflite';
import { readGolden } from '../support/golden';

const golden = readGolden();

test.each(golden.map((one, index) => [index, one] as const))(
  'run-int8 gives every value that TensorFlow Lite Micro gave for golden model %i',
  (_, { tflite, values }) => {
    const runner = createInt8Runner(readInt8Graph(tflite));
    runner.run(values.slice(0, runner.values[0]!.length));
    expect(runner.values.flatMap((value) => [...value])).toEqual([...values]);
  },
);

test('the golden models have every operator that is written', () => {
  const kinds = golden.flatMap(({ tflite }) =>
    readInt8Graph(tflite).layers.map(({ kind }) => kind),
  );
  expect([...new Set(kinds)].sort()).toEqual([
    'add',
    'averagePool2d',
    'conv2d',
    'dense',
    'depthwiseConv2d',
    'lastFrame',
    'logistic',
    'lstm',
    'maxPool2d',
    'mean',
    'pad',
    'relu',
    'relu6',
    'requantise',
    'reshape',
    'softmax',
    'tanh',
  ]);
});
