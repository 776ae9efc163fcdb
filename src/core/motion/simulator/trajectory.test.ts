import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addMove,
  addOscillations,
  addProduct,
  clearMotion,
  type Motion,
  type Move,
  Track,
} from './trajectory';

const zero = (): Motion => ({ position: 0, velocity: 0, acceleration: 0 });

const moves = fc.record({
  startMs: fc.integer({ min: 0, max: 3000 }),
  durationMs: fc.integer({ min: 300, max: 1500 }),
  delta: fc.integer({ min: -40, max: 40 }),
});

function at(move: Move, timeMs: number): Motion {
  const motion = zero();
  addMove(move, timeMs, motion);
  return motion;
}

/** Checks velocity and acceleration against differences of the position over ±`h` ms. */
function expectDerivatives(of: (timeMs: number) => Motion, timeMs: number, scale: number): void {
  const h = 0.5;
  const before = of(timeMs - h);
  const now = of(timeMs);
  const after = of(timeMs + h);
  const seconds = h / 1000;
  const velocity = (after.position - before.position) / (2 * seconds);
  const acceleration = (after.velocity - before.velocity) / (2 * seconds);
  expect(Math.abs(now.velocity - velocity)).toBeLessThan(1e-3 * scale);
  expect(Math.abs(now.acceleration - acceleration)).toBeLessThan(0.1 * scale);
}

test('a move is at rest at both ends and has covered its whole way between', () => {
  fc.assert(
    fc.property(moves, (move) => {
      const end = move.startMs + move.durationMs;
      expect(at(move, move.startMs)).toEqual(zero());
      expect(at(move, end)).toEqual({ position: move.delta, velocity: 0, acceleration: 0 });
      const edge = move.durationMs * 1e-4;
      for (const near of [at(move, move.startMs + edge), at(move, end - edge)]) {
        // Of the peaks (1.9 times the mean velocity, 5.8 times way over time squared), next to nothing.
        const seconds = move.durationMs / 1000;
        expect(Math.abs(near.velocity)).toBeLessThan((1e-5 * 40) / seconds);
        expect(Math.abs(near.acceleration)).toBeLessThan((0.01 * 40) / (seconds * seconds));
      }
      expect(at(move, move.startMs + move.durationMs / 2).position).toBeCloseTo(move.delta / 2);
    }),
  );
});

test('velocity and acceleration are the derivatives of the position', () => {
  fc.assert(
    fc.property(moves, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (move, share) => {
      expectDerivatives((ms) => at(move, ms), move.startMs + share * move.durationMs, 40);
    }),
  );
  const wobble = (ms: number) => {
    const motion = zero();
    addOscillations([{ amplitude: 3, frequencyHz: 1.7, phaseRad: 0.4 }], ms, motion);
    return motion;
  };
  const product = (ms: number) => {
    const motion = zero();
    addProduct(at({ startMs: 0, durationMs: 900, delta: 1 }, ms), wobble(ms), motion);
    return motion;
  };
  for (let ms = 30; ms < 1500; ms += 77) {
    expectDerivatives(wobble, ms, 3);
    expectDerivatives(product, ms, 5);
  }
});

test('a track is the sum of its moves, and settling changes nothing', () => {
  fc.assert(
    fc.property(
      fc.array(moves, { maxLength: 6 }),
      fc.integer({ max: 20, min: -20 }),
      (all, rest) => {
        const kept = new Track(rest);
        const settled = new Track(rest);
        for (const move of all) {
          kept.add(move);
          settled.add(move);
        }
        for (let ms = 0; ms < 5000; ms += 250) {
          settled.settle(ms);
          const one = zero();
          const other = zero();
          kept.addTo(ms, one);
          settled.addTo(ms, other);
          expect(other.position).toBeCloseTo(one.position, 9);
          expect(other.velocity).toBeCloseTo(one.velocity, 9);
        }
        expect(settled.target).toBe(kept.target);
        const last = zero();
        settled.addTo(5000, last);
        expect(last).toEqual({ position: settled.target, velocity: 0, acceleration: 0 });
      },
    ),
  );
});

test('a cleared motion is nothing', () => {
  const motion = { position: 1, velocity: 2, acceleration: 3 };
  clearMotion(motion);
  expect(motion).toEqual(zero());
});
