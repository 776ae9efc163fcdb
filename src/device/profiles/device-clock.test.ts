import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceClock } from './device-clock';

/** Arrivals keep pace with the clock. */
function feed(clock: DeviceClock, raws: readonly number[], arrivals = raws) {
  return raws.map((raw, index) => clock.times(raw, 1, arrivals[index]!));
}

test('a packet’s frames follow its clock at the claimed rate', () => {
  const clock = new DeviceClock({ rateHz: 50 });
  expect([...clock.times(1000, 3, 0)!.timestampMs]).toEqual([1000, 1020, 1040]);
  expect([...clock.times(1060, 2, 60)!.timestampMs]).toEqual([1060, 1080]);
});

test('a packet that says so has another step', () => {
  const clock = new DeviceClock({ rateHz: 50 });
  expect([...clock.times(0, 3, 0, { stepMs: 7 })!.timestampMs]).toEqual([0, 7, 14]);
});

test('a clock of the last frame spreads the others between it and the packet before', () => {
  const clock = new DeviceClock({ rateHz: 50 });
  expect([...clock.times(1000, 2, 0, { at: 'last' })!.timestampMs]).toEqual([980, 1000]);
  const next = clock.times(1084, 4, 84, { at: 'last' });
  expect([...next!.timestampMs]).toEqual([1021, 1042, 1063, 1084]);
  expect(next!.lostBefore).toBe(0);
});

test('a hole in a clock of the last frame is not spread over', () => {
  const clock = new DeviceClock({ rateHz: 50 });
  clock.times(1000, 2, 0, { at: 'last' });
  const next = clock.times(1100, 2, 100, { at: 'last' });
  expect(next).toEqual({ timestampMs: Float64Array.of(1080, 1100), lostBefore: 3 });
});

test.each([
  [20, 0],
  [29, 0],
  [31, 1],
  [40, 1],
  [200, 9],
])('after %i ms at 50 Hz, %i frames are lost', (gapMs, lost) => {
  const clock = new DeviceClock({ rateHz: 50 });
  clock.times(0, 1, 0);
  expect(clock.times(gapMs, 1, gapMs)?.lostBefore).toBe(lost);
});

test('the time between frames is learnt where the claimed rate is wrong', () => {
  const clock = new DeviceClock({ rateHz: 100 });
  const told = feed(
    clock,
    Array.from({ length: 40 }, (_, index) => 20 * index),
  );
  expect(told.slice(20).map((one) => one!.lostBefore)).toEqual(new Array(20).fill(0));
  expect(clock.times(20 * 39 + 60, 1, 20 * 39 + 60)?.lostBefore).toBe(2);
});

test('a rate that changes later is learnt as well', () => {
  const clock = new DeviceClock({ rateHz: 50 });
  const raws = Array.from({ length: 1100 }, (_, at) => (at < 1000 ? 20 * at : 40 * at - 20_000));
  const told = feed(clock, raws);
  expect(told.slice(1060).map((one) => one!.lostBefore)).toEqual(new Array(40).fill(0));
});

test('without a claimed rate nothing is lost until the rate has shown', () => {
  const clock = new DeviceClock();
  const raws = [0, 20, 120, 140, 160, 180, 200, 220, 240, 260, 280, 300, 340];
  expect(feed(clock, raws).map((one) => one!.lostBefore)).toEqual([...new Array(12).fill(0), 1]);
});

test('laps of the clock are no holes', () => {
  const clock = new DeviceClock({ rateHz: 50, lapMs: 1000 });
  const told = feed(clock, [960, 980, 0, 20], [960, 980, 1000, 1020]);
  expect(told.map((one) => one!.timestampMs[0])).toEqual([960, 980, 1000, 1020]);
  expect(clock.restarts).toBe(0);
});

test('what was there already or comes late is refused', () => {
  const clock = new DeviceClock({ rateHz: 50 });
  feed(clock, [1000, 1020]);
  expect(clock.times(1000, 1, 1020)).toBeUndefined();
  expect(clock.times(1040, 1, 1040)?.lostBefore).toBe(0);
});

test.each([
  ['back, the device having restarted', 0],
  ['far ahead, having been set', 9_000_000],
])('a clock that jumps %s goes on from the arrivals', (_, raw) => {
  const clock = new DeviceClock({ rateHz: 50 });
  feed(clock, [500_000, 500_020], [0, 20]);
  const after = clock.times(raw, 2, 70)!;
  expect([...after.timestampMs]).toEqual([500_070, 500_090]);
  expect(after.lostBefore).toBe(0);
  expect(clock.restarts).toBe(1);
  expect(clock.times(raw + 40, 1, 110)?.timestampMs[0]).toBe(500_110);
});

test('times that are rounded to a tick become nearly even', () => {
  const clock = new DeviceClock({ roundedMs: 8 });
  const raws = Array.from({ length: 400 }, (_, index) => Math.floor((20 * index) / 8) * 8);
  const times = feed(clock, raws).map((one) => one!.timestampMs[0]!);
  const steps = times.slice(300).map((time, index) => time - times[299 + index]!);
  for (const step of steps) expect(Math.abs(step - 20)).toBeLessThan(2);
  for (const [index, time] of times.entries())
    expect(Math.abs(time - raws[index]!)).toBeLessThan(9);
});

test('whatever the clock shows, times rise and stay finite', () => {
  const packet = fc.record({
    raw: fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 5000 })),
    frames: fc.integer({ min: 1, max: 20 }),
    waitedMs: fc.integer({ min: 0, max: 5000 }),
  });
  fc.assert(
    fc.property(
      fc.array(packet, { maxLength: 40 }),
      fc.constantFrom('first' as const, 'last' as const),
      fc.constantFrom(0, 8),
      (packets, at, roundedMs) => {
        const clock = new DeviceClock({ rateHz: 50, lapMs: 2 ** 32, roundedMs });
        let arrivalMs = 0;
        let last = Number.NEGATIVE_INFINITY;
        for (const { raw, frames, waitedMs } of packets) {
          arrivalMs += waitedMs;
          const told = clock.times(raw, frames, arrivalMs, { at });
          for (const time of told?.timestampMs ?? []) {
            expect(time).toBeGreaterThan(last);
            last = time;
          }
          expect(told?.lostBefore ?? 0).toBeGreaterThanOrEqual(0);
        }
        expect(Number.isFinite(last) || packets.length === 0).toBe(true);
      },
    ),
  );
});
