import { expect, test } from 'vitest';
import type { Split, WindowSet } from '#core/dataset/window-set';
import type { TrainedModel } from '#core/model/trained-model';
import { windowsBehind } from './windows-behind';

/** Two logits are the window's two numbers, ten times over: softmax answers the larger, surely. */
const model = {
  graph: {
    input: [1, 1, 2],
    layers: [
      {
        kind: 'dense',
        name: 'dense',
        inputs: [0],
        units: 2,
        activation: 'none',
        weights: Float32Array.of(10, 0, 0, 10),
        bias: new Float32Array(2),
      },
      { kind: 'softmax', name: 'softmax', inputs: [1] },
    ],
  },
  normaliser: { mean: Float32Array.of(0, 0), deviation: Float32Array.of(1, 1) },
} as unknown as TrainedModel;

const set = {
  frames: 1,
  channels: [{}, {}],
  count: 5,
  values: Float32Array.of(1, 0, 0, 1, 0, 1, 1, 0, 0, 1),
  classIndex: Uint8Array.of(0, 0, 0, 1, 1),
  recordingIds: ['a', 'b'],
  recordingIndex: Uint16Array.of(0, 0, 1, 1, 1),
  startMs: Float64Array.of(0, 200, 400, 600, 800),
} as unknown as WindowSet;
const judged = { set, split: { heldOut: Uint32Array.of(0, 1, 2, 3, 4) } as unknown as Split };

const behind = (truth: number, answer: number, heldOut = judged.split.heldOut) =>
  windowsBehind(
    model,
    { set, split: { ...judged.split, heldOut } },
    truth,
    answer,
    new AbortController().signal,
  );

test('finds the windows of a cell, each with its recording and its time', async () => {
  expect(await behind(0, 1)).toEqual([
    { recordingId: 'a', startMs: 200 },
    { recordingId: 'b', startMs: 400 },
  ]);
  expect(await behind(0, 0)).toEqual([{ recordingId: 'a', startMs: 0 }]);
  expect(await behind(1, 0)).toEqual([{ recordingId: 'b', startMs: 600 }]);
});

test('looks at held-out windows alone', async () => {
  expect(await behind(0, 1, Uint32Array.of(0, 2))).toEqual([{ recordingId: 'b', startMs: 400 }]);
});
