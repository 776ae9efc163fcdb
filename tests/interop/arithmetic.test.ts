import { describe, expect, test } from 'vitest';
import { calibrate } from '../../src/core/compress/calibrate';
import { foldBatchNorm } from '../../src/core/compress/fold';
import type { Int8Graph } from '../../src/core/compress/int8-graph';
import { quantise } from '../../src/core/compress/quantise';
import { quantiseInto } from '../../src/core/compress/quantise-values';
import { createInt8Runner } from '../../src/core/compress/run-int8';
import type { ModelGraph } from '../../src/core/model/graph';
import { createRandom } from '../../src/core/random';
import { directedInt8Graphs } from '../support/directed-int8-graphs';
import { EVERY_LAYER_WINDOW, everyLayerGraph } from '../support/every-layer-graph';
import { type Int8Case, withRandomInputs } from '../support/int8-case';
import { PRESET_IDS, presetInt8Graph } from '../support/preset-int8-graph';
import {
  everyInt8,
  lstmInt8Graph,
  pointwiseInt8Graph,
  randomInt8Graph,
  reducingInt8Graph,
} from '../support/random-int8-graph';
import { runOracle } from './oracle';

const RANDOM_GRAPHS = 700;
/** Of each operator alone. */
const OPERATOR_GRAPHS = 100;
const INPUTS = 4;
/** Random graphs whose layers are looked at one by one. */
const ALONE_GRAPHS = 200;
/** From here on TensorFlow Lite Micro's logistic and tanh round their range too narrow. */
const LARGEST_SCALE = 4;

const upTo = (count: number) => Array.from({ length: count }, (_, seed) => seed);
const EVERY_LAYER_SIZE = EVERY_LAYER_WINDOW[0] * EVERY_LAYER_WINDOW[1];

const directed = directedInt8Graphs();
const withInputs = (graph: Int8Graph, seed: number) => withRandomInputs(graph, seed, INPUTS);

const presets = PRESET_IDS.map((preset, seed) => withInputs(presetInt8Graph(preset), seed));
const random = upTo(RANDOM_GRAPHS).map((seed) => withInputs(randomInt8Graph(seed), seed));
const operators: readonly Int8Case[] = [
  ...(['softmax', 'mean'] as const).flatMap((kind) =>
    upTo(OPERATOR_GRAPHS).map((seed) => withInputs(reducingInt8Graph(kind, seed), seed)),
  ),
  ...(['relu', 'relu6', 'logistic', 'tanh', 'requantise'] as const).flatMap((kind) =>
    upTo(OPERATOR_GRAPHS).map((seed) => ({
      graph: pointwiseInt8Graph(kind, seed),
      inputs: [everyInt8()],
    })),
  ),
  ...directed.filter(({ name }) => !name.startsWith('lstm')),
];
const lstms: readonly Int8Case[] = [
  ...upTo(OPERATOR_GRAPHS).map((seed) => withInputs(lstmInt8Graph(seed), seed)),
  ...directed.filter(({ name }) => name.startsWith('lstm')),
];
/** Scales calibrated on the windows that are run. */
const trained = [...upTo(6).map(calibratedLstm), ...upTo(6).map(everyLayer)];
const cases: readonly Int8Case[] = [...presets, ...trained, ...random, ...operators, ...lstms];

const tflm = process.env.NODLAB_TFLM;
const litert = process.env.NODLAB_LITERT;

