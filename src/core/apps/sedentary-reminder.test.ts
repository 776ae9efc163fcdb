import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  MOST_STRETCHES,
  type ReminderEvent,
  type ReminderState,
  reminderStart,
  sedentaryReminder,
  withinReason,
} from './sedentary-reminder';

const MINUTE_MS = 60_000;
const moment = (minute: number) => ({ ms: minute * MINUTE_MS, day: '', hour: 0, hourStartMs: 0 });
const down = { type: 'head', isDown: true } as const;
const up = { type: 'head', isDown: false } as const;

/** Ticks every minute from `from` to `to`; the minutes at which it reminded. */
function live(
  start: ReminderState,
  from: number,
  to: number,
  events: Readonly<Record<number, ReminderEvent>>,
) {
  let state = start;
  const reminded: number[] = [];
  for (let minute = from; minute <= to; minute++) {
    for (const event of [{ type: 'tick' } as const, events[minute]]) {
      if (!event) continue;
      const [next, effects] = sedentaryReminder(state, event, moment(minute));
      state = next;
      if (effects.some((effect) => effect.do === 'remind')) reminded.push(minute);
    }
  }
  return { state, reminded };
}

test('it reminds once, when the head was down for more than 40 minutes of the hour', () => {
  const { state, reminded } = live(reminderStart(), 0, 70, { 0: down });
  expect(reminded).toEqual([41]);
  expect(state.downMs).toBe(60 * MINUTE_MS);
});

test('minutes up are not counted, and the hour slides', () => {
  const { reminded, state } = live(reminderStart(), 0, 75, { 0: down, 20: up, 35: down, 50: up });
  expect(reminded).toEqual([]);
  expect(state.downMs).toBe((5 + 15) * MINUTE_MS);
});

test('interrupted stretches add up', () => {
  const events = { 0: down, 25: up, 35: down };
  expect(live(reminderStart(), 0, 60, events).reminded).toEqual([51]);
});

test('after a snooze it reminds again, unless the person has looked up', () => {
  const first = live(reminderStart(), 0, 41, { 0: down, 41: { type: 'snooze' } });
  expect(first.state.phase).toBe('snoozed');
  expect(live(first.state, 42, 60, {}).reminded).toEqual([51]);
  const rested = live(first.state, 42, 80, { 42: up });
  expect(rested.reminded).toEqual([]);
  expect(rested.state.phase).toBe('quiet');
});

test('what nobody recognised is not counted', () => {
  const { state } = live(reminderStart(), 0, 30, { 0: down, 10: { type: 'lost' } });
  expect(state.downMs).toBe(10 * MINUTE_MS);
});

test('limits are kept within what can be met', () => {
  fc.assert(
    fc.property(fc.double(), fc.double(), fc.double(), (downMinutes, windowMinutes, snooze) => {
      const limits = withinReason({ downMinutes, windowMinutes, snoozeMinutes: snooze });
      expect(limits.downMinutes).toBeGreaterThanOrEqual(1);
      expect(limits.downMinutes).toBeLessThan(limits.windowMinutes);
      expect(limits.windowMinutes).toBeLessThanOrEqual(240);
      expect(limits.snoozeMinutes).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('a head that never rests is counted in full, in a bounded number of stretches', () => {
  let state = reminderStart();
  let most = 0;
  // Ten seconds down, five up, for half an hour: a window that nothing has left yet.
  for (let second = 0; second <= 1800; second += 5) {
    const event = { type: 'head', isDown: second % 15 < 10 } as const;
    [state] = sedentaryReminder(state, event, moment(second / 60));
    most = Math.max(most, state.stretches.length);
  }
  expect(most).toBe(MOST_STRETCHES);
  expect(state.downMs).toBe(1200 * 1000);
  state.stretches.slice(1).forEach(({ startMs }, at) => {
    expect(startMs).toBeGreaterThanOrEqual(state.stretches[at]!.endMs);
  });
});
