import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '#core/random';
import type { Signal } from '../motion/frame';
import { type MinMax, minMaxOf } from '../motion/min-max-pyramid';
import { motionBursts } from './motion-bursts';
import { motionEnergy } from './motion-energy';
import { blockAround, firstAtOrAfter, isSummaryOf, summariseSignal } from './signal-summary';

const channels = [
  { name: 'gyroX', unit: 'dps' },
  { name: 'gyroY', unit: 'dps' },
] as const;

/** Frames some 20 ms apart, on a clock that began long ago, with a movement every four seconds. */
function signalOf(frames: number, seed: number): Signal {
  const random = createRandom(seed);
  let atMs = 5000;
  return {
    channels,
    timestampMs: Float64Array.from({ length: frames }, () => {
      atMs += 18 + random.next() * 4;
      return atMs;
    }),
    values: Float32Array.from({ length: frames * 2 }, (_, i) =>
      (i >> 1) % 200 < 50 ? 80 + random.normal() : random.normal(),
    ),
  };
}

test('blocks hold the least and greatest of the values and of the energy in them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2000 }),
      fc.nat(1000),
      fc.nat(2100),
      fc.nat(2100),
      fc.boolean(),
      (frames, seed, a, b, isEnergy) => {
        const signal = signalOf(frames, seed);
        const summary = summariseSignal(signal);
        const [from, to] = [Math.min(a, b), Math.min(frames, Math.max(a, b))];
        const values = isEnergy ? motionEnergy(signal) : signal.values;
        const channelCount = isEnergy ? 1 : 2;
        const block = isEnergy ? 4 : 16;
        const levels = isEnergy ? summary.energy : summary.levels;
        let least = Number.POSITIVE_INFINITY;
        let greatest = Number.NEGATIVE_INFINITY;
        const end = Math.min(frames, Math.ceil(to / block) * block);
        if (from < to) {
          for (let i = Math.floor(from / block) * block; i < end; i++) {
            least = Math.min(least, values[i * channelCount]!);
            greatest = Math.max(greatest, values[i * channelCount]!);
          }
        }
        const into: MinMax = [0, 0];
        minMaxOf({ channelCount, frameCount: frames, levels }, 0, from, to, into);
        expect(into).toEqual([least, greatest]);
      },
    ),
  );
});

test('the block around a time is the one that holds the frame there', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.nat(100),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (frames, seed, part) => {
        const signal = signalOf(frames, seed);
        const summary = summariseSignal(signal);
        const { timestampMs } = signal;
        const timeMs = timestampMs[0]! + part * (timestampMs[frames - 1]! - timestampMs[0]!);
        // The last frame at or before it.
        const after = firstAtOrAfter(timestampMs, timeMs);
        const frame = timestampMs[after] === timeMs ? after : after - 1;
        const block = blockAround(summary, timeMs);
        expect(block % 16).toBe(0);
        expect(block).toBeLessThanOrEqual(Math.max(0, frame));
        expect(frame - block).toBeLessThan(16);
      },
    ),
  );
});

test('its bursts are what is suggested for a recording without labels', () => {
  const signal = signalOf(1500, 3);
  const { bursts } = summariseSignal(signal);
  expect(bursts.length).toBeGreaterThan(4);
  expect(bursts).toEqual(motionBursts(signal.timestampMs, motionEnergy(signal)));
});

test('gaps are told from the frame before to the frame after, from the first frame on', () => {
  const timestampMs = Float64Array.from(
    { length: 400 },
    (_, i) => 1000 + i * 10 + (i >= 150 ? 490 : 0) + (i >= 300 ? 30 : 0),
  );
  const { gaps } = summariseSignal({ channels, timestampMs, values: new Float32Array(800) });
  expect(gaps).toEqual([
    { startMs: 1490, endMs: 1990, missing: 49 },
    { startMs: 3480, endMs: 3520, missing: 3 },
  ]);
});

test('without frames there is nothing to summarise, and one frame is enough', () => {
  const none = summariseSignal({
    channels,
    timestampMs: new Float64Array(0),
    values: new Float32Array(0),
  });
  expect(none).toMatchObject({ frameCount: 0, levels: [], energy: [], bursts: [], gaps: [] });
  const one = summariseSignal({
    channels,
    timestampMs: Float64Array.of(7),
    values: Float32Array.of(1, 2),
  });
  expect(one.levels[0]).toMatchObject({ least: Float32Array.of(1, 2) });
  expect([...one.blockMs]).toEqual([7, 7]);
});

test('a summary of other frames, or of another making, is not taken for this one', () => {
  const summary = summariseSignal(signalOf(50, 1));
  expect(isSummaryOf(summary, 50)).toBe(true);
  expect(isSummaryOf(summary, 51)).toBe(false);
  expect(isSummaryOf({ ...summary, version: summary.version + 1 }, 50)).toBe(false);
});

test('an hour of nine channels at 200 Hz is summarised in less than a fifth of its size', () => {
  const frames = 720_000;
  const nine = Array.from({ length: 9 }, (_, i) => ({ name: `c${i}`, unit: 'raw' as const }));
  const signal = {
    channels: nine,
    timestampMs: Float64Array.from({ length: frames }, (_, i) => i * 5),
    values: new Float32Array(frames * 9),
  };
  const { levels, energy, blockMs } = summariseSignal(signal);
  const bytes = [...levels, ...energy].reduce(
    (sum, { least, greatest }) => sum + least.byteLength + greatest.byteLength,
    blockMs.byteLength,
  );
  expect(bytes).toBeLessThan((signal.values.byteLength + signal.timestampMs.byteLength) / 5);
});
