import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { GuidedPrompt } from '#core/dataset/guided-plan';
import { createGuide } from './guide';

const event: GuidedPrompt = {
  task: { kind: 'event', gestureId: 'nod' },
  announceMs: 1000,
  lastsMs: 3000,
  returnMs: 0,
};
const state: GuidedPrompt = {
  task: { kind: 'state', gestureId: 'down' },
  announceMs: 1000,
  lastsMs: 5000,
  returnMs: 2000,
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A guide that writes down what it says, with the time after its start. */
function setUp(prompts: readonly GuidedPrompt[]) {
  const began = performance.now();
  const said: string[] = [];
  const say = (what: string) => said.push(`${performance.now() - began} ${what}`);
  const guide = createGuide(
    { prompts },
    {
      platform: { nowMs: () => performance.now(), play: () => undefined },
      onProgress: () => undefined,
      onStep: (step, prompt) => say(`${step} ${prompt.task.kind}`),
      onBroken: () => say('broken'),
      onGiven: ({ index, goMs, endMs }) =>
        say(`given ${index}: ${goMs - began} to ${endMs - began}`),
      onTakenBack: (index) => say(`taken back ${index}`),
      onEnd: () => say('end'),
    },
  );
  guide.start();
  return { guide, said };
}

test('prompts follow one another by the clock', () => {
  const { said } = setUp([event, state]);
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual([
    '0 announce event',
    '1000 go event',
    '4000 given 0: 1000 to 4000',
    '4000 announce state',
    '5000 go state',
    '10000 given 1: 5000 to 10000',
    '10000 return state',
    '12000 end',
  ]);
});

test('a prompt interrupted by a pause does not count and is given again', () => {
  const { guide, said } = setUp([event]);
  vi.advanceTimersByTime(2000);
  guide.togglePause();
  vi.advanceTimersByTime(60_000);
  expect(said.slice(2)).toEqual(['2000 broken']);
  guide.togglePause();
  vi.advanceTimersByTime(60_000);
  expect(said.slice(3)).toEqual([
    '62000 announce event',
    '63000 go event',
    '66000 given 0: 63000 to 66000',
    '66000 end',
  ]);
});

test('again means the prompt under way, or the one just done while the next is announced', () => {
  const { guide, said } = setUp([event, state]);
  vi.advanceTimersByTime(2000);
  guide.repeat();
  expect(said.slice(2)).toEqual(['2000 broken', '2000 taken back 0', '2000 announce event']);
  vi.advanceTimersByTime(4500);
  guide.repeat();
  expect(said.slice(-3)).toEqual(['6500 broken', '6500 taken back 0', '6500 announce event']);
});

test('a skipped prompt is not given; skipping the last one ends', () => {
  const { guide, said } = setUp([event, state]);
  vi.advanceTimersByTime(2000);
  guide.skip();
  guide.skip();
  guide.skip();
  vi.advanceTimersByTime(60_000);
  expect(said.slice(2)).toEqual(['2000 broken', '2000 announce state', '2000 broken', '2000 end']);
});

test('stopped means silent, and so does a plan of nothing', () => {
  const { guide, said } = setUp([event]);
  guide.stop();
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual(['0 announce event']);
  expect(setUp([]).said).toEqual(['0 end']);
});
