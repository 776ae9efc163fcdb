import { expect, test } from 'vitest';
import { createInt8Runner } from '#core/compress/run-int8';
import { valueCount } from '#core/model/shapes';
import { randomInt8Graph } from '../../../../tests/support/random-int8-graph';
import type { JobContext, Jobs } from '../../job-protocol';
import { runProfile } from './profile-job';

const context = (report: (progress: { done: number; total: number }) => void = () => {}) =>
  ({ knownBackends: {}, report, learn: () => {} }) as JobContext<Jobs['profile']['progress']>;

test('every layer gets its share of the time, and together they take about as long as the whole', async () => {
  const graph = randomInt8Graph(11);
  const reports: { done: number; total: number }[] = [];
  const { wholeMs, operatorMs } = await runProfile(
    graph,
    context((one) => reports.push(one)),
  );
  expect(operatorMs).toHaveLength(graph.layers.length);
  expect(operatorMs.every((ms) => ms > 0)).toBe(true);
  const together = operatorMs.reduce((sum, ms) => sum + ms, 0);
  expect(together / wholeMs).toBeGreaterThan(0.2);
  expect(together / wholeMs).toBeLessThan(5);
  expect(reports.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4]);
});

test('a layer run again gives what it gave, and a clock of coarse steps does no harm', async () => {
  const graph = randomInt8Graph(12);
  const runner = createInt8Runner(graph);
  runner.run(new Int8Array(valueCount(graph.values[0]!.shape)).fill(5));
  const before = runner.values.map((value) => value.slice());
  for (const index of graph.layers.keys()) runner.runLayer(index);
  expect(runner.values).toEqual(before);

  const coarse = () => Math.floor(performance.now());
  const { operatorMs } = await runProfile(graph, context(), coarse);
  expect(operatorMs.every((ms) => ms > 0 && ms < 10)).toBe(true);
});
