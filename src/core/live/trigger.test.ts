import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Trigger } from './trigger';

const OPTIONS = {
  classes: ['nothing', 'nod', 'shake', 'down'],
  kinds: [undefined, 'event', 'event', 'state'],
  thresholds: [1, 0.7, 0.7, 0.5],
  holdOffMs: 500,
  windowMs: 2000,
} as const;

const NOTHING = [1, 0, 0, 0];
const NOD = [0.1, 0.9, 0, 0];
const SHAKE = [0.1, 0, 0.9, 0];

/** The last movement in view began before it. */
const NO_ONSET = () => Number.NEGATIVE_INFINITY;

/** Feeds one set of scores every 100 ms; classes fired, with when. */
function fire(steps: readonly (readonly number[])[], onsetMs: () => number = NO_ONSET): string[] {
  const trigger = new Trigger(OPTIONS);
  return steps.flatMap((scores, step) => {
    const index = trigger.push(step * 100, scores, onsetMs);
    return index < 0 ? [] : [`${OPTIONS.classes[index]} ${step * 100}`];
  });
}

const repeat = (scores: readonly number[], times: number) =>
  Array.from({ length: times }, () => scores);

test('one movement in many windows is one event', () => {
  expect(fire([...repeat(NOTHING, 3), ...repeat(NOD, 12), ...repeat(NOTHING, 5)])).toEqual([
    'nod 300',
  ]);
});

test('below its threshold nothing fires, not even as the likeliest class', () => {
  expect(fire(repeat([0.35, 0.65, 0, 0], 5))).toEqual([]);
});

test('another class that scores higher holds an event back', () => {
  const trigger = new Trigger({ ...OPTIONS, thresholds: [1, 0.3, 0.3, 0.5] });
  expect(trigger.push(0, [0.6, 0.4, 0, 0], NO_ONSET)).toBe(-1);
  expect(trigger.push(100, [0, 0.4, 0, 0.6], NO_ONSET)).toBe(-1);
  expect(trigger.push(200, [0.2, 0.4, 0, 0.3], NO_ONSET)).toBe(1);
});

test('a score that wavers about its threshold does not fire again', () => {
  const wavering = [0.72, 0.66, 0.72, 0.6, 0.72, 0.5, 0.72, 0.6, 0.72].map((nod) => [
    0.1,
    nod,
    0,
    0,
  ]);
  expect(fire(wavering)).toEqual(['nod 0']);
});

test('the same movement made again fires again once the first was let go', () => {
  expect(fire([...repeat(NOD, 6), ...repeat(NOTHING, 2), ...repeat(NOD, 3)])).toEqual([
    'nod 0',
    'nod 800',
  ]);
});

test('a movement that began after the hold-off is a new one, once the first has left the window', () => {
  expect(fire(repeat(NOD, 25), () => 1300)).toEqual(['nod 0', 'nod 2000']);
});

test('the end of a movement, still in view after a window, is not a second one', () => {
  expect(fire(repeat(NOD, 25), () => 400)).toEqual(['nod 0']);
  expect(fire(repeat(NOD, 25))).toEqual(['nod 0']);
});

test('within the hold-off nothing fires, after it another movement may', () => {
  expect(fire([NOD, ...repeat(SHAKE, 8)])).toEqual(['nod 0', 'shake 500']);
});

test('two events are never closer than the hold-off, whatever the scores', () => {
  const scores = fc.array(
    fc.tuple(...[0, 1, 2, 3].map(() => fc.double({ min: 0, max: 1, noNaN: true }))),
  );
  fc.assert(
    fc.property(scores, (steps) => {
      const times = fire(steps).map((one) => Number(one.split(' ')[1]));
      for (let i = 1; i < times.length; i++) {
        expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(OPTIONS.holdOffMs);
      }
    }),
  );
});

test('clear forgets the event under way', () => {
  const trigger = new Trigger(OPTIONS);
  expect(trigger.push(0, NOD, NO_ONSET)).toBe(1);
  expect(trigger.held).toBe(1);
  trigger.clear();
  expect(trigger.held).toBe(-1);
  expect(trigger.push(100, NOD, NO_ONSET)).toBe(1);
});
