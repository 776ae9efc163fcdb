import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calibrate } from '#core/compress/calibrate';
import { foldBatchNorm } from '#core/compress/fold';
import type { Int8Graph } from '#core/compress/int8-graph';
import { type QuantiseOptions, quantise } from '#core/compress/quantise';
import { quantiseInto } from '#core/compress/quantise-values';
import { createInt8Runner } from '#core/compress/run-int8';
import type { ModelGraph } from '#core/model/graph';
import { createFloatRunner } from '#core/model/run-float';
import { writeTflite } from '#core/tflite/write-tflite';
import { highestOf } from '../src/engine/worker/jobs/judge-model';
import { writeFloats, writeNetwork } from './convert/network-files';
import { tensorflowPython } from './convert/tensorflow-python';
import { type TrainedNetwork, trainNetworks } from './convert/trained-networks';
import type { BenchResult } from './run';

/** Ours, per network; the first is cold. */
const CONVERSIONS = 21;
/** Keras' float outputs and ours may differ by float32 rounding, no more. */
const SAME_NETWORK = 1e-4;
/** As `official.py` names its ways to convert; the first is what `TFLiteConverter` does by default. */
const WAYS = ['default', 'batch-1', 'batch-1-per-tensor'] as const;

/**
 * Our converter against TensorFlow's own: same weights, same calibration windows, calibration
 * within both times. Predictions are compared on windows of held-out recordings.
 */
