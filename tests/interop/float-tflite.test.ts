import { describe, expect, test } from 'vitest';
import { createInt8Runner } from '../../src/core/compress/run-int8';
import type { ModelGraph } from '../../src/core/model/graph';
import { createFloatRunner } from '../../src/core/model/run-float';
import { valueCount } from '../../src/core/model/shapes';
import { createRandom } from '../../src/core/random';
import { writeFloatTflite } from '../../src/core/tflite/write-float-tflite';
import { writeTflite } from '../../src/core/tflite/write-tflite';
import { floatGraphOf } from '../support/float-graph-of';
import { randomInt8Graph } from '../support/random-int8-graph';
import { type OracleFile, type OracleName, runOracleFiles } from './oracle';

const RANDOM_GRAPHS = 300;
const INPUTS = 3;
/** float32 sums in another order; `run-float` sums in float64. */
const TOLERANCE = 1e-5;

const tflm = process.env.NODLAB_TFLM;
const litert = process.env.NODLAB_LITERT;

const oracles = [
  { name: 'TensorFlow Lite Micro', python: tflm, oracle: 'tflm-output' },
  { name: 'LiteRT', python: litert, oracle: 'litert' },
] as const;

const seeds = Array.from({ length: RANDOM_GRAPHS }, (_, seed) => seed);

const floats = (bytes: Uint8Array) => new Float32Array(bytes.buffer, 0, bytes.length / 4);

describe.each(oracles)('$name', ({ python, oracle, name }) => {
  test.skipIf(!python)('computes what run-float computes from a float file', () => {
    const graphs = seeds.flatMap((seed) => floatGraphOf(randomInt8Graph(seed)) ?? []);
    expect(graphs.length).toBeGreaterThan(RANDOM_GRAPHS / 2);
    const cases = graphs.map((graph, seed) => ({ graph, inputs: floatInputs(graph, seed) }));
    const files = cases.map(({ graph, inputs }) => ({ tflite: writeFloatTflite(graph), inputs }));
    let largest = 0;
    let compared = 0;
    for (const [index, given] of run(python!, oracle, files).entries()) {
      const { graph, inputs } = cases[index]!;
      const runner = createFloatRunner(graph);
      let at = 0;
      for (const input of inputs) {
        const output = runner.run(input);
        const theirs = given.subarray(at, at + output.length);
        at += output.length;
        compared += output.length;
        largest = Math.max(largest, relativeError(output, theirs));
      }
      expect(at).toBe(given.length);
    }
    console.log(`${name}: ${compared} float outputs of ${cases.length} graphs, ${largest} off`);
    expect(largest).toBeLessThan(TOLERANCE);
  });

  test.skipIf(!python)('quantises and dequantises at float ends as int8 ends are fed', () => {
    const cases = seeds.slice(0, 100).map((seed) => {
      const graph = randomInt8Graph(seed);
      const { quantisation, shape } = graph.values[0]!;
      const random = createRandom(seed);
      const real = Float32Array.from(
        { length: valueCount(shape) },
        () => (random.integer(256) - 128 - quantisation.zeroPoint) * quantisation.scale,
      );
      return { graph, real };
    });
    const files = cases.map(({ graph, real }) => ({
      tflite: writeTflite(graph, { ends: 'float' }),
      inputs: [real],
    }));
    let different = 0;
    let compared = 0;
    for (const [index, given] of run(python!, oracle, files).entries()) {
      const { graph, real } = cases[index]!;
      const input = graph.values[0]!.quantisation;
      const output = graph.values.at(-1)!.quantisation;
      const int8 = Int8Array.from(real, (r) => Math.round(r / input.scale) + input.zeroPoint);
      const ours = createInt8Runner(graph).run(int8);
      for (const [at, value] of ours.entries()) {
        compared++;
        const theirs = Math.round(given[at]! / output.scale) + output.zeroPoint;
        if (theirs !== value) different++;
      }
    }
    console.log(`${name}: ${different} of ${compared} outputs differ at float ends`);
    // LiteRT's own kernels round once where the reference kernels round twice.
    expect(different / compared).toBeLessThanOrEqual(oracle === 'litert' ? 0.2 : 0);
  });
});

function run(python: string, oracle: OracleName, files: readonly OracleFile[]): Float32Array[] {
  return runOracleFiles(python, oracle, files).map(floats);
}

function floatInputs(graph: ModelGraph, seed: number): Float32Array[] {
  const random = createRandom(seed);
  return Array.from({ length: INPUTS }, () =>
    Float32Array.from({ length: valueCount(graph.input) }, () => random.normal()),
  );
}

/** Of all outputs together: a single one may be the small difference of large numbers. */
function relativeError(ours: Float32Array, theirs: Float32Array): number {
  const size = Math.max(...ours.map(Math.abs), Number.MIN_VALUE);
  return Math.max(...ours.map((value, at) => Math.abs(value - theirs[at]!))) / size;
}
