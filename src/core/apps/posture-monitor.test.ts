import { expect, test } from 'vitest';
import type { Moment } from './moment';
import {
  dayTotals,
  type PostureEvent,
  postureMonitor,
  postureNow,
  postureStart,
} from './posture-monitor';

const HOUR_MS = 3_600_000;
const at = (ms: number, day = '2026-03-01'): Moment => ({
  ms,
  day,
  hour: Math.floor(ms / HOUR_MS) % 24,
  hourStartMs: Math.floor(ms / HOUR_MS) * HOUR_MS,
});
const START = 9 * HOUR_MS;

/** Events with the seconds after 9:00 at which they come. */
function play(events: readonly (readonly [number, PostureEvent])[]) {
  let state = postureStart();
  for (const [second, event] of events) {
    [state] = postureMonitor(state, event, at(START + second * 1000));
  }
  return state;
}

const tick = { type: 'tick' } as const;
const head = (to: 'down' | 'level' | 'up') => ({ type: 'head', head: to }) as const;

test('time goes to the posture that held', () => {
  const state = play([
    [0, head('level')],
    [10, head('down')],
    [40, head('up')],
    [45, tick],
  ]);
  const expected = { level: 10_000, down: 30_000, up: 5000, moving: 0 };
  expect(dayTotals(state.days, '2026-03-01')).toEqual(expected);
});

test('moving stands above where the head points', () => {
  const state = play([
    [0, head('down')],
    [10, { type: 'moving', moving: true }],
    [30, { type: 'moving', moving: false }],
    [35, tick],
  ]);
  expect(dayTotals(state.days, '2026-03-01')).toMatchObject({ down: 15_000, moving: 20_000 });
});

test('nothing counts while nothing is recognised, nor while the page slept', () => {
  const state = play([
    [0, head('down')],
    [10, { type: 'lost' }],
    [100, head('down')],
    [100 + 3600, tick],
  ]);
  expect(dayTotals(state.days, '2026-03-01').down).toBe(10_000);
  expect(
    postureNow(
      play([
        [0, head('up')],
        [1, { type: 'lost' }],
      ]),
    ),
  ).toBeUndefined();
});

test('a stretch over the full hour is shared between the two hours', () => {
  const state = play([
    [3590, head('down')],
    [3620, tick],
  ]);
  expect(state.days[0]!.hours[9]!.down).toBe(10_000);
  expect(state.days[0]!.hours[10]!.down).toBe(20_000);
});

test('days are kept apart and a fortnight at most', () => {
  let state = postureStart();
  for (let day = 1; day <= 20; day++) {
    const name = `2026-03-${String(day).padStart(2, '0')}`;
    const ms = START + day * 24 * HOUR_MS;
    [state] = postureMonitor(state, head('down'), at(ms, name));
    [state] = postureMonitor(state, tick, at(ms + 1000, name));
  }
  expect(state.days).toHaveLength(14);
  expect(dayTotals(state.days, '2026-03-20').down).toBe(1000);
  expect(dayTotals(state.days, '2026-03-01').down).toBe(0);
});
