import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { usualSteps } from '../../src/core/compress/usual-steps';
import { crc32 } from '../../src/core/dataset/crc32';
import { NOTHING } from '../../src/core/dataset/gesture';
import { type ProjectBundle, writeProjectFile } from '../../src/core/dataset/project-file';
import { createGraphBuilder } from '../../src/core/model/graph-builder';
import type { TrainedModel } from '../../src/core/model/trained-model';
import { createRandom, type Random } from '../../src/core/random';
import { mutatedBytes } from './mutate-bytes';

const FRAMES = 20;
const CHANNELS = ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'g' as const }));

const GESTURES = [{ id: 'g', name: 'nod', kind: 'event', colour: 0 }] as const;
const WINDOWING = { rateHz: 25, lengthMs: 160, hopMs: 80, channelNames: ['accX', 'accY', 'accZ'] };
const RECIPE = {
  preset: 'conv1d',
  width: 0.5,
  architecture: {
    input: 'rows',
    layers: [
      { kind: 'residual', activation: 'relu', layers: [{ kind: 'dropout', rate: 0.1 }] },
      { kind: 'maxPool2d', size: [2, 1], padding: 'valid' },
      { kind: 'dense', units: 4, activation: 'relu' },
    ],
  },
  start: { from: { projectId: 'q' }, name: 'Other', freeze: true },
  backend: 'auto',
  epochs: 2,
  batchSize: 8,
  learningRate: 0.01,
  seed: 5,
  patience: 0,
  balanceClasses: false,
  augment: true,
  heldOutSubjects: ['A'],
} as const;

/** A smallest network for four frames of three channels. */
function trainedModel(): TrainedModel {
  const graph = createGraphBuilder([4, 1, 3], createRandom(1))
    .flatten()
    .dense(2, 'none')
    .softmax()
    .graph();
  return {
    graph,
    normaliser: { mean: Float32Array.of(0, 1, 2), deviation: Float32Array.of(1, 2, 3) },
    windowing: WINDOWING,
    channels: CHANNELS,
    classes: [NOTHING, 'g'],
    gestures: GESTURES,
    recipe: RECIPE,
    backend: 'wasm',
    epochs: [],
    judgement: {
      windowCount: 2,
      confusion: Uint32Array.of(1, 0, 0, 1),
      classScores: [0, 1].map(() => ({ precision: 1, recall: 1, f1: 1, support: 1 })),
      accuracy: 1,
      macroF1: 1,
      rejectionRate: null,
      groupAccuracy: [1],
    },
    heldOutBy: 'subject',
    heldOutGroups: ['A'],
    dataHash: 'ab',
    trainedAt: 9,
  };
}

/** A small project of one recording, with a model or without. */
function project(withModel: boolean): ProjectBundle {
  return {
    project: {
      id: 'p',
      name: 'Fuzz',
      createdAt: 1,
      changedAt: 2,
      gestures: GESTURES,
      windowing: WINDOWING,
      recipe: RECIPE,
      compression: {
        steps: usualSteps({ distil: {}, 'prune-weights': {} }),
        calibration: { method: 'percentile', percentile: 99.9 },
        perChannelDense: true,
      },
    },
    sessions: [{ id: 's', projectId: 'p', subject: 'A', deviceName: 'dev', startedAt: 3 }],
    recordings: [
      {
        recording: {
          id: 'r',
          projectId: 'p',
          sessionId: 's',
          name: 'first',
          state: 'complete',
          channels: CHANNELS,
          rateHz: 50,
          startedAt: 4,
          frameCount: FRAMES,
          durationMs: 380,
          lostCount: 0,
          spans: [],
        },
        signal: {
          channels: CHANNELS,
          timestampMs: Float64Array.from({ length: FRAMES }, (_, index) => 20 * index),
          values: new Float32Array(FRAMES * CHANNELS.length).fill(0.5),
        },
      },
    ],
    models: withModel ? { trained: trainedModel() } : {},
  };
}

interface Seed {
  readonly file: Uint8Array;
  readonly manifest: string;
  readonly arrays: Uint8Array;
}

/** Project files as the studio writes them, and what is in them. */
export function projectSeeds(): readonly Seed[] {
  return [false, true].map((withModel) => {
    const file = writeProjectFile(project(withModel));
    const entries = unzipSync(file);
    const manifest = strFromU8(entries['manifest.json']!);
    return { file, manifest, arrays: entries['arrays.bin']! };
  });
}

/** A project file broken on the outside, or inside with its checksum made right again. */
export function brokenProject(seeds: readonly Seed[], random: Random): Uint8Array {
  const { file, manifest, arrays } = seeds[random.integer(seeds.length)]!;
  if (random.integer(3) === 0) return mutatedBytes(file, random);
  const bytes = random.integer(2) === 0 ? mutatedBytes(arrays, random) : arrays;
  const text =
    random.integer(4) === 0
      ? strFromU8(mutatedBytes(strToU8(manifest), random), true)
      : brokenJson(manifest, random);
  const checked = text.replace(/"arraysCrc32":\d+/, `"arraysCrc32":${crc32(bytes)}`);
  return zipSync({ 'manifest.json': strToU8(checked), 'arrays.bin': bytes }, { level: 0 });
}

/** What a value in a manifest may be put in for. */
const ODD = ['null', '-1', '1e999', '0', '4294967296', '"x"', '[]', '{}', '[[[]]]', 'true', '1.5'];

/** JSON still, but a number or a text in it is another. */
function brokenJson(json: string, random: Random): string {
  const places = [...json.matchAll(/(?<=[:[,])(-?\d[\d.e+-]*|"[^"\\]*")(?=[,\]}])/g)];
  const place = places[random.integer(places.length)];
  if (!place) return json;
  const odd = ODD[random.integer(ODD.length)]!;
  return json.slice(0, place.index) + odd + json.slice(place.index + place[0].length);
}