describe('run-int8', () => {
  test.skipIf(!tflm)('gives every value that TensorFlow Lite Micro gives', () => {
    const given = runOracle(tflm!, 'tflm', cases);
    let compared = 0;
    let inside = 0;
    const kinds = new Set<string>();
    const different: string[] = [];
    for (const [index, { graph, inputs }] of cases.entries()) {
      const runner = createInt8Runner(graph);
      let at = 0;
      for (const input of inputs) {
        runner.run(input);
        for (const [id, values] of runner.values.entries()) {
          const theirs = given[index]!.subarray(at, at + values.length);
          inside += values.filter((value) => value > -128 && value < 127).length;
          kinds.add(graph.layers[id - 1]?.kind ?? 'input');
          if (!values.every((value, i) => value === theirs[i])) {
            different.push(`case ${index}, ${graph.layers[id - 1]?.kind ?? 'input'}`);
          }
          at += values.length;
        }
      }
      expect(at).toBe(given[index]!.length);
      compared += at;
    }
    console.log(
      `TensorFlow Lite Micro: ${compared} values of ${cases.length} graphs compared, ${Math.round((100 * inside) / compared)} % of them inside the int8 range, ${different.length} values of layers differ`,
    );
    expect(different).toEqual([]);
    expect(kinds.size).toBe(18);
    expect(inside / compared).toBeGreaterThan(0.8);
  });

  test.skipIf(!litert)('gives what LiteRT gives for each layer alone, to one step', () => {
    const alone = [
      ...operators.filter(({ graph }) => graph.values[0]!.quantisation.scale < LARGEST_SCALE),
      ...random.slice(0, ALONE_GRAPHS).flatMap(layersAlone),
    ];
    const { compared, different, largest } = compareOutputs(alone);
    console.log(
      `LiteRT, ${alone.length} layers alone: ${different} of ${compared} outputs differ, by ${largest} at most`,
    );
    expect(alone.length).toBeGreaterThan(1000);
    expect(largest).toBeLessThanOrEqual(1);
    expect(different / compared).toBeLessThan(0.05);
  });

  test.skipIf(!litert)('gives what LiteRT gives for whole models, to two steps', () => {
    // An LSTM of LiteRT's rounds elsewhere; where nothing is far beyond its scale that is one step.
    const whole = [...presets, ...trained];
    const { compared, different, largest } = compareOutputs(whole);
    console.log(
      `LiteRT, ${whole.length} models: ${different} of ${compared} outputs differ, by ${largest} at most`,
    );
    expect(largest).toBeLessThanOrEqual(2);
    expect(different / compared).toBeLessThan(0.1);
  });
});

/** Every layer of a graph but LSTMs and sums, as a graph of its own on what it read in the whole. */
function layersAlone({ graph, inputs }: Int8Case): Int8Case[] {
  const runner = createInt8Runner(graph);
  const read = inputs.map((input) => {
    runner.run(input);
    return runner.values.map((value) => value.slice());
  });
  return graph.layers.flatMap((layer, index): Int8Case[] => {
    if (['lstm', 'add', 'reshape'].includes(layer.kind)) return [];
    const id = layer.inputs[0]!;
    const values = [graph.values[id]!, graph.values[index + 1]!];
    const one: Int8Graph = { values, layers: [{ ...layer, inputs: [0] }] };
    return [{ graph: one, inputs: read.map((value) => value[id]!) }];
  });
}

/** A network with a layer of every kind, as it comes from training. */
function everyLayer(seed: number): Int8Case {
  const graph = foldBatchNorm(everyLayerGraph(seed));
  const random = createRandom(seed);
  const windows = Float32Array.from({ length: EVERY_LAYER_SIZE * 20 }, () => random.normal());
  const options = { perChannelDense: seed % 2 === 1 };
  const int8 = quantise(graph, calibrate(graph, windows, 20), options);
  return { graph: int8, inputs: quantisedWindows(int8, windows, EVERY_LAYER_SIZE) };
}

/** An LSTM as it comes from training: scales calibrated on the windows that it is run on. */
function calibratedLstm(seed: number): Int8Case {
  const random = createRandom(seed);
  const normals = (length: number, deviation: number) =>
    Float32Array.from({ length }, () => deviation * random.normal());
  const [frames, features, units] = [20 + 4 * seed, 3 + seed, 4 + 2 * seed];
  const graph: ModelGraph = {
    input: [frames, 1, features],
    layers: [
      {
        kind: 'lstm',
        name: 'lstm',
        inputs: [0],
        units,
        weights: normals(4 * units * features, 0.4),
        recurrentWeights: normals(4 * units * units, 0.4),
        bias: normals(4 * units, 0.5),
      },
      { kind: 'lastFrame', name: 'last', inputs: [1] },
    ],
  };
  const size = frames * features;
  const windows = normals(size * 20, 1);
  const int8 = quantise(graph, calibrate(graph, windows, 20));
  return { graph: int8, inputs: quantisedWindows(int8, windows, size) };
}

function quantisedWindows({ values }: Int8Graph, windows: Float32Array, size: number): Int8Array[] {
  return upTo(windows.length / size).map((window) => {
    const input = new Int8Array(size);
    const part = windows.subarray(window * size, (window + 1) * size);
    quantiseInto(part, values[0]!.quantisation, input);
    return input;
  });
}

/** Outputs of `run-int8` beside those of LiteRT. */
function compareOutputs(cases: readonly Int8Case[]) {
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
  return { compared, different, largest };
}
