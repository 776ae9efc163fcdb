import { expect, test } from 'vitest';
import type { Channel } from '../motion/frame';
import { createRandom } from '../random';
import { augmentWindow } from './augment';

const three = (name: string, unit: Channel['unit']) =>
  ['X', 'Y', 'Z'].map((axis) => ({ name: name + axis, unit }));
const CHANNELS = [...three('acc', 'g'), ...three('gyro', 'dps')];
const FRAMES = 40;

/** A head at rest that then turns about Z. */
function window(): Float32Array {
  const frames = Array.from({ length: FRAMES }, (_, frame) => [
    0.1,
    1,
    -0.05,
    0,
    0,
    60 * Math.sin(frame / 6),
  ]);
  return Float32Array.from(frames.flat());
}

const lengths = (values: Float32Array, first: number) =>
  Array.from({ length: FRAMES }, (_, frame) =>
    Math.hypot(...values.subarray(frame * 6 + first, frame * 6 + first + 3)),
  );

test('gravity keeps its length, and rotation is scaled by one factor throughout', () => {
  const random = createRandom(4);
  for (let draw = 0; draw < 50; draw++) {
    const before = window();
    const after = window();
    augmentWindow(after, CHANNELS, random);
    const gravity = Math.hypot(0.1, 1, -0.05);
    for (const length of lengths(after, 0)) expect(length).toBeCloseTo(gravity, 4);
    const factors = lengths(after, 3).flatMap((length, frame) => {
      const was = lengths(before, 3)[frame]!;
      return was > 1 ? [length / was] : [];
    });
    for (const factor of factors) expect(factor).toBeCloseTo(factors[0]!, 4);
  }
});

test('both sensors are turned by the same turn', () => {
  const values = window();
  augmentWindow(values, CHANNELS, createRandom(7));
  // Angle between gravity and the axis of rotation: what no common turn can change.
  const at = 10 * 6;
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const cosine = (of: Float32Array) => {
    const [g, w] = [of.subarray(at, at + 3), of.subarray(at + 3, at + 6)];
    return dot(g, w) / Math.sqrt(dot(g, g) * dot(w, w));
  };
  expect(cosine(values)).toBeCloseTo(cosine(window()), 5);
  expect(values).not.toEqual(window());
});

test('the same seed draws the same windows, and a sensor of one axis is only scaled', () => {
  const [one, other] = [window(), window()];
  augmentWindow(one, CHANNELS, createRandom(2));
  augmentWindow(other, CHANNELS, createRandom(2));
  expect(one).toEqual(other);
  const flex = Float32Array.of(1, 2, 3);
  augmentWindow(flex, [{ name: 'flex', unit: 'raw' }], createRandom(2));
  expect(flex[1]).toBeCloseTo(2, 6);
  expect(flex[2]! - 2).toBeCloseTo(2 - flex[0]!, 6);
});
