import { describe, expect, test } from 'vitest';
import { OPERATOR_OF } from '../../src/core/tflite/operator-names';
import { readTflite } from '../../src/core/tflite/read-tflite';
import { readOfficialGolden } from '../support/official-golden';
import { runTflite } from '../support/run-tflite';

const golden = readOfficialGolden();

describe('a file of the official converter', () => {
  test.each(golden.map((file) => [file.name, file] as const))(
    '%s gives what TensorFlow Lite Micro gives',
    (_, { tflite, input, output }) => {
      const model = readTflite(tflite);
      const ours = runTflite(model, input);
      if (model.kind === 'int8') {
        expect(ours).toEqual(output);
        return;
      }
      const theirs = new Float32Array(output.buffer);
      for (const [at, value] of new Float32Array(ours.buffer).entries()) {
        expect(value).toBeCloseTo(theirs[at]!, 5);
      }
    },
  );

  test('has its Conv1D along the height, without the shapes computed beside it', () => {
    const model = readTflite(golden.find(({ name }) => name === 'conv1d.int8.tflite')!.tflite);
    expect(model.graph.layers.map(({ kind }) => kind).join(' ')).toBe(
      'conv2d reshape conv2d reshape maxPool2d reshape mean dense softmax',
    );
  });

  test('is kept for every operator that the converter makes of Keras layers', () => {
    const kinds = golden.flatMap(({ tflite }) => {
      const model = readTflite(tflite);
      return model.kind === 'int8' ? model.graph.layers.map(({ kind }) => kind) : [];
    });
    const missing = Object.keys(OPERATOR_OF).filter((kind) => !(kinds as string[]).includes(kind));
    // It fuses ReLU6, and brings values to another scale where two meet that were calibrated apart.
    expect(missing).toEqual(['relu6', 'requantise']);
  });
});
