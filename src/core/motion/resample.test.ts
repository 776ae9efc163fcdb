import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Signal } from './frame';
import { resample, StreamResampler } from './resample';

const CHANNELS = [
  { name: 'accX', unit: 'g' },
  { name: 'accY', unit: 'g' },
] as const;

function signalOf(
  times: readonly number[],
  value: (ms: number, channel: number) => number,
): Signal {
  return {
    channels: CHANNELS,
    timestampMs: Float64Array.from(times),
    values: Float32Array.from(times.flatMap((ms) => CHANNELS.map((_, at) => value(ms, at)))),
  };
}

/** Rising times with jitter and now and then a hole. */
const risingTimes = fc
  .tuple(
    fc.integer({ min: -7000, max: 7_000_000 }).map((seventh) => seventh / 7),
    fc.array(fc.oneof(fc.double({ min: 0.5, max: 40, noNaN: true }), fc.constantFrom(20, 400)), {
      minLength: 1,
      maxLength: 60,
    }),
  )
  .map(([firstMs, steps]) => {
    const times = [firstMs];
    for (const step of steps) times.push(times.at(-1)! + step);
    return times;
  });

test('a stream gives the very same points, bit for bit, however it is cut into batches', () => {
  fc.assert(
    fc.property(
      risingTimes,
      fc.constantFrom(25, 50, 62.5, 100),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      (times, rateHz, sizes) => {
        const signal = signalOf(times, (ms, at) => Math.sin(ms / 90 + at) * 3);
        const whole = resample(signal, rateHz);
        const values: number[] = [];
        const valid: number[] = [];
        const pointsMs: number[] = [];
        const stream = new StreamResampler(
          { rateHz, channelCount: 2, maxGapMs: 250 },
          (ms, point, isValid) => {
            pointsMs.push(ms);
            values.push(...point);
            valid.push(isValid ? 1 : 0);
          },
        );
        for (let frame = 0, turn = 0; frame < times.length; turn++) {
          const end = Math.min(times.length, frame + sizes[turn % sizes.length]!);
          stream.push({
            timestampMs: signal.timestampMs.slice(frame, end),
            values: signal.values.slice(frame * 2, end * 2),
          });
          frame = end;
        }
        expect(values).toEqual([...whole.values]);
        expect(valid).toEqual([...whole.valid]);
        expect(pointsMs[0]).toBe(whole.startMs);
        // No point is missing at the end.
        const afterLastMs = whole.startMs + (pointsMs.length * 1000) / rateHz;
        expect(afterLastMs).toBeGreaterThan(times.at(-1)!);
      },
    ),
  );
});

test('frames already on the grid come through untouched', () => {
  const signal = signalOf(
    Array.from({ length: 40 }, (_, frame) => 1000 + frame * 20),
    (ms, at) => Math.fround(Math.cos(ms) + at),
  );
  const even = resample(signal, 50);
  expect(even.values).toEqual(signal.values);
  expect(even.valid.every((one) => one === 1)).toBe(true);
});

test('what changes evenly is met between the frames', () => {
  fc.assert(
    fc.property(risingTimes, (times) => {
      const slope = (ms: number, at: number) => ((ms - times[0]!) / 1000) * (at + 1);
      const { values, rateHz } = resample(signalOf(times, slope), 40);
      for (let point = 0; point < values.length / 2; point++) {
        const ms = times[0]! + (point * 1000) / rateHz;
        expect(values[point * 2]).toBeCloseTo(slope(ms, 0), 4);
        expect(values[point * 2 + 1]).toBeCloseTo(slope(ms, 1), 4);
      }
    }),
  );
});

test('points inside a gap are not to be trusted, those on its edges are', () => {
  const { valid } = resample(
    signalOf([0, 20, 40, 320, 340], () => 1),
    50,
  );
  expect([...valid]).toEqual([1, 1, 1, ...new Array(13).fill(0), 1, 1]);
});

test('nothing in, nothing out; one frame, one point', () => {
  expect(
    resample(
      signalOf([], () => 0),
      50,
    ).valid,
  ).toHaveLength(0);
  expect([
    ...resample(
      signalOf([7], () => 3),
      50,
    ).values,
  ]).toEqual([3, 3]);
});

test('a stream whose time runs backwards begins a new grid, and so does a restarted one', () => {
  const points: number[] = [];
  const stream = new StreamResampler({ rateHz: 100, channelCount: 1, maxGapMs: 250 }, (ms) =>
    points.push(ms),
  );
  const push = (...times: number[]) =>
    stream.push({
      timestampMs: Float64Array.from(times),
      values: new Float32Array(times.length),
    });
  push(1000, 1015);
  push(3, 24);
  stream.restart();
  push(27, 37);
  expect(points).toEqual([1000, 1010, 3, 13, 23, 27, 37]);
});
