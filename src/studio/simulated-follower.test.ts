import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { GuidedTask } from '#core/dataset/guided-plan';
import type { SimulatorControl } from '#device/simulator';
import { createSimulatedFollower } from './simulated-follower';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const prompt = (task: GuidedTask) => ({ task, announceMs: 1000, lastsMs: 6000, returnMs: 2000 });
const event = (gestureId: string) => prompt({ kind: 'event', gestureId });
const state = (gestureId: string) => prompt({ kind: 'state', gestureId });

function setUp() {
  const did: string[] = [];
  const control = {
    perform: (action: string) => did.push(action),
    hold: (posture: string) => did.push(posture),
  } as unknown as SimulatorControl;
  const follower = createSimulatedFollower(control, { nod: 'n', headDown: 'd' }, 1);
  return { follower, did };
}

test('does what is asked, but no sooner than a person can', () => {
  const { follower, did } = setUp();
  follower.step('announce', event('n'));
  vi.advanceTimersByTime(5000);
  expect(did).toEqual([]);
  follower.step('go', event('n'));
  vi.advanceTimersByTime(299);
  expect(did).toEqual([]);
  vi.advanceTimersByTime(202);
  expect(did).toEqual(['nod']);
});

test('holds a posture until called back', () => {
  const { follower, did } = setUp();
  follower.step('go', state('d'));
  vi.advanceTimersByTime(6000);
  expect(did).toEqual(['head-down']);
  follower.step('return', state('d'));
  vi.advanceTimersByTime(600);
  expect(did).toEqual(['head-down', 'level']);
});

test('looks around when that is asked, and keeps still for anything unknown', () => {
  const { follower, did } = setUp();
  follower.step('go', prompt({ kind: 'still' }));
  follower.step('go', event('a gesture of one’s own'));
  vi.advanceTimersByTime(6000);
  expect(did).toEqual([]);
  follower.step('go', prompt({ kind: 'look-around' }));
  vi.advanceTimersByTime(6000);
  expect(did.length).toBeGreaterThan(1);
  expect(did.every((one) => ['look-aside', 'glance-down', 'shrug'].includes(one))).toBe(true);
});

test('relaxing forgets what was about to be done', () => {
  const { follower, did } = setUp();
  follower.step('go', event('n'));
  follower.relax();
  vi.advanceTimersByTime(6000);
  expect(did).toEqual(['level']);
});
