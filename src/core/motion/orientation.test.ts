import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cross,
  DEGREES_PER_RADIAN,
  fromAxisAngle,
  inverse,
  multiply,
  type Quaternion,
  rotate,
  TiltEstimate,
  tiltFromAcceleration,
  type Vector3,
} from './orientation';

const X: Vector3 = [1, 0, 0];
const Y: Vector3 = [0, 1, 0];
const Z: Vector3 = [0, 0, 1];

const angle = fc.double({ min: -7, max: 7, noNaN: true });
const part = fc.double({ min: -5, max: 5, noNaN: true });
const vector: fc.Arbitrary<Vector3> = fc.tuple(part, part, part);
const turn: fc.Arbitrary<Quaternion> = fc
  .tuple(angle, angle, angle)
  .map(([a, b, c]) =>
    multiply(fromAxisAngle(Y, a), multiply(fromAxisAngle(Z, b), fromAxisAngle(X, c))),
  );

function expectClose(actual: readonly number[], wanted: readonly number[], digits = 9): void {
  expect(actual).toHaveLength(wanted.length);
  actual.forEach((value, at) => {
    expect(value).toBeCloseTo(wanted[at]!, digits);
  });
}

test('a quarter turn follows the right hand', () => {
  expectClose(rotate(fromAxisAngle(Z, Math.PI / 2), X), Y);
  expectClose(rotate(fromAxisAngle(X, Math.PI / 2), Y), Z);
  expectClose(rotate(fromAxisAngle(Y, Math.PI / 2), Z), X);
  expectClose(cross(X, Y), Z);
});

test('turning keeps lengths and angles, and the opposite turn takes it back', () => {
  fc.assert(
    fc.property(turn, vector, vector, (q, v, w) => {
      const dot = (a: Vector3, b: Vector3) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
      expect(dot(rotate(q, v), rotate(q, w))).toBeCloseTo(dot(v, w), 8);
      expectClose(rotate(inverse(q), rotate(q, v)), v, 8);
    }),
  );
});

test('a product turns by its right side first', () => {
  fc.assert(
    fc.property(turn, turn, vector, (a, b, v) => {
      expectClose(rotate(multiply(a, b), v), rotate(a, rotate(b, v)), 8);
    }),
  );
});

test('looking down is positive pitch and the left ear down is positive roll', () => {
  const within = fc.double({ min: -80, max: 80, noNaN: true });
  fc.assert(
    fc.property(within, within, (pitchDeg, rollDeg) => {
      // What gravity looks like from a head pitched about Z, then rolled about X.
      const head = multiply(
        fromAxisAngle(Z, pitchDeg / DEGREES_PER_RADIAN),
        fromAxisAngle(X, rollDeg / DEGREES_PER_RADIAN),
      );
      const up = rotate(inverse(head), Y);
      const tilt = tiltFromAcceleration(...up);
      expect(tilt.pitchDeg).toBeCloseTo(pitchDeg, 6);
      expect(tilt.rollDeg).toBeCloseTo(rollDeg, 6);
    }),
  );
});

test('the estimate follows a step by its time constant, whatever the rate', () => {
  for (const rateHz of [10, 50, 200]) {
    const estimate = new TiltEstimate(500);
    expect(estimate.tilt).toBeUndefined();
    estimate.push(0, 0, 1, 0);
    for (let ms = 1000 / rateHz; ms <= 500 + 1e-9; ms += 1000 / rateHz) estimate.push(ms, 1, 0, 0);
    const reached = 1 - Math.exp(-1);
    const wanted = Math.atan2(reached, 1 - reached) * DEGREES_PER_RADIAN;
    expect(estimate.tilt?.pitchDeg).toBeCloseTo(wanted, 6);
  }
});

test('when time runs backwards the estimate starts over', () => {
  const estimate = new TiltEstimate(500);
  estimate.push(5000, 1, 0, 0);
  estimate.push(100, 0, 1, 0);
  expect(estimate.tilt?.pitchDeg).toBeCloseTo(0);
});
