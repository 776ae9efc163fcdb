import { beforeAll, describe, expect, test } from 'vitest';
import type { CompressedModel } from '#core/compress/compressed-model';
import type { CompressionRecipe, CompressionStep } from '#core/compress/compression-recipe';
import { createInt8Runner } from '#core/compress/run-int8';
import { usualSteps } from '#core/compress/usual-steps';
import { Failure } from '#core/failure';
import type { ModelGraph } from '#core/model/graph';
import type { ModelRecipe, TrainedModel } from '#core/model/trained-model';
import { readInt8Graph } from '#core/tflite/read-tflite';
import { simulatedRecordings } from '../../../../tests/support/simulated-recordings';
import type { CompressProgress, TrainProgress } from '../../engine';
import type { JobContext } from '../../job-protocol';
import { runCompress } from './compress-job';
import { runPrepare } from './prepare-job';
import { runTrain } from './train-job';

const recipe: ModelRecipe = {
  preset: 'conv1d',
  backend: 'wasm',
  epochs: 10,
  batchSize: 16,
  learningRate: 3e-3,
  seed: 5,
  patience: 0,
  balanceClasses: true,
  augment: true,
  heldOutSubjects: [],
};
const data = simulatedRecordings(6, 6);

function listen<Progress>(): JobContext<Progress> & { readonly heard: Progress[] } {
  const heard: Progress[] = [];
  return { heard, knownBackends: {}, report: (progress) => heard.push(progress), learn() {} };
}

let trained: TrainedModel;
const training = listen<TrainProgress>();

beforeAll(async () => {
  trained = await runTrain({ data, recipe }, training);
});

describe('training', () => {
  test('learns what holds for a person it has never seen', () => {
    expect(trained.heldOutBy).toBe('subject');
    expect(trained.heldOutGroups.length).toBeGreaterThan(0);
    // Three classes: chance is a third of each.
    expect(trained.judgement!.macroF1).toBeGreaterThan(0.75);
    for (const { recall, support } of trained.judgement!.classScores) {
      expect(support).toBeGreaterThan(3);
      expect(recall).toBeGreaterThan(0.6);
    }
    expect(trained.judgement!.groupAccuracy).toHaveLength(trained.heldOutGroups.length);
  });

  test('says which back end it runs on, then every epoch, then that it judges', () => {
    const steps = training.heard.map(({ step }) => step).filter((step) => step !== 'batch');
    const epochs = Array.from({ length: recipe.epochs }, () => 'epoch');
    expect(steps).toEqual(['preparing', 'started', ...epochs, 'judging']);
    const remaining = training.heard.flatMap((one) =>
      one.step === 'epoch' ? one.remainingMs : [],
    );
    expect(remaining.at(-1)).toBe(0);
    expect(remaining[0]).toBeGreaterThan(0);
    expect(trained.epochs.at(-1)!.loss).toBeLessThan(trained.epochs[0]!.loss / 2);
  });

  test('gives the same weights for the same seed, others for another', async () => {
    const short = { ...recipe, epochs: 1 };
    const first = await runTrain({ data, recipe: short }, listen());
    const again = await runTrain({ data, recipe: short }, listen());
    const other = await runTrain({ data, recipe: { ...short, seed: 6 } }, listen());
    expect(again.graph).toEqual(first.graph);
    expect(weightsOf(other.graph)).not.toEqual(weightsOf(first.graph));
  });

  test('names the windows it was trained on as preparing does', async () => {
    const { set, split, dataHash } = await runPrepare({ data, recipe }, listen());
    expect(dataHash).toBe(trained.dataHash);
    expect(split.heldOutGroups).toEqual(trained.heldOutGroups);
    expect(trained.judgement!.windowCount).toBe(split.heldOut.length);
    expect(set.classes).toEqual(trained.classes);
  });

  test('fails as diverged when the rate makes the loss no number', async () => {
    const wild = { ...recipe, epochs: 3, learningRate: 1e30 };
    await expect(runTrain({ data, recipe: wild }, listen())).rejects.toMatchObject({
      code: 'training-diverged',
    });
  });

  test('fails for too little data when nothing is labelled', async () => {
    const unlabelled = data.recordings.map((recording) => ({ ...recording, spans: [] }));
    const request = { data: { ...data, recordings: unlabelled }, recipe };
    const outcome = await runTrain(request, listen()).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(Failure);
    expect((outcome as Failure).code).toBe('data-too-little');
  });
});

