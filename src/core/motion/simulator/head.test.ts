import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '#core/random';
import {
  DEGREES_PER_RADIAN,
  GRAVITY_MS2,
  inverse,
  multiply,
  type Quaternion,
  rotate,
  type Vector3,
} from '../orientation';
import { gaitOf, swayOf } from './activity';
import { planAction } from './gestures';
import { forceAtG, Head } from './head';
import { createSubject } from './subject';

const NO_SWAY = { pitch: [], yaw: [], roll: [] };

/** A head that nods, shakes and tilts at once while it walks: everything that can move does. */
function busyHead(seed: number): Head {
  const subject = createSubject(seed);
  const random = createRandom(seed);
  const head = new Head(4, swayOf(subject, random), gaitOf(subject, random));
  head.setWalking(true, 0, 500);
  for (const action of ['nod', 'shake', 'neck-left'] as const) {
    for (const move of planAction(action, subject, random, 300).moves) head.add(move);
  }
  return head;
}

/** Angle between two orientations, degrees. */
function apart(one: Quaternion, other: Quaternion): number {
  const between = multiply(inverse(one), other);
  return 2 * Math.acos(Math.min(1, Math.abs(between[0]))) * DEGREES_PER_RADIAN;
}

function stillHead(pitchDeg: number, yawDeg: number, rollDeg: number): Head {
  const head = new Head(pitchDeg, NO_SWAY, gaitOf(createSubject(1), createRandom(1)));
  head.add({ angle: 'yaw', startMs: -2, durationMs: 1, delta: yawDeg });
  head.add({ angle: 'roll', startMs: -2, durationMs: 1, delta: rollDeg });
  return head;
}

test('a head at rest feels 1 g, from where up is, anywhere on it', () => {
  const angle = fc.integer({ min: -60, max: 60 });
  fc.assert(
    fc.property(angle, angle, angle, (pitch, yaw, roll) => {
      const state = stillHead(pitch, yaw, roll).at(0);
      const force = forceAtG(state, [0.02, 0.13, 0.07]);
      const up = rotate(inverse(state.orientation), [0, 1, 0]);
      for (let axis = 0; axis < 3; axis++) expect(force[axis]).toBeCloseTo(up[axis]!, 9);
      expect(Math.hypot(...force)).toBeCloseTo(1, 9);
    }),
  );
});

test('positive pitch looks down, positive yaw and roll turn and lean to the left', () => {
  const nose: Vector3 = [-1, 0, 0];
  expect(rotate(stillHead(30, 0, 0).at(0).orientation, nose)[1]).toBeCloseTo(-0.5);
  // Z is left.
  expect(rotate(stillHead(0, 30, 0).at(0).orientation, nose)[2]).toBeCloseTo(0.5);
  expect(rotate(stillHead(0, 0, 30).at(0).orientation, [0, 1, 0])[2]).toBeCloseTo(0.5);
});

test('the rate integrates to the change of orientation', () => {
  for (const seed of [3, 8, 21]) {
    const head = busyHead(seed);
    const stepMs = 1;
    let turned = head.at(0).orientation;
    for (let ms = 0; ms < 3000; ms += stepMs) {
      const { rate } = head.at(ms + stepMs / 2);
      const speed = Math.hypot(...rate);
      const half = (speed * stepMs) / 2000;
      const part = speed > 0 ? Math.sin(half) / speed : 0;
      turned = multiply(turned, [Math.cos(half), rate[0] * part, rate[1] * part, rate[2] * part]);
    }
    expect(apart(turned, head.at(3000).orientation)).toBeLessThan(0.01);
  }
});

test('the force on the sensor is the second derivative of where it is, plus gravity', () => {
  const leverArm: Vector3 = [-0.03, 0.14, 0.075];
  for (const seed of [3, 8, 21]) {
    const head = busyHead(seed);
    const place = (ms: number): Vector3 => {
      const { orientation, pivotM } = head.at(ms);
      const arm = rotate(orientation, leverArm);
      return [pivotM[0] + arm[0], pivotM[1] + arm[1], pivotM[2] + arm[2]];
    };
    const h = 0.02;
    let largest = 0;
    for (let ms = 40; ms < 2500; ms += 13) {
      const [before, now, after] = [place(ms - h), place(ms), place(ms + h)];
      const second = (axis: number) =>
        (after[axis]! - 2 * now[axis]! + before[axis]!) / (h / 1000) ** 2 / GRAVITY_MS2;
      const world: Vector3 = [second(0), second(1) + 1, second(2)];
      const state = head.at(ms);
      const wanted = rotate(inverse(state.orientation), world);
      const force = forceAtG(state, leverArm);
      for (let axis = 0; axis < 3; axis++) {
        expect(Math.abs(force[axis]! - wanted[axis]!)).toBeLessThan(2e-4);
        largest = Math.max(largest, Math.abs(force[axis]! - (axis === 1 ? 1 : 0)));
      }
    }
    // The head did move.
    expect(largest).toBeGreaterThan(0.05);
  }
});

test('who stops walking stands still', () => {
  const subject = createSubject(5);
  const random = createRandom(5);
  const head = new Head(0, NO_SWAY, gaitOf(subject, random));
  head.setWalking(true, 0, 400);
  head.setWalking(true, 100, 400);
  expect(Math.hypot(...head.at(2000).pivotM)).toBeGreaterThan(0);
  head.setWalking(false, 2000, 400);
  for (let ms = 2400; ms < 2500; ms += 20) head.settle(ms);
  const state = head.at(2500);
  expect(state.pivotM.map(Math.abs)).toEqual([0, 0, 0]);
  expect(state.rate.map(Math.abs)).toEqual([0, 0, 0]);
});
