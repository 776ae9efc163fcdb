import type { CompressedModel } from '../../src/core/compress/compressed-model';
import type { Int8Graph } from '../../src/core/compress/int8-graph';
import { usualSteps } from '../../src/core/compress/usual-steps';
import { NOTHING } from '../../src/core/dataset/gesture';
import { type ExportedModel, exportedModel } from '../../src/core/firmware/exported-model';
import type { Judgement } from '../../src/core/model/judgement';
import type { TrainedModel } from '../../src/core/model/trained-model';
import { writeTflite } from '../../src/core/tflite/write-tflite';
import { presetInt8Graph } from './preset-int8-graph';

/** Names that people could give a gesture, by mischief or not. */
export const HOSTILE_LABELS = ['"; } int x[', '../../x\\', '注意 /* */ ??/'];

const CHANNELS = [
  ...['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'g' as const })),
  ...['gyroX', 'gyroY', 'gyroZ'].map((name) => ({ name, unit: 'dps' as const })),
];

export interface ExampleExport {
  readonly labels?: readonly string[];
  /** The project's. */
  readonly name?: string;
  readonly graph?: Int8Graph;
}

/** An untrained separable network of four answers as it would be exported; figures made up. */
export function exampleExport({
  labels = ['nod', 'shake', 'down'],
  name = 'Head nod',
  graph = presetInt8Graph('separable-cnn'),
}: ExampleExport = {}): ExportedModel {
  const judgement = (macroF1: number): Judgement => ({
    windowCount: 40,
    confusion: new Uint32Array(16),
    classScores: [0, 1, 2, 3].map(() => ({ precision: 0.5, recall: 0.5, f1: 0.5, support: 10 })),
    accuracy: 0.9,
    macroF1,
    rejectionRate: null,
    groupAccuracy: [0.8, 1, 0.9],
  });
  const cost = { parameterCount: 10, sizeBytes: 20, macs: 30, arenaBytes: 4000 };
  const trained: TrainedModel = {
    graph: { input: [40, 1, 6], layers: [] },
    normaliser: {
      mean: Float32Array.of(0, 0.1, -0.9, 1.5, -1 / 3, 0),
      deviation: Float32Array.of(0.3, 0.2, 0.1, 40, 50, 60),
    },
    windowing: {
      rateHz: 25,
      lengthMs: 1600,
      hopMs: 400,
      channelNames: CHANNELS.map(({ name }) => name),
    },
    channels: CHANNELS,
    classes: [NOTHING, ...labels.map((_, index) => `g${index}`)],
    gestures: labels.map((name, index) => ({
      id: `g${index}`,
      name,
      kind: index === 2 ? 'state' : 'event',
      colour: index,
    })),
    recipe: {
      preset: 'separable-cnn',
      backend: 'auto',
      epochs: 8,
      batchSize: 16,
      learningRate: 0.003,
      seed: 5,
      patience: 0,
      balanceClasses: true,
      augment: true,
      heldOutSubjects: [],
    },
    backend: 'wasm',
    epochs: [],
    judgement: judgement(0.9),
    heldOutBy: 'subject',
    heldOutGroups: ['Someone', 'Another', 'A third'],
    dataHash: 'ab'.repeat(32),
    trainedAt: 1_700_000_000_000,
  };
  const compressed: CompressedModel = {
    recipe: {
      steps: usualSteps({ 'prune-channels': {}, cluster: {} }),
      calibration: { method: 'min-max' },
      perChannelDense: false,
    },
    graph,
    tflite: writeTflite(graph),
    sha256: 'cd'.repeat(32),
    cost,
    floatCost: cost,
    judgement: judgement(0.88),
    agreement: 0.97,
    trainedAt: trained.trainedAt,
    compressedAt: trained.trainedAt,
  };
  return exportedModel(trained, compressed, name);
}
