import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import { calibrate } from '../compress/calibrate';
import type { CompressionRecipe } from '../compress/compression-recipe';
import { foldBatchNorm } from '../compress/fold';
import { presentRecipe } from '../compress/old-compression-recipe';
import { quantise } from '../compress/quantise';
import { usualSteps } from '../compress/usual-steps';
import { buildGraph } from '../model/build-graph';
import { floatCost, int8Cost } from '../model/cost';
import { createGraphBuilder } from '../model/graph-builder';
import { presetOf } from '../model/presets';
import { createRandom } from '../random';
import { writeTflite } from '../tflite/write-tflite';
import { crc32 } from './crc32';
import { NOTHING } from './gesture';
import { type ProjectBundle, readProjectFile, writeProjectFile } from './project-file';

let bundle: ProjectBundle;
let file: Uint8Array;

beforeAll(() => {
  bundle = exampleBundle();
  file = writeProjectFile(bundle);
});

test('a project comes back from its file equal in every part', () => {
  expect(readProjectFile(file)).toEqual(bundle);
});

test('a graph comes back whatever its layers', () => {
  const graph = createGraphBuilder([16, 1, 3], createRandom(5))
    .conv2d(4, { kernel: [3, 1], strides: [2, 1] })
    .batchNorm('relu6')
    .residual('relu', (stack) =>
      stack
        .pad([1, 0], [1, 0])
        .depthwiseConv2d({ kernel: [3, 1], padding: 'valid' })
        .logistic(),
    )
    .maxPool2d([2, 1], 'same')
    .lstm(5)
    .tanh()
    .lastFrame()
    .relu()
    .relu6()
    .flatten()
    .dropout(0.1)
    .dense(2, 'none')
    .softmax()
    .graph();
  const { trained, compressed } = bundle.models!;
  const models = { trained: { ...trained!, graph }, compressed: compressed! };
  expect(readProjectFile(writeProjectFile({ ...bundle, models })).models?.trained?.graph).toEqual(
    graph,
  );
});

test('what is known of a recording’s stream comes back; files that know nothing of it open', () => {
  const [first, ...rest] = bundle.recordings;
  const recording = {
    ...first!.recording,
    state: 'cut' as const,
    cutBy: 'link-lost' as const,
    continues: 'the-part-before',
    takeId: 'take',
    quality: { jitterMs: 2.5, lossShare: 0.02, gapCount: 3, clockSkewPpm: -41.5 },
    clock: { source: 'sequence' as const, firstFrameAt: 1_700_000_000_123.25, skewPpm: -41.5 },
  };
  const told = { ...bundle, recordings: [{ ...first!, recording }, ...rest] };
  expect(readProjectFile(writeProjectFile(told))).toEqual(told);
  expect(Object.keys(first!.recording)).not.toContain('clock');
  for (const wrong of [
    { ...recording, cutBy: 'the cat' as never },
    { ...recording, quality: { ...recording.quality, lossShare: 2 } },
    { ...recording, clock: { ...recording.clock, skewPpm: -1e6 } },
  ]) {
    const file = writeProjectFile({ ...told, recordings: [{ ...first!, recording: wrong }] });
    expect(() => readProjectFile(file)).toThrowError(
      expect.objectContaining({ code: 'file-invalid' }),
    );
  }
});

test('camera pictures travel where they are wanted', () => {
  const recordingId = bundle.recordings[0]!.recording.id;
  const bytes = Uint8Array.from({ length: 999 }, (_, index) => (index * 31) % 256);
  const videos = [{ recordingId, mediaType: 'video/webm', startedAt: 1_700_000_000_000, bytes }];
  expect(readProjectFile(writeProjectFile({ ...bundle, videos })).videos).toEqual(videos);
  expect(readProjectFile(file)).not.toHaveProperty('videos');
});

test('equal projects give equal files', () => {
  expect(writeProjectFile(readProjectFile(file))).toEqual(file);
});

test('a file cut off anywhere is refused and says so', () => {
  for (const share of [0.1, 0.5, 0.9, 0.999]) {
    const cut = file.subarray(0, Math.floor(file.length * share));
    expect(() => readProjectFile(cut)).toThrowError(
      expect.objectContaining({ code: 'file-truncated' }),
    );
  }
});

test('a file that is something else is refused', () => {
  for (const bytes of [new Uint8Array(0), strToU8('time,x,y\n1,2,3')]) {
    expect(() => readProjectFile(bytes)).toThrowError(
      expect.objectContaining({ code: 'file-invalid' }),
    );
  }
});

test('a file of a later version is refused as too new', () => {
  expect(() => readProjectFile(withManifest((json) => ({ ...json, version: 2 })))).toThrowError(
    expect.objectContaining({ code: 'file-too-new' }),
  );
});

test('a changed byte in the arrays is found', () => {
  const entries = unzipSync(file);
  const arrays = entries['arrays.bin']!;
  arrays[40]! ^= 1;
  expect(() => readProjectFile(zipSync(entries))).toThrowError(
    expect.objectContaining({ code: 'file-invalid' }),
  );
});

test('a manifest that breaks its schema is refused and names the place', () => {
  const broken = withManifest((json) => ({ ...json, project: { ...json.project, gestures: 3 } }));
  expect(() => readProjectFile(broken)).toThrowError(/gestures/);
});

test('a recording with another number of frames than it says is refused', () => {
  const broken = withManifest((json) => {
    json.recordings[0].recording.frameCount = 7;
    return json;
  });
  expect(() => readProjectFile(broken)).toThrowError(/frames/);
});

