import { expect, test } from 'vitest';
import { runScript, type ScriptStep } from '../motion/simulator/script';
import { createSubject } from '../motion/simulator/subject';
import { BodyMotion } from './body-motion';

const PEOPLE = [1, 2, 3, 4, 5, 6, 7, 8];

/** Times at which the answer changed, with the answer. */
function changes(seed: number, steps: readonly ScriptStep[]): { moving: boolean; atMs: number }[] {
  const { signal } = runScript({ subject: createSubject(seed) }, steps);
  const body = new BodyMotion(signal.channels);
  const found: { moving: boolean; atMs: number }[] = [];
  for (const [frame, atMs] of signal.timestampMs.entries()) {
    if (body.push(atMs, signal.values, frame * signal.channels.length)) {
      found.push({ moving: body.isMoving, atMs });
    }
  }
  return found;
}

test.each(PEOPLE)('person %i is seen to set off and to stop', (seed) => {
  const found = changes(seed, [
    { do: 'wait', ms: 5000 },
    { do: 'activity', activity: 'walking' },
    { do: 'wait', ms: 20_000 },
    { do: 'activity', activity: 'still' },
    { do: 'wait', ms: 10_000 },
  ]);
  expect(found.map(({ moving }) => moving)).toEqual([true, false]);
  expect(found[0]!.atMs).toBeLessThan(12_000);
  expect(found[1]!.atMs).toBeGreaterThan(25_000);
});

test.each(PEOPLE)('person %i who talks, nods and looks down on a chair does not move', (seed) => {
  const gestures: ScriptStep[] = (
    ['nod', 'shake', 'neck-left', 'nod', 'shake', 'nod'] as const
  ).flatMap((action) => [{ do: 'perform', action } as const, { do: 'wait', ms: 1000 } as const]);
  const found = changes(seed, [
    { do: 'activity', activity: 'talking' },
    { do: 'wait', ms: 20_000 },
    ...gestures,
    { do: 'hold', posture: 'head-down' },
    { do: 'wait', ms: 5000 },
  ]);
  expect(found).toEqual([]);
});

test('without an accelerometer it never says that the body moves', () => {
  const body = new BodyMotion([{ name: 'gyroX', unit: 'dps' }]);
  for (let frame = 0; frame < 500; frame++) {
    expect(body.push(frame * 20, Float32Array.of(Math.sin(frame) * 300), 0)).toBe(false);
  }
});
