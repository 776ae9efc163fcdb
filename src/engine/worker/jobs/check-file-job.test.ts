import { expect, test, vi } from 'vitest';
import type { CompressedModel } from '#core/compress/compressed-model';
import type { Int8Graph } from '#core/compress/int8-graph';
import { createInt8Runner } from '#core/compress/run-int8';
import type { DataRequest } from '#core/dataset/labelled-recording';
import type { Split } from '#core/dataset/window-set';
import type { TrainedModel } from '#core/model/trained-model';
import { writeTflite } from '#core/tflite/write-tflite';
import { runCheckFile } from './check-file-job';

/** Softmax alone over three values; window 7 of the runtime is off by two, the other way round. */
const graph: Int8Graph = {
  values: [
    { shape: [1, 1, 3], quantisation: { scale: Math.fround(0.1), zeroPoint: 0 } },
    { shape: [1, 1, 3], quantisation: { scale: 1 / 256, zeroPoint: -128 } },
  ],
  layers: [{ kind: 'softmax', name: 'softmax', inputs: [0] }],
};

const close = vi.hoisted(() => vi.fn());

vi.mock('../tflite-runtime', () => ({
  openRuntime: async () => {
    const exact = createInt8Runner(graph);
    return {
      name: 'a runtime',
      async run(input: Int8Array) {
        const output = Int8Array.from(exact.run(input));
        return input[0] === 70 ? output.map((value, at) => (at < 2 ? value - 2 : value)) : output;
      },
      close,
    };
  },
}));

vi.mock('./windows-of', () => {
  const split: Split = {
    by: 'subject',
    train: Uint32Array.of(0, 1, 2, 3, 4),
    validation: Uint32Array.of(5, 6),
    heldOut: Uint32Array.of(7, 8),
    heldOutGroups: ['someone'],
  };
  return {
    windowsOfModel: () => ({ set: {}, split }),
    modelInputs: (_: unknown, indices: Uint32Array) => ({
      values: Float32Array.from([...indices].flatMap((index) => [index, index, index])),
    }),
  };
});

test('counts what differs over the held-out windows first, and closes the runtime', async () => {
  const heard: unknown[] = [];
  const request = {
    data: {} as DataRequest,
    model: {} as TrainedModel,
    compressed: { tflite: writeTflite(graph) } as unknown as CompressedModel,
    windowLimit: 3,
  };
  const check = await runCheckFile(request, {
    knownBackends: {},
    report: (progress) => heard.push(progress),
    learn() {},
  });
  expect(check).toEqual({
    runtime: 'a runtime',
    windowCount: 3,
    outputCount: 9,
    differing: 2,
    largestDifference: 2,
    classDiffering: 1,
  });
  expect(heard).toEqual([
    { done: 0, total: 3 },
    { done: 3, total: 3 },
  ]);
  expect(close).toHaveBeenCalledOnce();
});
