import { expect, test } from 'vitest';
import type { Int8Graph } from '../../src/core/compress/int8-graph';
import { readInt8Graph } from '../../src/core/tflite/read-tflite';
import { writeTflite } from '../../src/core/tflite/write-tflite';
import { directedInt8Graphs } from '../support/directed-int8-graphs';
import { readGolden, writeGolden } from '../support/golden';
import { type Int8Case, withRandomInputs } from '../support/int8-case';
import { randomInt8Graph } from '../support/random-int8-graph';
import { runOracle } from './oracle';

const tflm = process.env.NODLAB_TFLM;
const write = process.env.NODLAB_WRITE_GOLDEN === '1';

/** Small graphs alone, so that the golden file stays below 100 kB. */
const LARGEST_FILE = 3000;

test.skipIf(!tflm || write)('the golden values are what TensorFlow Lite Micro computes', () => {
  const golden = readGolden();
  const cases = golden.map(({ tflite, values }) => {
    const graph = readInt8Graph(tflite);
    const [height, width, channels] = graph.values[0]!.shape;
    return { graph, inputs: [values.slice(0, height * width * channels)] };
  });
  expect(runOracle(tflm!, 'tflm', cases)).toEqual(golden.map(({ values }) => values));
});

test.runIf(tflm && write)('writes the golden values anew', () => {
  const seen = new Set<string>();
  const cases: Int8Case[] = directedInt8Graphs();
  for (let seed = 0; seed < 3000; seed++) {
    const graph = randomInt8Graph(seed);
    const fresh = featuresOf(graph).filter((feature) => !seen.has(feature));
    if (fresh.length === 0 || writeTflite(graph).length > LARGEST_FILE) continue;
    for (const feature of fresh) seen.add(feature);
    cases.push(withRandomInputs(graph, seed, 1));
  }
  const values = runOracle(tflm!, 'tflm', cases);
  writeGolden(
    cases.map(({ graph }, index) => ({ tflite: writeTflite(graph), values: values[index]! })),
  );
});

/** What of an operator this graph exercises, one word each. */
function featuresOf({ layers }: Int8Graph): string[] {
  return layers.flatMap((layer) => {
    const list: string[] = [layer.kind];
    if ('activation' in layer) list.push(`${layer.kind} ${layer.activation}`);
    if ('padding' in layer) {
      const strided = layer.strides.some((stride) => stride > 1);
      list.push(`${layer.kind} ${layer.padding}${strided ? ' strided' : ''}`);
    }
    if ('depthMultiplier' in layer) list.push(`multiplier ${layer.depthMultiplier}`);
    if ('weights' in layer)
      list.push(`${layer.kind} with ${layer.weights.scales.length > 1} scales`);
    return list;
  });
}
