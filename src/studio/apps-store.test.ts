import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { dayTotals } from '#core/apps/posture-monitor';
import type { Gesture } from '#core/dataset/gesture';
import type { AppNotice, AppsStation } from './apps-station';
import { createAppsStation } from './apps-store';
import type { LiveSignal } from './live-station';
import { newProject } from './new-project';
import type { ProjectState } from './project-station';

const GESTURES: readonly Gesture[] = [
  { id: 'a', name: 'Nod', kind: 'event', colour: 0 },
  { id: 'b', name: 'Shake', kind: 'event', colour: 1 },
  { id: 'c', name: 'Head down', kind: 'state', colour: 2 },
  { id: 'd', name: 'Greeting', kind: 'event', colour: 3 },
];
const MINUTE_MS = 60_000;
const NOD_EVENT = { type: 'event', gestureId: 'a', score: 0.95, startMs: 0, atMs: 500 } as const;

const project = createStore<ProjectState>(() => ({ phase: 'none' }));
const kept = new Map<string, string>();
let tell: (signal: LiveSignal) => void;
let notices: AppNotice[];
let sounds: string[];
let apps: AppsStation;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 25, 14, 10) });
  kept.clear();
  project.setState(
    {
      phase: 'open',
      project: newProject('p', 'Project', 0, GESTURES),
      models: {},
      sessions: [],
      recordings: [],
      saving: 'saved',
    },
    true,
  );
  make();
});

afterEach(() => {
  vi.useRealTimers();
});

function make(): void {
  notices = [];
  sounds = [];
  apps = createAppsStation({
    live: {
      listen(listener) {
        tell = listener;
        return () => undefined;
      },
    },
    project: { store: project },
    platform: {
      nowMs: () => performance.now(),
      epochMs: () => Date.now(),
      play: (sound) => sounds.push(sound),
      ring() {
        sounds.push('ring');
        return () => sounds.push('silence');
      },
      preference: (key) => kept.get(key),
      setPreference: (key, value) => void kept.set(key, value),
    },
  });
  apps.listen((notice) => notices.push(notice));
}

const state = () => apps.store.getState();
const pass = (ms: number) => vi.advanceTimersByTime(ms);

function move(gestureId: string, score = 0.95, type: 'event' | 'surer' = 'event'): void {
  const atMs = performance.now();
  tell({ type, gestureId, score, startMs: atMs - 100, atMs });
}

test('a nod answers the call that rings, other movements do not', () => {
  apps.ringCall();
  expect(sounds).toEqual(['ring']);
  pass(2000);
  move('d');
  expect(state().call.phase).toBe('ringing');
  move('a');
  expect(state().call).toMatchObject({ phase: 'answered', by: 'gesture', afterMs: 2000 });
  expect(sounds).toEqual(['ring', 'silence', 'done']);
});

test('a doubtful nod answers once it is surer, and counts once as exercise', () => {
  apps.ringCall();
  pass(2000);
  move('a', 0.81);
  expect(state().call.phase).toBe('ringing');
  move('a', 0.93, 'surer');
  expect(state().call.phase).toBe('answered');
  expect(state().exercise.counts.nod).toBe(1);
});

test('a call that nobody takes is missed, with nothing connected', () => {
  apps.ringCall();
  pass(31_000);
  expect(state().call.phase).toBe('missed');
  expect(sounds).toEqual(['ring', 'silence']);
  expect(vi.getTimerCount()).toBe(0);
});

test('another gesture plays the role once chosen, also after the page was closed', () => {
  apps.chooseRole('nod', 'd');
  make();
  expect(state().roles).toEqual({ nod: 'd', shake: 'b', headDown: 'c' });
  apps.ringCall();
  pass(1000);
  move('a');
  expect(state().call.phase).toBe('ringing');
  move('d');
  expect(state().call.phase).toBe('answered');
  apps.chooseRole('nod', undefined);
  expect(state().roles.nod).toBe('a');
});

