import { beforeEach, expect, test } from 'vitest';
import { calibrate } from '#core/compress/calibrate';
import { roundClusters } from '#core/compress/cluster-weights';
import type { CompressionStep } from '#core/compress/compression-recipe';
import { foldBatchNorm } from '#core/compress/fold';
import { sharedValues } from '#core/compress/shared-values';
import { usualSteps } from '#core/compress/usual-steps';
import { buildGraph } from '#core/model/build-graph';
import { floatCost } from '#core/model/cost';
import type { ModelGraph } from '#core/model/graph';
import { presetOf } from '#core/model/presets';
import { createRandom } from '#core/random';
import type { CompressProgress } from '../../engine';
import { convert } from './convert';
import type { PassTraining, Workbench } from './pass';
import { runRecipe } from './run-recipe';

const SIZE = { frames: 24, channels: 3, classCount: 3 };
const WINDOWS = 12;
const random = createRandom(8);
const graph = buildGraph(presetOf('conv1d').design(SIZE), { ...SIZE, random });
const calibration = {
  values: Float32Array.from({ length: WINDOWS * 24 * 3 }, () => random.normal()),
  classIndex: new Uint8Array(WINDOWS),
};

/** What each training was asked for, and the graph it began with. */
let asked: (PassTraining & { readonly graph: ModelGraph })[] = [];
beforeEach(() => {
  asked = [];
});

/** Trains as far as these tests can tell: every weight that may change does, epoch by epoch. */
async function shake(from: ModelGraph, options: PassTraining): Promise<ModelGraph> {
  asked.push({ ...options, graph: from });
  const noise = createRandom(options.seed);
  let now = from;
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    now = options.reshape?.(now, epoch) ?? now;
    now = {
      ...now,
      layers: now.layers.map((layer) => {
        if (!('weights' in layer)) return layer;
        const factor = 1 + noise.normal() / 100;
        const weights = layer.weights.map((weight) => {
          if (weight === 0 && options.keepZeros) return 0;
          // Values that are shared have to move together.
          if (options.keepClusters && layer.weightScales) return weight * factor;
          return weight + noise.normal() / 100;
        });
        return { ...layer, weights };
      }),
    };
    options.onEpoch?.({ epoch, loss: 1, accuracy: 1, validationLoss: 1, validationAccuracy: 1 }, 0);
  }
  return now;
}

function bench(steps: readonly CompressionStep[]): Workbench {
  return {
    train: shake,
    calibration,
    size: SIZE,
    recipe: {
      preset: 'conv1d',
      backend: 'wasm',
      epochs: 1,
      batchSize: 4,
      learningRate: 0.01,
      seed: 3,
      patience: 0,
      balanceClasses: false,
      augment: false,
      heldOutSubjects: [],
    },
    compression: { steps, calibration: { method: 'min-max' }, perChannelDense: false },
  };
}

/** The graph in the end, those between, and what was told. */
async function run(steps: readonly CompressionStep[]) {
  const heard: CompressProgress[] = [];
  const stages: ModelGraph[] = [];
  const work = bench(steps);
  const end = await runRecipe(
    graph,
    work,
    (progress) => heard.push(progress),
    async (_, stage) => void stages.push(stage),
  );
  return { end, heard, stages, work };
}

const allWeights = (of: ModelGraph) =>
  of.layers.flatMap((layer) => ('weights' in layer ? [...layer.weights] : []));
const zeroShare = (of: ModelGraph) => {
  const weights = allWeights(of);
  return weights.filter((weight) => weight === 0).length / weights.length;
};

test('a recipe of nothing, or of steps that are off, gives the very graph', async () => {
  const off = usualSteps({ distil: { enabled: false }, 'prune-channels': { enabled: false } });
  const { end, heard, stages } = await run(off);
  expect(end).toBe(graph);
  expect([...heard, ...stages, ...asked]).toEqual([]);
});

test('every step that is on runs once, in order, and is heard of epoch by epoch', async () => {
  const { heard, stages } = await run(
    usualSteps({
      'prune-weights': { enabled: false },
      'prune-channels': { epochs: 2 },
      cluster: {},
    }),
  );
  expect(stages).toHaveLength(2);
  const pass = { step: 'pass', count: 2, epochs: 2 };
  expect(heard).toEqual([
    { ...pass, kind: 'prune-channels', at: 0, epoch: 0 },
    { ...pass, kind: 'prune-channels', at: 0, epoch: 1 },
    { ...pass, kind: 'prune-channels', at: 0, epoch: 2 },
    { ...pass, kind: 'cluster', at: 1, epoch: 0 },
    { ...pass, kind: 'cluster', at: 1, epoch: 1 },
    { ...pass, kind: 'cluster', at: 1, epoch: 2 },
  ]);
});

