import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Channel } from '../motion/frame';
import { motionEnergy } from './motion-energy';

const acceleration: Channel[] = ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'g' }));
const rotation: Channel[] = ['gyroX', 'gyroY', 'gyroZ'].map((name) => ({ name, unit: 'dps' }));

function signalOf(channels: Channel[], frames: number, valueAt: (frame: number) => number[]) {
  return {
    channels,
    timestampMs: Float64Array.from({ length: frames }, (_, i) => i * 10),
    values: Float32Array.from(Array.from({ length: frames }, (_, i) => valueAt(i)).flat()),
  };
}

test('it is the magnitude of the rotation, whatever the acceleration does', () => {
  const energy = motionEnergy(
    signalOf([...acceleration, ...rotation], 400, (i) => [
      i % 2,
      5,
      0,
      ...(i >= 300 ? [30, 0, 40] : [0, 0, 0]),
    ]),
  );
  expect(energy[100]).toBe(0);
  expect(energy[350]).toBeCloseTo(50);
  expect(energy[300]).toBeGreaterThan(20);
  expect(energy[300]).toBeLessThan(30);
});

test('a gyroscope that is off by a constant is still when it is', () => {
  const energy = motionEnergy(signalOf(rotation, 200, () => [3, -2, 1]));
  expect(Math.max(...energy)).toBe(0);
});

test('without a gyroscope gravity counts for nothing and a jolt for much', () => {
  const energy = motionEnergy(
    signalOf(acceleration, 600, (i) => [0, i > 290 && i < 310 ? 0.5 : 0, 1]),
  );
  expect(energy[100]).toBeCloseTo(0);
  expect(energy[300]).toBeGreaterThan(0.3);
});

test('one wild frame is passed over', () => {
  const energy = motionEnergy(
    signalOf(rotation, 200, (i) => (i === 100 ? [2000, 0, 0] : [0, 0, 0])),
  );
  expect(Math.max(...energy)).toBe(0);
});

test('channels of unknown units count by their own spread', () => {
  const channels: Channel[] = [
    { name: 'flex', unit: 'raw' },
    { name: 'light', unit: 'raw' },
  ];
  const energy = motionEnergy(
    signalOf(channels, 600, (i) => [500 + (i % 2), i > 290 && i < 310 ? 9 : (i % 2) * 0.1]),
  );
  expect(energy[300]).toBeGreaterThan(5 * energy[100]!);
});

test('one finite value of at least 0 a frame, whatever the frames hold', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: 0, max: 500, noNaN: true }), fc.float()), {
        maxLength: 40,
      }),
      fc.constantFrom<Channel>(
        { name: 'accX', unit: 'g' },
        { name: 'gyroX', unit: 'dps' },
        { name: 'flex', unit: 'raw' },
        { name: 'magX', unit: 'uT' },
      ),
      (frames, channel) => {
        let timeMs = 0;
        const energy = motionEnergy({
          channels: [channel],
          timestampMs: Float64Array.from(frames, ([stepMs]) => {
            timeMs += stepMs;
            return timeMs;
          }),
          values: Float32Array.from(frames, ([, value]) => Math.fround(value % 1e6)),
        });
        expect(energy).toHaveLength(frames.length);
        for (const value of energy) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(value)).toBe(true);
        }
      },
    ),
  );
});
