import { expect, test } from 'vitest';
import {
  CALL_GUARD_MS,
  CALL_LEAST_SCORE,
  CALL_START,
  CALL_TIMEOUT_MS,
  type CallEvent,
  type CallState,
  callControl,
} from './call-control';

const RING_MS = 10_000;
const ringing = callControl(CALL_START, { type: 'incoming', caller: 3 }, RING_MS)[0];
const movement = (
  name: 'nod' | 'shake' | 'other',
  afterMs = 800,
  score = 0.95,
): Extract<CallEvent, { type: 'movement' }> => ({
  type: 'movement',
  movement: name,
  startMs: RING_MS + afterMs,
  score,
});
const after = (event: CallEvent, nowMs = RING_MS + 1500) => callControl(ringing, event, nowMs);

test('a call rings once, however often it comes in', () => {
  expect(callControl(CALL_START, { type: 'incoming', caller: 3 }, RING_MS)).toEqual([
    { phase: 'ringing', caller: 3, sinceMs: RING_MS },
    [{ do: 'start-ringing' }],
  ]);
  expect(after({ type: 'incoming', caller: 4 })).toEqual([ringing, []]);
});

test('a nod answers and a shake declines, with the time it took', () => {
  expect(after(movement('nod'))).toEqual([
    { phase: 'answered', caller: 3, by: 'gesture', afterMs: 1500 },
    [{ do: 'stop-ringing' }, { do: 'play', sound: 'done' }],
  ]);
  expect(after(movement('shake'))).toEqual([
    { phase: 'declined', caller: 3, by: 'gesture', afterMs: 1500 },
    [{ do: 'stop-ringing' }],
  ]);
});

test('other movements, doubtful ones and those begun before the ring was heard do nothing', () => {
  expect(after(movement('other'))).toEqual([ringing, []]);
  expect(after(movement('nod', 800, CALL_LEAST_SCORE - 0.01))).toEqual([ringing, []]);
  expect(after(movement('nod', CALL_GUARD_MS - 1))).toEqual([ringing, []]);
  expect(after(movement('nod', CALL_GUARD_MS))[0].phase).toBe('answered');
});

test('nothing answers a phone that does not ring', () => {
  const ended = after(movement('shake'))[0];
  for (const state of [CALL_START, ended] satisfies CallState[]) {
    for (const event of [movement('nod'), { type: 'answer' }, { type: 'tick' }] as const) {
      expect(callControl(state, event, RING_MS + 2000)).toEqual([state, []]);
    }
  }
});

test('the buttons do the same, and say so', () => {
  expect(after({ type: 'answer' })[0]).toMatchObject({ phase: 'answered', by: 'button' });
  expect(after({ type: 'decline' })[0]).toMatchObject({ phase: 'declined', by: 'button' });
});

test('it is missed after half a minute, not before', () => {
  expect(after({ type: 'tick' }, RING_MS + CALL_TIMEOUT_MS - 1)).toEqual([ringing, []]);
  expect(after({ type: 'tick' }, RING_MS + CALL_TIMEOUT_MS)).toEqual([
    { phase: 'missed', caller: 3 },
    [{ do: 'stop-ringing' }],
  ]);
});
