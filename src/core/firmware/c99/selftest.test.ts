import { expect, test } from 'vitest';
import { presetInt8Graph } from '../../../../tests/support/preset-int8-graph';
import { createInt8Runner } from '../../compress/run-int8';
import { selftestSource, selftestVectors } from './selftest';

const graph = presetInt8Graph('dense');
const inputs = [-100, 0, 100].map((value) => new Int8Array(240).fill(value));

test('golden vectors are what run-int8 answers to each input', () => {
  const vectors = selftestVectors(graph, inputs);
  for (const [at, { input, output }] of vectors.entries()) {
    expect(input).toBe(inputs[at]);
    expect(output).toEqual(createInt8Runner(graph).run(inputs[at]!));
  }
});

test('the self-test holds every vector', () => {
  const vectors = selftestVectors(graph, inputs);
  const source = selftestSource(graph, vectors);
  expect(source).toContain('#define WINDOWS 3\n');
  for (const { input, output } of vectors) {
    expect(source).toContain(`    {${input.join(', ')}},\n`);
    expect(source).toContain(`    {${output.join(', ')}},\n`);
  }
});
