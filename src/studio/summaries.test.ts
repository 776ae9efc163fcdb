import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import type { Recording } from '#core/dataset/session';
import { summariseSignal } from '#core/dataset/signal-summary';
import type { Signal } from '#core/motion/frame';
import { openStorage } from '#storage/open-storage';
import { createSignalCache } from './signal-cache';
import { createSummaries } from './summaries';

let databases = 0;

function signalOf(frames: number): Signal {
  return {
    channels: [{ name: 'gyroX', unit: 'dps' }],
    timestampMs: Float64Array.from({ length: frames }, (_, i) => i * 20),
    values: Float32Array.from({ length: frames }, (_, i) => Math.sin(i)),
  };
}

async function setUp(frames: number) {
  const { sessions } = await openStorage(`summaries-${databases++}`);
  const signal = signalOf(frames);
  await sessions.saveRecording({ id: 'r', channels: signal.channels } as unknown as Recording);
  await sessions.saveSignal('r', signal);
  const summarise = vi.fn(async (whole: Signal) => summariseSignal(whole));
  const signals = createSignalCache(sessions.loadSignal);
  return {
    sessions,
    signal,
    summarise,
    summaries: createSummaries({ sessions, engine: { summarise }, signals }),
  };
}

test('what was made is kept, and found as long as it is of the frames that are there', async () => {
  const { summaries, signal, sessions } = await setUp(500);
  expect(await summaries.find('r', 500)).toBeUndefined();
  expect(await summaries.make('r')).toEqual(summariseSignal(signal));
  expect(await summaries.find('r', 500)).toEqual(summariseSignal(signal));
  expect(await summaries.find('r', 501)).toBeUndefined();
  await sessions.saveSignal('r', signalOf(20));
  expect(await summaries.find('r', 500)).toBeUndefined();
});

test('a short one is made here, a long one by the engine, one after the other', async () => {
  const short = await setUp(500);
  await short.summaries.make('r');
  expect(short.summarise).not.toHaveBeenCalled();
  const long = await setUp(160_000);
  let underWay = 0;
  long.summarise.mockImplementation(async (whole) => {
    expect(++underWay).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    underWay--;
    return summariseSignal(whole);
  });
  await Promise.all([long.summaries.make('r'), long.summaries.make('r')]);
  expect(long.summarise).toHaveBeenCalledTimes(2);
});

test('a summary that cannot be kept is still there to be drawn', async () => {
  const { summaries, sessions } = await setUp(100);
  vi.spyOn(sessions, 'saveSummary').mockRejectedValue(new Error('no room'));
  expect(await summaries.make('r')).toMatchObject({ frameCount: 100 });
});

test('a recording that has ended is merged and summarised, and one that cannot be read is let be', async () => {
  const { summaries, sessions } = await setUp(100);
  const merge = vi.spyOn(sessions, 'mergeChunks');
  await summaries.settle('r', 100);
  expect(merge).toHaveBeenCalledWith('r');
  expect(await sessions.loadSummary('r')).toMatchObject({ frameCount: 100 });
  await summaries.settle('gone', 5);
});
