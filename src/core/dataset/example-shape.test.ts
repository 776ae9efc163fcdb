import { expect, test } from 'vitest';
import { exampleShape } from './example-shape';

const channels = [
  { name: 'accX', unit: 'g' },
  { name: 'gyroX', unit: 'dps' },
  { name: 'gyroY', unit: 'dps' },
] as const;

const signal = {
  channels,
  timestampMs: Float64Array.from({ length: 100 }, (_, i) => 7000 + i * 10),
  values: Float32Array.from(
    Array.from({ length: 100 }, (_, i) => [1000 * i, 5, 20 + 80 * Math.sin(i / 8)]).flat(),
  ),
};

test('it shows the gyroscope channel that moves most, within −1 and 1', () => {
  const shape = exampleShape(signal, { startMs: 100, endMs: 800 }, 24);
  expect(shape).toHaveLength(24);
  expect(Math.max(...shape.map(Math.abs))).toBeGreaterThan(0.9);
  expect(Math.max(...shape.map(Math.abs))).toBeLessThanOrEqual(1);
  expect(shape[0]! > shape[12]!).toBe(true);
});

test('a stretch without frames has no picture', () => {
  expect(exampleShape(signal, { startMs: 5000, endMs: 6000 }, 24)).toHaveLength(0);
});

test('a stretch in which nothing moves is a flat line', () => {
  const still = { ...signal, values: new Float32Array(300).fill(3) };
  expect([...exampleShape(still, { startMs: 0, endMs: 500 }, 4)]).toEqual([0, 0, 0, 0]);
});

test('a stretch of an hour has a picture as small as any', () => {
  const frames = 400_000;
  const long = {
    channels: channels.slice(1, 2),
    timestampMs: Float64Array.from({ length: frames }, (_, i) => i * 10),
    values: Float32Array.from({ length: frames }, (_, i) => i),
  };
  const shape = exampleShape(long, { startMs: 0, endMs: frames * 10 }, 3);
  expect(shape[0]).toBeCloseTo(-1, 1);
  expect(shape[1]).toBeCloseTo(0, 1);
  expect(shape[2]).toBeCloseTo(1, 1);
});
