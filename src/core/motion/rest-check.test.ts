import { expect, test } from 'vitest';
import { createRandom } from '../random';
import type { Channel } from './frame';
import { restCheck } from './rest-check';
import { FrameRing } from './ring-buffer';

const CHANNELS: readonly Channel[] = [
  ...['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'g' as const })),
  ...['gyroX', 'gyroY', 'gyroZ'].map((name) => ({ name, unit: 'dps' as const })),
];
const SOUND = [0.1, -0.6, 0.79, 0.5, -1, 0.2];

/** Three seconds at 50 Hz with a sensor's noise, or with motion of `amplitude` on top. */
function check(row: readonly number[], channels = CHANNELS, amplitude = 0, seconds = 3) {
  const ring = new FrameRing(1000, channels.length);
  const random = createRandom(7);
  for (let frame = 0; frame < seconds * 50; frame++) {
    const wave = amplitude * Math.sin(frame / 8);
    const values = row.map((value) => value * (1 + wave) + value * 0.01 * (random.next() - 0.5));
    ring.pushFrame(frame * 20, Float32Array.from(values));
  }
  return restCheck(ring, channels);
}

test('a sound device at rest is fine, in motion and too early there is nothing to say', () => {
  expect(check(SOUND)).toBe('fine');
  expect(check(SOUND, CHANNELS, 0.3)).toBe('moving');
  expect(check(SOUND, CHANNELS, 0, 1.5)).toBe('moving');
  expect(restCheck(new FrameRing(10, 6), CHANNELS)).toBe('moving');
});

test.each([
  ['m/s² taken for g', 9.80665, 1 / 9.80665],
  ['mg taken for g', 1000, 0.001],
  ['g taken for m/s²', 1 / 9.80665, 9.80665],
  ['a range of ±4 g taken for ±2 g', 0.5, 2],
  ['something unknown', 1.3, undefined],
])('%s is found at rest, with its usual cure', (_, scale, factor) => {
  const wrong = check(SOUND.map((value, index) => (index < 3 ? value * scale : value)));
  expect(wrong).toMatchObject({ wrong: 'acceleration-scale' });
  if (typeof wrong !== 'object' || wrong.wrong !== 'acceleration-scale') return;
  expect(wrong.measured / scale).toBeCloseTo(1, 2);
  expect(wrong.likelyFactor).toBe(factor);
});

test('a gyroscope that claims to turn at rest is found', () => {
  expect(check([0, 0, 1, 40, 0, 30])).toMatchObject({ wrong: 'rotation-offset' });
  expect(check([0, 0, 1, 3, -2, 1])).toBe('fine');
});

test('an accelerometer that reads nothing at all is wrong too', () => {
  expect(check([0, 0, 0, 0, 0, 0])).toEqual({ wrong: 'acceleration-scale', measured: 0 });
});

test('one sensor is enough to judge, and without known channels nothing is said', () => {
  expect(check([0, 0, 1], CHANNELS.slice(0, 3))).toBe('fine');
  expect(check([0, 40, 0], CHANNELS.slice(3))).toMatchObject({ wrong: 'rotation-offset' });
  expect(
    check(
      [0, 0, 1],
      [...'abc'].map((name) => ({ name, unit: 'raw' })),
    ),
  ).toBe('moving');
});
