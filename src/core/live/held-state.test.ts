import { expect, test } from 'vitest';
import { HeldState } from './held-state';

const NOTHING = [1, 0, 0, 0];
const NOD = [0, 1, 0, 0];
const DOWN = [0, 0, 1, 0];
const UP = [0, 0, 0, 1];

function heldState(): HeldState {
  return new HeldState({
    classes: ['nothing', 'nod', 'down', 'up'],
    kinds: [undefined, 'event', 'state', 'state'],
    thresholds: [1, 0.8, 0.5, 0.5],
    minimumMs: 400,
  });
}

/** Feeds scores every 100 ms and lists what changed and when. */
function changes(
  steps: readonly (readonly number[])[],
  inEvent: readonly boolean[] = [],
): string[] {
  const held = heldState();
  return steps.flatMap((scores, step) =>
    held.push(step * 100, scores, inEvent[step] ?? false)
      ? [`${held.gestureId ?? 'none'} ${step * 100}`]
      : [],
  );
}

const repeat = (scores: readonly number[], times: number) =>
  Array.from({ length: times }, () => scores);

test('a state is entered and left once it was seen long enough', () => {
  expect(changes([...repeat(NOTHING, 2), ...repeat(DOWN, 6), ...repeat(NOTHING, 6)])).toEqual([
    'down 600',
    'none 1200',
  ]);
});

test('a moment of another state changes nothing', () => {
  expect(changes([...repeat(DOWN, 5), ...repeat(UP, 3), ...repeat(DOWN, 5)])).toEqual(['down 400']);
});

test('the wait begins again with every change of mind', () => {
  const steps = [...repeat(DOWN, 3), ...repeat(UP, 3), ...repeat(DOWN, 6)];
  expect(changes(steps)).toEqual(['down 1000']);
});

test('during an event the last state stays', () => {
  expect(changes([...repeat(DOWN, 5), ...repeat(NOD, 10), ...repeat(DOWN, 3)])).toEqual([
    'down 400',
  ]);
  const held = Array.from({ length: 15 }, (_, step) => step >= 5);
  expect(changes([...repeat(DOWN, 5), ...repeat(NOTHING, 10)], held)).toEqual(['down 400']);
});

test('a doubtful state counts as none', () => {
  expect(changes(repeat([0.3, 0, 0.4, 0.3], 8))).toEqual([]);
});