test('posture is counted while recognising and survives the page', () => {
  tell({ type: 'running', running: true });
  pass(MINUTE_MS);
  tell({ type: 'state', gestureId: 'c' });
  pass(2 * MINUTE_MS);
  tell({ type: 'running', running: false });
  pass(MINUTE_MS);
  const totals = { down: 2 * MINUTE_MS, level: MINUTE_MS, up: 0, moving: 0 };
  expect(dayTotals(state().posture.days, '2026-11-25')).toEqual(totals);
  make();
  expect(dayTotals(state().posture.days, '2026-11-25')).toEqual(totals);
});

test('forty minutes with the head down bring one notice; a minute is an hour on the fast clock', () => {
  tell({ type: 'running', running: true });
  tell({ type: 'state', gestureId: 'c' });
  apps.setClockRate(60);
  pass(39_000);
  expect(notices).toEqual([]);
  pass(3000);
  expect(notices).toEqual([{ notice: 'head-down', downMinutes: 40, windowMinutes: 60 }]);
  apps.snooze();
  pass(5000);
  expect(state().reminder.phase).toBe('snoozed');
  pass(7000);
  expect(notices).toHaveLength(2);
  // Forty minutes from ten past two.
  expect(state().posture.days[0]!.hours).toHaveProperty('14');
});

test('what the fast clock counted is thrown away with it, the body goes on as it is', () => {
  tell({ type: 'running', running: true });
  tell({ type: 'state', gestureId: 'c' });
  tell({ type: 'moving', moving: true });
  pass(10_000);
  tell({ type: 'state', gestureId: undefined });
  apps.setClockRate(60);
  tell({ type: 'moving', moving: false });
  pass(20_000);
  expect(dayTotals(state().posture.days, state().day).level).toBeGreaterThan(15 * MINUTE_MS);
  apps.setReminderLimits({ downMinutes: 20, windowMinutes: 30, snoozeMinutes: 5 });
  apps.setClockRate(1);
  expect(dayTotals(state().posture.days, state().day)).toEqual({
    down: 0,
    level: 0,
    up: 0,
    moving: 10_000,
  });
  expect(state().reminder.limits.downMinutes).toBe(20);
  pass(5000);
  expect(dayTotals(state().posture.days, state().day)).toMatchObject({
    level: 5000,
    moving: 10_000,
  });
});

test('exercise counts, is kept, and a restart can be taken back', () => {
  apps.setGoal('nod', 2);
  for (let i = 0; i < 2; i++) move('a');
  expect(sounds).toEqual(['done']);
  move('d');
  expect(state().exercise.counts).toEqual({ neckLeft: 0, neckRight: 0, nod: 2, shake: 0 });
  const undo = apps.restartExercise();
  expect(state().exercise.counts.nod).toBe(0);
  undo();
  make();
  expect(state().exercise).toMatchObject({ counts: { nod: 2 }, goals: { nod: 2 } });
});

test('memory that was damaged starts anew', () => {
  kept.set('apps.posture', '[{"day": "yesterday"}]');
  kept.set('apps.exercise', 'not json');
  make();
  expect(state().posture.days).toEqual([]);
  expect(state().exercise.goals.nod).toBeGreaterThan(0);
});

test('the clock goes while someone looks, and stands when nobody does', () => {
  expect(vi.getTimerCount()).toBe(0);
  const away = apps.watch();
  const { now } = state();
  pass(3000);
  expect(state().now - now).toBe(3000);
  away();
  expect(vi.getTimerCount()).toBe(0);
});

test('starting over is taken back on the clock that it was done on', () => {
  const nods = () => state().exercise.counts.nod;
  tell({ type: 'running', running: true });
  for (let i = 0; i < 3; i++) tell({ ...NOD_EVENT });
  const undoTrue = apps.restartExercise();
  apps.setClockRate(60);
  tell({ ...NOD_EVENT });
  const undoFast = apps.restartExercise();
  undoTrue();
  expect(nods()).toBe(0);
  undoFast();
  expect(nods()).toBe(1);
  apps.setClockRate(1);
  expect(nods()).toBe(3);
  undoFast();
  expect(nods()).toBe(3);
});