test('a file from before compression was a list of steps opens with the same work as steps', () => {
  const old = { structuredShare: 0.25, sparsity: 0.3, fineTuneEpochs: 4 };
  const older = withManifest((json) => {
    json.project.compression = old;
    json.models.compressed.recipe = { ...old, perChannelDense: true };
    delete json.models.compressed.stages;
    return json;
  });
  const { project, models } = readProjectFile(older);
  expect(project.compression).toEqual(presentRecipe(old));
  expect(models.compressed?.recipe).toEqual(presentRecipe({ ...old, perChannelDense: true }));
});

test.each([
  ['no steps', { calibration: { method: 'min-max' }, perChannelDense: false }],
  ['a step of no kind', { steps: [{ kind: 'shrink', enabled: true, epochs: 1 }] }],
  ['a share above one', { structuredShare: 1.5, sparsity: 0, fineTuneEpochs: 1 }],
  ['nothing', null],
])('a compression recipe of %s is refused and named', (_, recipe) => {
  const broken = withManifest((json) => {
    json.project.compression = recipe;
    return json;
  });
  expect(() => readProjectFile(broken)).toThrowError(/compression/);
});

// biome-ignore lint/suspicious/noExplicitAny: the tests break the manifest on purpose
function withManifest(change: (json: any) => unknown): Uint8Array {
  const entries = unzipSync(file);
  const json = JSON.parse(strFromU8(entries['manifest.json']!));
  expect(crc32(entries['arrays.bin']!)).toBe(json.arraysCrc32);
  return zipSync({ ...entries, 'manifest.json': strToU8(JSON.stringify(change(json))) });
}

function exampleBundle(): ProjectBundle {
  const random = createRandom(3);
  const gestures = [{ id: 'g1', name: 'nod', kind: 'event', colour: 0 }] as const;
  const channels = ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'g' as const }));
  const windowing = { rateHz: 50, lengthMs: 600, hopMs: 100, channelNames: ['accX'] };
  const recipe = {
    preset: 'conv1d',
    backend: 'auto',
    epochs: 2,
    batchSize: 8,
    learningRate: 0.01,
    seed: 5,
    patience: 0,
    balanceClasses: false,
    augment: true,
    heldOutSubjects: ['B'],
  } as const;
  const compression: CompressionRecipe = {
    steps: usualSteps({ distil: {}, 'prune-weights': {}, cluster: { enabled: false } }),
    calibration: { method: 'percentile', percentile: 99.9 },
    perChannelDense: true,
  };
  const spec = { frames: 30, channels: 3, classCount: 2, random };
  const graph = buildGraph(presetOf('conv1d').design(spec), spec);
  const inputs = Float32Array.from({ length: 30 * 3 * 4 }, () => random.normal());
  const folded = foldBatchNorm(graph);
  const int8 = quantise(folded, calibrate(folded, inputs, 4));
  const tflite = writeTflite(int8);
  const judgement = {
    windowCount: 4,
    confusion: Uint32Array.of(1, 1, 0, 2),
    classScores: [
      { precision: 1, recall: 0.5, f1: 2 / 3, support: 2 },
      { precision: 2 / 3, recall: 1, f1: 0.8, support: 2 },
    ],
    accuracy: 0.75,
    macroF1: 0.733,
    rejectionRate: null,
    groupAccuracy: [0.75],
  };
  const frames = 40;
  return {
    project: {
      id: 'p',
      name: 'Kopf – 头部',
      createdAt: 1,
      changedAt: 2,
      gestures,
      windowing,
      recipe,
      compression,
    },
    sessions: [{ id: 's', projectId: 'p', subject: 'B', deviceName: 'dev', startedAt: 3 }],
    recordings: [
      {
        recording: {
          id: 'r',
          projectId: 'p',
          sessionId: 's',
          name: 'first',
          state: 'cut',
          channels,
          rateHz: 50,
          startedAt: 4,
          frameCount: frames,
          durationMs: 780,
          lostCount: 1,
          spans: [{ id: 'x', gestureId: 'g1', startMs: 10, endMs: 400.5, source: 'hand' }],
        },
        signal: {
          channels,
          timestampMs: Float64Array.from({ length: frames }, (_, i) => 1e9 + i * 20 + 1 / 3),
          values: Float32Array.from({ length: frames * 3 }, () => random.normal()),
        },
      },
    ],
    models: {
      trained: {
        graph,
        normaliser: { mean: Float32Array.of(0, 1, 2), deviation: Float32Array.of(1, 2, 3) },
        windowing,
        channels,
        classes: [NOTHING, 'g1'],
        gestures,
        recipe,
        backend: 'wasm',
        epochs: [{ epoch: 1, loss: 1, accuracy: 0.5, validationLoss: 2, validationAccuracy: 0.25 }],
        judgement,
        heldOutBy: 'subject',
        heldOutGroups: ['B'],
        dataHash: 'ab',
        trainedAt: 9,
      },
      compressed: {
        recipe: compression,
        graph: int8,
        tflite,
        sha256: 'cd',
        cost: int8Cost(int8, tflite.length),
        floatCost: floatCost(graph),
        stages: (['start', 'distil', 'prune-weights'] as const).map((step, at) => ({
          step,
          cost: int8Cost(int8, tflite.length),
          gzipBytes: tflite.length - at,
          zeroShare: at / 4,
          macroF1: at === 0 ? null : 0.7,
          sha256: 'cd',
        })),
        judgement,
        agreement: 0.5,
        trainedAt: 9,
        compressedAt: 10,
      },
    },
  };
}