test('fewer channels are fewer weights and fewer multiplications', async () => {
  const { end } = await run(usualSteps({ 'prune-channels': { share: 0.5 } }));
  const [before, after] = [floatCost(graph), floatCost(end)];
  expect(after.parameterCount).toBeLessThan(0.6 * before.parameterCount);
  expect(after.macs).toBeLessThan(0.6 * before.macs);
});

test('single weights go epoch by epoch, and as many as asked are gone in the end', async () => {
  const { end } = await run(usualSteps({ 'prune-weights': { sparsity: 0.6, epochs: 6 } }));
  expect(zeroShare(end)).toBeCloseTo(0.6, 2);
  const [training] = asked;
  expect(zeroShare(training!.graph)).toBe(0);
  const rising = [1, 2, 3, 4, 5].map((epoch) => zeroShare(training!.reshape!(graph, epoch)));
  expect(rising[0]).toBeGreaterThan(0.2);
  expect(rising[0]).toBeLessThan(0.5);
  expect(rising[3]).toBeCloseTo(0.6, 2);
  // From then on those that are left settle.
  expect(rising[4]).toBe(rising[3]);
});

test('without epochs every step still does what it says, untrained', async () => {
  const untrained = { epochs: 0 };
  const narrow = await run(usualSteps({ 'prune-channels': untrained }));
  expect(allWeights(narrow.end).length).toBeLessThan(allWeights(graph).length);
  const sparse = await run(usualSteps({ 'prune-weights': untrained }));
  expect(zeroShare(sparse.end)).toBeCloseTo(0.5, 2);
  const shared = await run(usualSteps({ cluster: untrained }));
  expect(new Set(allWeights(shared.end)).size).toBeLessThan(allWeights(graph).length / 2);
  expect(asked).toEqual([]);
});

test('zeros stay zero and shared values shared in all that follows', async () => {
  const { stages, work } = await run(
    usualSteps({ 'prune-weights': { sparsity: 0.5 }, cluster: {}, 'quantise-aware': {} }),
  );
  expect(asked.map(({ keepZeros, keepClusters }) => [keepZeros, keepClusters])).toEqual([
    [true, false],
    [true, true],
    [true, true],
  ]);
  for (const stage of stages) expect(zeroShare(stage)).toBeGreaterThan(0.49);
  for (const stage of stages.slice(1)) {
    // On the whole numbers that int8 has, so that converting moves none of them.
    expect(roundClusters(stage)).toEqual(stage);
    const { graph: int8 } = await convert(stage, work);
    for (const { values, layer } of sharedValues(int8)) {
      expect(values, layer).toBeLessThanOrEqual(16);
    }
  }
});

test('a distilled network is the student, learns from the present one and is free again', async () => {
  const { end } = await run([
    ...usualSteps({ 'prune-weights': {}, cluster: {} }),
    ...usualSteps({
      distil: { student: { preset: 'dense', width: 0.5 }, temperature: 4, mix: 0.7 },
    }),
    ...usualSteps({ 'prune-channels': {} }),
  ]);
  const [, clustering, distilling, after] = asked;
  expect(distilling).toMatchObject({ keepZeros: false, keepClusters: false });
  expect(distilling!.teacher).toMatchObject({ temperature: 4, mix: 0.7 });
  expect(kinds(distilling!.teacher!.graph)).toEqual(kinds(clustering!.graph));
  expect(kinds(distilling!.graph)).toEqual(
    kinds(buildGraph(presetOf('dense').design(SIZE, 0.5), { ...SIZE, random })),
  );
  expect(distilling!.learningRate).toBe(0.01);
  expect(after).toMatchObject({ keepZeros: false, keepClusters: false });
  expect(kinds(end)).toEqual(kinds(after!.graph));
});

test('rounding is practised on a folded graph, over the ranges that it will have', async () => {
  await run(usualSteps({ 'quantise-aware': {} }));
  const [training] = asked;
  const folded = foldBatchNorm(graph);
  expect(kinds(training!.graph)).toEqual(kinds(folded));
  expect(training!.fakeQuantise!.rangesOf(folded)).toEqual(
    calibrate(folded, calibration.values, WINDOWS),
  );
});

test('what is removed is learned anew at the full rate, rounding is learned gently', async () => {
  await run(
    usualSteps({ 'prune-channels': {}, 'prune-weights': {}, cluster: {}, 'quantise-aware': {} }),
  );
  const [channels, weights, ...rounding] = asked.map(({ learningRate }) => learningRate);
  expect([channels, weights]).toEqual([0.01, 0.01]);
  expect(rounding).toHaveLength(2);
  for (const rate of rounding) expect(rate).toBeLessThan(0.005);
});

test('no two steps train with the same random numbers', async () => {
  await run([...usualSteps({ 'prune-channels': {} }), ...usualSteps({ 'prune-channels': {} })]);
  expect(asked[0]!.seed).not.toBe(asked[1]!.seed);
});

const kinds = (of: ModelGraph) => of.layers.map(({ kind }) => kind);
