import { expect, test } from 'vitest';
import { movementOnset } from './movement-onset';

/** Strengths oldest first, as a ring whose oldest point lies in slot `turn`. */
function ring(strengths: readonly number[], turn: number): Float32Array {
  const motion = new Float32Array(strengths.length);
  strengths.forEach((strength, position) => {
    motion[(position + turn) % strengths.length] = strength;
  });
  return motion;
}

const REST = [0, 0.1, 0, 0, 0.1, 0, 0, 0];
const MOVE = [3, 9, 10, 1, 9, 8, 3];

test('the movement begins where the rest before it ends, wherever the ring begins', () => {
  for (const turn of [0, 1, 9, 22]) {
    const strengths = [...REST, ...MOVE, ...REST];
    // Fifteen points lie after the first of the movement.
    expect(movementOnset(ring(strengths, turn), turn, 50)).toBe(strengths.length - 1 - REST.length);
  }
});

test('of two movements it is the later one', () => {
  const strengths = [...MOVE, ...REST, ...MOVE];
  expect(movementOnset(ring(strengths, 4), 4, 50)).toBe(MOVE.length - 1);
});

test('a turning point within a movement is no rest', () => {
  const strengths = [...REST, 9, 9, 0, 0, 0, 9, 9, ...REST];
  expect(movementOnset(ring(strengths, 0), 0, 50)).toBe(REST.length + 7 - 1);
});

test('a movement that was under way before the view begins there', () => {
  const strengths = [...MOVE, ...MOVE, ...MOVE];
  expect(movementOnset(ring(strengths, 0), 0, 50)).toBe(strengths.length - 1);
});
