import { describe, expect, test } from 'vitest';
import { createInt8Runner } from '../../src/core/compress/run-int8';
import { createRandom } from '../../src/core/random';
import { PRESET_IDS, presetInt8Graph } from '../support/preset-int8-graph';
import { randomInt8Graph, randomInt8Input, reducingInt8Graph } from '../support/random-int8-graph';
import { type OracleCase, runOracle } from './oracle';

const RANDOM_GRAPHS = 300;
const REDUCING_GRAPHS = 150;
const INPUTS = 8;

const cases: readonly OracleCase[] = [
  ...PRESET_IDS.map((preset) => presetInt8Graph(preset)),
  ...Array.from({ length: RANDOM_GRAPHS }, (_, seed) => randomInt8Graph(seed)),
  ...Array.from({ length: REDUCING_GRAPHS }, (_, seed) => reducingInt8Graph('softmax', seed)),
  ...Array.from({ length: REDUCING_GRAPHS }, (_, seed) => reducingInt8Graph('mean', seed)),
].map((graph, index) => {
  const random = createRandom(index);
  return { graph, inputs: Array.from({ length: INPUTS }, () => randomInt8Input(graph, random)) };
});

const tflm = process.env.NODLAB_TFLM;
const litert = process.env.NODLAB_LITERT;

describe('run-int8', () => {
  test.skipIf(!tflm)('gives every value that TensorFlow Lite Micro gives', () => {
    const given = runOracle(tflm!, 'tflm', cases);
    let compared = 0;
    const different: string[] = [];
    for (const [index, { graph, inputs }] of cases.entries()) {
      const runner = createInt8Runner(graph);
      let at = 0;
      for (const input of inputs) {
        runner.run(input);
        for (const [id, values] of runner.values.entries()) {
          const theirs = given[index]!.subarray(at, at + values.length);
          if (!values.every((value, i) => value === theirs[i])) {
            different.push(`case ${index}, ${graph.layers[id - 1]?.kind ?? 'input'}`);
          }
          at += values.length;
        }
      }
      expect(at).toBe(given[index]!.length);
      compared += at;
    }
    console.log(`TensorFlow Lite Micro: ${compared} values of ${cases.length} graphs compared`);
    expect(different).toEqual([]);
  });

  test.skipIf(!litert)('gives what LiteRT gives, but for a last digit here and there', () => {
    const given = runOracle(litert!, 'litert', cases);
    let compared = 0;
    let different = 0;
    let largest = 0;
    for (const [index, { graph, inputs }] of cases.entries()) {
      const runner = createInt8Runner(graph);
      let at = 0;
      for (const input of inputs) {
        for (const value of runner.run(input)) {
          const difference = Math.abs(value - given[index]![at++]!);
          if (difference > 0) different++;
          largest = Math.max(largest, difference);
          compared++;
        }
      }
      expect(at).toBe(given[index]!.length);
    }
    console.log(`LiteRT: ${different} of ${compared} outputs differ, by ${largest} at most`);
    expect(largest).toBeLessThanOrEqual(LARGEST_DIFFERENCE);
    expect(different / compared).toBeLessThan(0.01);
  });
});

/** XNNPACK rounds once where the reference kernels round twice; two layers may add up. */
const LARGEST_DIFFERENCE = 2;
