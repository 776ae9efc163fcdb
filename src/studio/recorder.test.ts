import { expect, test, vi } from 'vitest';
import { Failure } from '#core/failure';
import type { FrameBatch } from '#core/motion/frame';
import type { StoredChunk } from '#storage/storage';
import { createRecorder } from './recorder';

const batch = (
  firstFrame: number,
  arrivalMs: number,
  more: Partial<FrameBatch> = {},
): FrameBatch => ({
  timestampMs: Float64Array.from({ length: 4 }, (_, i) => (firstFrame + i) * 20),
  values: Float32Array.from({ length: 8 }, (_, i) => firstFrame * 2 + i),
  arrivalMs,
  lostBefore: 0,
  ...more,
});

/** A recorder over a storage whose writes end when told to, and a clock that is set by hand. */
function setUp(write?: (chunk: StoredChunk, attempt: number) => Promise<void>) {
  const chunks: { index: number; chunk: StoredChunk }[] = [];
  const failures: Failure[] = [];
  const clock = { nowMs: 0 };
  let attempt = 0;
  const recorder = createRecorder({
    recordingId: 'r',
    channelCount: 2,
    sessions: {
      async appendChunk(_id, index, chunk) {
        await write?.(chunk, attempt++);
        chunks.push({ index, chunk });
      },
    },
    nowMs: () => clock.nowMs,
    onFailure: (failure) => failures.push(failure),
  });
  return { recorder, chunks, failures, clock };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

test('no frame waits longer than half a second, however slowly the timer ticks', async () => {
  const waits: number[] = [];
  const { recorder, clock } = setUp(async ({ timestampMs }) => {
    // Frames arrive as they are read: the oldest one's time is its arrival.
    waits.push(clock.nowMs - timestampMs[0]!);
  });
  for (let first = 0; first < 500; first += 4) {
    clock.nowMs = first * 20;
    recorder.push(batch(first, clock.nowMs));
    await settle();
  }
  expect(waits.length).toBeGreaterThan(20);
  expect(Math.max(...waits)).toBeLessThan(400);
});

test('what is stored is what came, in order, with its losses, the tail too', async () => {
  const { recorder, chunks, clock } = setUp();
  recorder.push(batch(10, 0, { lostBefore: 7 }));
  recorder.push(batch(14, 80, { lostBefore: 3 }));
  clock.nowMs = 300;
  recorder.tick();
  await settle();
  recorder.push(batch(20, 320, { lostBefore: 2 }));
  await recorder.finish();
  expect(chunks.map(({ index }) => index)).toEqual([0, 1]);
  expect(chunks.flatMap(({ chunk }) => [...chunk.timestampMs])).toEqual(
    [10, 11, 12, 13, 14, 15, 16, 17, 20, 21, 22, 23].map((frame) => frame * 20),
  );
  // The seven were lost before the recording began.
  expect(chunks.map(({ chunk }) => chunk.lostBefore)).toEqual([3, 2]);
  expect(recorder.stored).toEqual({ frameCount: 12, durationMs: 260, lostCount: 5 });
  expect(recorder.arrived).toEqual(recorder.stored);
});

test('while a write is under way frames gather for the next one', async () => {
  const releases: (() => void)[] = [];
  const { recorder, chunks, clock } = setUp(
    () => new Promise((resolve) => releases.push(() => resolve())),
  );
  for (let first = 0; first < 100; first += 4) {
    clock.nowMs = first * 20;
    recorder.push(batch(first, clock.nowMs));
    recorder.tick();
  }
  expect(releases).toHaveLength(1);
  releases[0]!();
  await settle();
  expect(releases).toHaveLength(2);
  releases[1]!();
  await recorder.finish();
  expect(chunks).toHaveLength(2);
  expect(recorder.stored.frameCount).toBe(100);
});

test('a write that fails in passing is tried again', async () => {
  const { recorder, chunks, failures } = setUp(async (_chunk, attempt) => {
    if (attempt === 0) throw new Failure('storage-unavailable', 'aborted');
  });
  recorder.push(batch(0, 0));
  await recorder.finish();
  expect(chunks).toHaveLength(1);
  expect(failures).toEqual([]);
});

test('a full disk is told once, and what was stored before it still counts', async () => {
  const { recorder, failures, clock } = setUp(async (_chunk, attempt) => {
    if (attempt > 0) throw new Failure('storage-full', 'no room');
  });
  for (const first of [0, 4, 8]) {
    clock.nowMs = first * 100;
    recorder.push(batch(first, clock.nowMs - 300));
    await settle();
  }
  recorder.push(batch(12, clock.nowMs));
  await recorder.finish();
  expect(failures.map(({ code }) => code)).toEqual(['storage-full']);
  expect(recorder.stored.frameCount).toBe(4);
});

test('a write that never returns does not keep the recording from ending', async () => {
  const { recorder, failures, clock } = setUp(() => new Promise(() => undefined));
  recorder.push(batch(0, 0));
  clock.nowMs = 300;
  recorder.tick();
  clock.nowMs = 21_000;
  recorder.tick();
  expect(failures.map(({ code }) => code)).toEqual(['storage-unavailable']);
  await recorder.finish();
});

test('a write that hangs while the recording ends does not keep it from ending either', async () => {
  vi.useFakeTimers();
  const { recorder, failures } = setUp(() => new Promise(() => undefined));
  recorder.push(batch(0, 0));
  const ended = recorder.finish();
  await vi.advanceTimersByTimeAsync(20_000);
  await ended;
  expect(failures.map(({ code }) => code)).toEqual(['storage-unavailable']);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('what waits can be written beside a write that is under way, in the order of the frames', async () => {
  const releases: (() => void)[] = [];
  const { recorder, chunks } = setUp(
    () => new Promise((resolve) => releases.push(() => resolve())),
  );
  recorder.push(batch(0, 0));
  recorder.flush();
  recorder.push(batch(4, 10));
  recorder.flush();
  expect(releases).toHaveLength(2);
  releases[1]!();
  await settle();
  const ended = recorder.finish();
  releases[0]!();
  await ended;
  expect(chunks.map(({ index }) => index).sort()).toEqual([0, 1]);
  expect(chunks.find(({ index }) => index === 1)?.chunk.timestampMs[0]).toBe(80);
  expect(recorder.stored).toEqual({ frameCount: 8, durationMs: 140, lostCount: 0 });
});

test('what came before a stream broke is stored', async () => {
  const { recorder, chunks, failures } = setUp();
  recorder.push(batch(0, 0));
  for (let i = 0; i < 25; i++) recorder.push(batch(0, 20));
  await recorder.finish();
  expect(failures).toHaveLength(1);
  expect(chunks).toHaveLength(1);
  expect(recorder.stored.frameCount).toBe(4);
});

test('one bad packet is passed over, a stream of them ends the recording', async () => {
  const { recorder, failures } = setUp();
  recorder.push(batch(0, 0));
  recorder.push(batch(0, 20));
  recorder.push(batch(4, 40));
  for (let i = 0; i < 24; i++) recorder.push(batch(2, 60));
  expect(failures).toEqual([]);
  recorder.push(batch(2, 60));
  expect(failures.map(({ code }) => code)).toEqual(['device-protocol']);
  expect(recorder.arrived.frameCount).toBe(8);
});