export default async function run(): Promise<BenchResult> {
  const python = tensorflowPython();
  const { source, networks } = await trainNetworks();
  const folder = mkdtempSync(join(tmpdir(), 'nodlab-convert-'));
  try {
    for (const network of networks) {
      const home = join(folder, network.id);
      mkdirSync(home);
      writeNetwork(home, network.graph);
      writeFloats(join(home, 'calibration.bin'), [network.calibration]);
      writeFloats(join(home, 'evaluation.bin'), [network.evaluation]);
    }
    const script = join(import.meta.dirname, 'convert', 'official.py');
    const names = networks.map(({ id }) => id);
    const { status, stderr } = spawnSync(python, [script, folder, ...names], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) throw new Error(`TensorFlow's side failed:\n${stderr.slice(-2000)}`);
    const compared = networks.map((network) => compare(network, join(folder, network.id)));
    const [first] = networks;
    console.log(
      `${source}: calibrated on ${windowCount(first!, first!.calibration)} windows, compared on ` +
        `${windowCount(first!, first!.evaluation)} of held-out recordings; TensorFlow ` +
        `${compared[0]!.tensorflow}. Times are the fastest of warm conversions, the first in brackets.`,
    );
    return report(compared);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Comparison {
  readonly id: string;
  readonly tensorflow: string;
  readonly sizeBytes: number;
  readonly officialSizeBytes: readonly number[];
  /** The first is cold. */
  readonly conversionMs: readonly number[];
  readonly officialConversionMs: readonly number[];
  /** The part of the fastest that runs the calibration windows. */
  readonly calibrationMs: number;
  /** Share of windows on which both give the same class, for each way. */
  readonly agreement: readonly number[];
  /** The same with one scale a unit of dense layers, which the official default has. */
  readonly perChannelAgreement: number;
  /** Share on which the int8 model gives the float model's class. */
  readonly floatAgreement: number;
  readonly officialFloatAgreement: number;
}

function compare(network: TrainedNetwork, home: string): Comparison {
  const read = (name: string) => new Uint8Array(readFileSync(join(home, name)));
  const result = JSON.parse(readFileSync(join(home, 'result.json'), 'utf8')) as {
    tensorflow: string;
    conversionMs: number[];
  };
  const float = new Float32Array(read('keras.bin').buffer);
  requireSameNetwork(network, float);

  const conversions = Array.from({ length: CONVERSIONS }, () => convert(network));
  const [converted] = conversions;
  const classCount = float.length / windowCount(network, network.evaluation);
  const classesOf = (scores: Float32Array | Int8Array) =>
    Uint8Array.from({ length: scores.length / classCount }, (_, row) =>
      highestOf(scores.subarray(row * classCount, (row + 1) * classCount)),
    );
  const ours = classesOf(int8Outputs(converted!.graph, network));
  const perChannel = convert(network, { perChannelDense: true }).graph;
  const official = WAYS.map((way) => classesOf(new Int8Array(read(`${way}.bin`).buffer)));
  const byFloat = classesOf(float);
  return {
    id: network.id,
    tensorflow: result.tensorflow,
    sizeBytes: converted!.tflite.length,
    officialSizeBytes: WAYS.map((way) => read(`${way}.tflite`).length),
    conversionMs: conversions.map((one) => one.totalMs),
    officialConversionMs: result.conversionMs,
    calibrationMs: Math.min(...conversions.slice(1).map((one) => one.calibrationMs)),
    agreement: official.map((classes) => sameShare(ours, classes)),
    perChannelAgreement: sameShare(classesOf(int8Outputs(perChannel, network)), official[0]!),
    floatAgreement: sameShare(ours, byFloat),
    officialFloatAgreement: sameShare(official[0]!, byFloat),
  };
}

interface Conversion {
  readonly graph: Int8Graph;
  readonly tflite: Uint8Array;
  readonly totalMs: number;
  readonly calibrationMs: number;
}

/** Weights and windows to the file's bytes: what the official converter does, calibration included. */
function convert(
  { graph, calibration, windowSize }: TrainedNetwork,
  options: QuantiseOptions = {},
): Conversion {
  const beganMs = performance.now();
  const folded = foldBatchNorm(graph);
  const foldedMs = performance.now();
  const ranges = calibrate(folded, calibration, calibration.length / windowSize);
  const calibratedMs = performance.now();
  const int8 = quantise(folded, ranges, options);
  const tflite = writeTflite(int8);
  const totalMs = performance.now() - beganMs;
  return { graph: int8, tflite, totalMs, calibrationMs: calibratedMs - foldedMs };
}

function requireSameNetwork(network: TrainedNetwork, keras: Float32Array): void {
  const ours = floatOutputs(network.graph, network);
  const largest = ours.reduce((most, value, at) => Math.max(most, Math.abs(value - keras[at]!)), 0);
  if (ours.length === keras.length && largest < SAME_NETWORK) return;
  throw new Error(`${network.id} in Keras differs from ours by ${largest}: not the same network.`);
}

function floatOutputs(graph: ModelGraph, network: TrainedNetwork): Float32Array {
  const runner = createFloatRunner(graph);
  return Float32Array.from(evaluationWindows(network).flatMap((one) => [...runner.run(one)]));
}

function int8Outputs(graph: Int8Graph, network: TrainedNetwork): Int8Array {
  const runner = createInt8Runner(graph);
  const input = new Int8Array(network.windowSize);
  const outputs = evaluationWindows(network).flatMap((window) => {
    quantiseInto(window, graph.values[0]!.quantisation, input);
    return [...runner.run(input)];
  });
  return Int8Array.from(outputs);
}

function evaluationWindows(network: TrainedNetwork): Float32Array[] {
  const { evaluation, windowSize } = network;
  return Array.from({ length: windowCount(network, evaluation) }, (_, row) =>
    evaluation.subarray(row * windowSize, (row + 1) * windowSize),
  );
}

function windowCount({ windowSize }: TrainedNetwork, windows: Float32Array): number {
  return windows.length / windowSize;
}

function sameShare(a: Uint8Array, b: Uint8Array): number {
  return a.filter((value, at) => value === b[at]).length / a.length;
}

function report(compared: readonly Comparison[]): BenchResult {
  const rows = compared.map((one) => {
    const warmMs = Math.min(...one.conversionMs.slice(1));
    const officialWarmMs = Math.min(...one.officialConversionMs.slice(1));
    const smallest = Math.min(...one.officialSizeBytes);
    return {
      one,
      warmMs,
      officialWarmMs,
      sizeRatio: smallest / one.sizeBytes,
      timeRatio: officialWarmMs / warmMs,
      agreement: Math.min(...one.agreement),
    };
  });
  const table = rows.map(({ one, warmMs, officialWarmMs, sizeRatio, timeRatio }) => ({
    model: one.id,
    bytes: one.sizeBytes,
    ...Object.fromEntries(WAYS.map((way, at) => [`official ${way}`, one.officialSizeBytes[at]!])),
    sizeRatio: round(sizeRatio),
    ms: `${round(warmMs)} (${round(one.conversionMs[0]!)})`,
    calibrating: round(one.calibrationMs),
    'official ms': `${round(officialWarmMs)} (${round(one.officialConversionMs[0]!)})`,
    timeRatio: round(timeRatio),
    'same class': one.agreement.map(percent).join(' '),
    'per channel': percent(one.perChannelAgreement),
    'ours = float': percent(one.floatAgreement),
    'official = float': percent(one.officialFloatAgreement),
  }));
  const least = (key: 'sizeRatio' | 'timeRatio' | 'agreement') =>
    Math.min(...rows.map((row) => row[key]));
  return {
    table,
    figures: {
      sizeRatio: round(least('sizeRatio')),
      timeRatio: round(least('timeRatio')),
      agreement: Math.floor(least('agreement') * 1e4) / 1e4,
    },
    aims: { sizeRatio: 1, timeRatio: 50, agreement: 0.995 },
  };
}

function percent(share: number): string {
  return `${(Math.floor(share * 1e4) / 100).toFixed(2)} %`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
