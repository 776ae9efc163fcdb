import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FrameBatch } from '#core/motion/frame';
import { rotate } from '#core/motion/orientation';
import type { ConnectionEvent } from './device';
import { createSimulator } from './simulator';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function setUp() {
  let sleptMs = 0;
  const device = createSimulator({ nowMs: () => Date.now() + sleptMs });
  const { signal } = new AbortController();
  const connection = await (await device.choose({ signal })).open({ signal });
  const batches: FrameBatch[] = [];
  const events: ConnectionEvent[] = [];
  connection.listen((event) => {
    events.push(event);
    if (event.type === 'frames') batches.push(event.batch);
  });
  const sleep = (ms: number) => {
    sleptMs += ms;
  };
  return { device, control: device.control, connection, batches, events, sleep };
}

const times = (batches: readonly FrameBatch[]) => batches.flatMap((one) => [...one.timestampMs]);
/** How far the nose points down, -1 … 1. */
const down = (pose: readonly [number, number, number, number]) => -rotate(pose, [-1, 0, 0])[1];

test('fifty frames a second arrive, soon after they were read', async () => {
  const { batches } = await setUp();
  vi.advanceTimersByTime(10_000);
  expect(times(batches).length).toBeGreaterThan(480);
  expect(times(batches).length).toBeLessThanOrEqual(501);
  for (const { arrivalMs } of batches) expect(arrivalMs).toBeLessThanOrEqual(Date.now());
});

test('asked to nod, the head goes down and comes back', async () => {
  const { control } = await setUp();
  vi.advanceTimersByTime(1000);
  const level = down(control.pose()!);
  control.perform('nod');
  let deepest = level;
  for (let step = 0; step < 200; step++) {
    vi.advanceTimersByTime(15);
    deepest = Math.max(deepest, down(control.pose()!));
  }
  expect(deepest - level).toBeGreaterThan(0.1);
  expect(Math.abs(down(control.pose()!) - level)).toBeLessThan(0.08);
});

test('a hidden page catches up on a minute at once, without a gap', async () => {
  const { batches, sleep } = await setUp();
  vi.advanceTimersByTime(1000);
  sleep(60_000);
  vi.advanceTimersByTime(1000);
  const all = times(batches);
  expect(all.length).toBeGreaterThan(62 * 50 - 15);
  for (const [index, time] of all.slice(1).entries()) {
    expect(time - all[index]!).toBeCloseTo(20, 3);
  }
});

test('what a sleeping machine missed is told as lost', async () => {
  const { batches, sleep } = await setUp();
  vi.advanceTimersByTime(1000);
  sleep(600_000);
  vi.advanceTimersByTime(1000);
  const lost = batches.reduce((sum, { lostBefore }) => sum + lostBefore, 0);
  expect(lost).toBeGreaterThan(29_900);
  expect(lost).toBeLessThan(30_100);
  const all = times(batches);
  expect(all.at(-1)! - all[0]!).toBeGreaterThan(600_000);
  expect(all.length).toBeLessThan(110);
});

test('another person goes on in the same stream, its clock without a break', async () => {
  const { control, batches } = await setUp();
  vi.advanceTimersByTime(1013);
  control.setSubject(5);
  vi.advanceTimersByTime(1000);
  control.setLink({ clockSkewPpm: -150 });
  vi.advanceTimersByTime(1000);
  expect(control.subjectSeed).toBe(5);
  const all = times(batches);
  for (const [index, time] of all.slice(1).entries()) {
    expect(time - all[index]!).toBeGreaterThan(10);
    expect(time - all[index]!).toBeLessThan(45);
  }
  for (const { lostBefore } of batches) expect(lostBefore).toBe(0);
});

test('a worse link loses packets and says how many frames they held', async () => {
  const { control, batches } = await setUp();
  control.setLink({ dropRate: 0.3 });
  vi.advanceTimersByTime(20_000);
  const lost = batches.reduce((sum, { lostBefore }) => sum + lostBefore, 0);
  expect(lost / (lost + times(batches).length)).toBeGreaterThan(0.15);
  expect(control.link.dropRate).toBe(0.3);
});

test('after disconnecting nothing comes and nobody is there', async () => {
  const { device, control, connection, events } = await setUp();
  vi.advanceTimersByTime(500);
  await connection.disconnect();
  const count = events.length;
  expect(events.at(-1)).toEqual({ type: 'closed' });
  vi.advanceTimersByTime(500);
  control.perform('nod');
  expect(events.length).toBe(count);
  expect(control.pose()).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
  expect(device.availability()).toEqual({ state: 'available' });
});

test('connecting can be given up', async () => {
  const device = createSimulator({ nowMs: () => 0 });
  const signal = AbortSignal.abort();
  await expect(device.choose({ signal })).rejects.toMatchObject({ name: 'AbortError' });
  const peer = await device.choose({ signal: new AbortController().signal });
  await expect(peer.open({ signal })).rejects.toMatchObject({ name: 'AbortError' });
  expect(vi.getTimerCount()).toBe(0);
});