describe('compressing', () => {
  test('makes a file that reads back as the judged model, as good and a fraction of the size', async () => {
    const heard = listen<CompressProgress>();
    const request = {
      data,
      model: trained,
      recipe: recipeOf({
        'prune-channels': { epochs: 2 },
        'prune-weights': { sparsity: 0.4, epochs: 4 },
      }),
    };
    const compressed = await runCompress(request, heard);
    expect(compressed.judgement!.macroF1).toBeGreaterThan(trained.judgement!.macroF1 - 0.1);
    expect(compressed.agreement).toBeGreaterThan(0.85);
    expect(compressed.cost.sizeBytes).toBe(compressed.tflite.length);
    expect(compressed.cost.parameterCount).toBeLessThan(compressed.floatCost.parameterCount);
    expect(compressed.sha256).toMatch(/^[0-9a-f]{64}$/);

    const { graph } = compressed;
    const shape = graph.values[0]!.shape;
    const input = Int8Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, at) => at % 97);
    const read = createInt8Runner(readInt8Graph(compressed.tflite)).run(input);
    expect([...read]).toEqual([...createInt8Runner(graph).run(input)]);

    const steps = [...new Set(heard.heard.map(({ step }) => step))];
    expect(steps).toEqual(['preparing', 'quantising', 'judging', 'pass']);
    expect(heard.heard.findLast(({ step }) => step === 'pass')).toEqual({
      step: 'pass',
      kind: 'prune-weights',
      at: 1,
      count: 2,
      epoch: 4,
      epochs: 4,
    });
  });

  test('tells of the file after every step what it would be, had it ended there', async () => {
    const [first, ...rest] = usualSteps({
      'prune-channels': { epochs: 1 },
      cluster: { epochs: 1 },
    });
    const whole = await compress([first!, ...rest]);
    const stages = whole.stages!;
    expect(stages.map(({ step }) => step)).toEqual(['start', 'prune-channels', 'cluster']);
    for (const [at, steps] of [[], [first!], [first!, ...rest]].entries()) {
      const { cost, judgement, sha256 } = await compress(steps);
      expect(stages[at]).toMatchObject({ cost, sha256, macroF1: judgement!.macroF1 });
    }
    const [start, narrow, shared] = stages;
    expect(narrow!.cost.sizeBytes).toBeLessThan(start!.cost.sizeBytes);
    // Shared values take as many bytes as others, until they are packed.
    expect(shared!.cost.sizeBytes / narrow!.cost.sizeBytes).toBeCloseTo(1, 1);
    expect(shared!.gzipBytes).toBeLessThan(0.85 * narrow!.gzipBytes);
  });

  test('gives the same file for the same recipe', async () => {
    const recipe = recipeOf({
      distil: { epochs: 2, student: { preset: 'separable-cnn', width: 0.5 } },
      'prune-channels': { epochs: 1 },
      'prune-weights': { epochs: 2 },
      cluster: { epochs: 1 },
      'quantise-aware': { epochs: 1 },
    });
    const first = await runCompress({ data, model: trained, recipe }, listen());
    const again = await runCompress({ data, model: trained, recipe }, listen());
    expect(again.sha256).toBe(first.sha256);
    expect(again.stages).toEqual(first.stages);
  });

  test('says so where a distilled network is no smaller than its teacher', async () => {
    const student = (width: number) =>
      compress(usualSteps({ distil: { epochs: 1, student: { preset: 'conv1d', width } } }));
    expect((await student(1)).stages?.at(-1)?.notSmaller).toBe(true);
    expect((await student(0.5)).stages?.at(-1)?.notSmaller).toBeUndefined();
  });

  test('keeps at least the asked share of the weights at zero through fine-tuning', async () => {
    const request = {
      data,
      model: trained,
      recipe: recipeOf({ 'prune-weights': { sparsity: 0.6, epochs: 1 } }),
    };
    const { graph } = await runCompress(request, listen());
    let zeros = 0;
    let count = 0;
    for (const layer of graph.layers) {
      if (!('weights' in layer)) continue;
      zeros += layer.weights.data.filter((value) => value === 0).length;
      count += layer.weights.data.length;
    }
    expect(zeros / count).toBeGreaterThan(0.5);
  });

  test.each(['residual', 'lstm'] as const)('takes a trained %s the whole way', async (preset) => {
    const model = await runTrain({ data, recipe: { ...recipe, preset } }, listen());
    const compressed = await runCompress(
      { data, model, recipe: recipeOf({ 'prune-channels': {}, 'quantise-aware': {} }) },
      listen(),
    );
    expect(model.judgement!.macroF1).toBeGreaterThan(0.75);
    expect(compressed.judgement!.macroF1).toBeGreaterThan(model.judgement!.macroF1 - 0.15);
    expect(compressed.cost.parameterCount).toBeLessThan(compressed.floatCost.parameterCount);
    expect(compressed.cost.macs).toBeLessThan(compressed.floatCost.macs);
  });

  test('never judges on a person that the model was trained on, though people came since', async () => {
    const more = simulatedRecordings(8, 6);
    const request = { data: more, model: trained, recipe: recipeOf({}) };
    const { judgement } = await runCompress(request, listen());
    expect(judgement!.windowCount).toBe(trained.judgement!.windowCount);
    expect(judgement!.groupAccuracy).toHaveLength(trained.heldOutGroups.length);
  });
});

function recipeOf(chosen: Parameters<typeof usualSteps>[0]): CompressionRecipe {
  return {
    steps: usualSteps(chosen),
    calibration: { method: 'min-max' },
    perChannelDense: false,
  };
}

function compress(steps: readonly CompressionStep[]): Promise<CompressedModel> {
  return runCompress({ data, model: trained, recipe: { ...recipeOf({}), steps } }, listen());
}

function weightsOf(graph: ModelGraph): Float32Array[] {
  return graph.layers.flatMap((layer) => ('weights' in layer ? [layer.weights] : []));
}
