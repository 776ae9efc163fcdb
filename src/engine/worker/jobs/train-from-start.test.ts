import { beforeAll, expect, test } from 'vitest';
import type { DenseLayer } from '#core/model/graph';
import type { ModelRecipe, TrainedModel } from '#core/model/trained-model';
import { simulatedRecordings } from '../../../../tests/support/simulated-recordings';
import { runTrain } from './train-job';

const recipe: ModelRecipe = {
  preset: 'conv1d',
  backend: 'wasm',
  epochs: 6,
  batchSize: 16,
  learningRate: 3e-3,
  seed: 5,
  patience: 0,
  balanceClasses: true,
  augment: false,
  heldOutSubjects: [],
};
const data = simulatedRecordings(4, 4);
const context = { knownBackends: {}, report() {}, learn() {} };
const fromStart = (freeze: boolean): ModelRecipe => ({
  ...recipe,
  preset: 'dense',
  epochs: 1,
  start: { from: 'general', name: '', freeze },
});

let start: TrainedModel;

beforeAll(async () => {
  start = await runTrain({ data, recipe }, context);
});

test('a frozen start changes in its last layer alone, and keeps its normalisation', async () => {
  const others = simulatedRecordings(5, 3);
  const { graph, normaliser } = await runTrain(
    { data: others, recipe: fromStart(true), start },
    context,
  );
  const features = start.graph.layers.length - 2;
  expect(graph.layers.slice(0, features)).toEqual(start.graph.layers.slice(0, features));
  expect(graph.layers[features]).not.toEqual(start.graph.layers[features]);
  expect(normaliser).toEqual(start.normaliser);
});

test('all of its layers change where none is frozen', async () => {
  const { graph } = await runTrain({ data, recipe: fromStart(false), start }, context);
  expect(graph.layers[0]).not.toEqual(start.graph.layers[0]);
});

test('gestures that it knows by name keep their answers, a new one begins anew', async () => {
  const gestures = [
    { id: 'x', name: 'Shake', kind: 'event', colour: 0 },
    { id: 'y', name: 'Bow', kind: 'event', colour: 1 },
  ] as const;
  const ids: Readonly<Record<string, string>> = { shake: 'x', nod: 'y' };
  const recordings = data.recordings.map((one) => ({
    ...one,
    spans: one.spans.map((span) => ({ ...span, gestureId: ids[span.gestureId]! })),
  }));
  const still = { ...fromStart(true), learningRate: 1e-9 };
  const { graph, classes } = await runTrain(
    { data: { ...data, gestures, recordings }, recipe: still, start },
    context,
  );
  const rowOf = (layer: DenseLayer, at: number) => {
    const size = layer.weights.length / layer.units;
    return [...layer.weights.subarray(at * size, (at + 1) * size)];
  };
  const [now, before] = [graph, start.graph].map(({ layers }) => layers.at(-2) as DenseLayer);
  const known = rowOf(before!, start.classes.indexOf('shake'));
  const kept = rowOf(now!, classes.indexOf('x'));
  for (const [at, weight] of kept.entries()) expect(weight).toBeCloseTo(known[at]!, 5);
  expect(rowOf(now!, classes.indexOf('y'))).not.toEqual(
    rowOf(before!, start.classes.indexOf('nod')),
  );
});

test('one that reads other channels or another rate is refused', async () => {
  const slower = { ...data, windowing: { ...data.windowing, rateHz: 20 } };
  await expect(
    runTrain({ data: slower, recipe: fromStart(true), start }, context),
  ).rejects.toMatchObject({ code: 'start-unsuited' });
  const fewer = { ...data, windowing: { ...data.windowing, channelNames: ['accX', 'accY'] } };
  await expect(
    runTrain({ data: fewer, recipe: fromStart(true), start }, context),
  ).rejects.toMatchObject({ code: 'start-unsuited' });
});
