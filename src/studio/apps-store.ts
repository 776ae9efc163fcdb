import { createStore } from 'zustand/vanilla';
import { CALL_START, type CallEvent, callControl } from '#core/apps/call-control';
import {
  EXERCISE_MOVEMENTS,
  type ExerciseEvent,
  exerciseCounter,
  NO_COUNTS,
} from '#core/apps/exercise-counter';
import type { AppEffect } from '#core/apps/moment';
import { type PostureEvent, postureMonitor } from '#core/apps/posture-monitor';
import { rolesOf } from '#core/apps/roles';
import { type ReminderEvent, sedentaryReminder } from '#core/apps/sedentary-reminder';
import type { Platform } from '#platform/platform';
import { createAppClock, momentOf } from './app-clock';
import {
  type AppsMemory,
  readAppsMemory,
  readRoles,
  writeAppsMemory,
  writeRoles,
} from './apps-memory';
import type { AppNotice, AppsState, AppsStation } from './apps-station';
import type { LiveSignal, LiveStation } from './live-station';
import type { ProjectStation } from './project-station';

export interface AppsDeps {
  readonly live: Pick<LiveStation, 'listen'>;
  readonly project: Pick<ProjectStation, 'store'>;
  readonly platform: Pick<
    Platform,
    'nowMs' | 'epochMs' | 'play' | 'ring' | 'preference' | 'setPreference'
  >;
}

const TICK_MS = 1000;
/** A page that dies loses this much of today at most. */
const SAVE_EVERY_TICKS = 15;

/** Runs the four apps on what is recognised, and does what they ask for. */
export function createAppsStation({ live, project, platform }: AppsDeps): AppsStation {
  const listeners = new Set<(notice: AppNotice) => void>();
  const clock = createAppClock(platform);
  const store = createStore<AppsState>(() => ({
    roles: {},
    clockRate: 1,
    now: clock.now(),
    day: momentOf(clock.now()).day,
    call: CALL_START,
    ...readAppsMemory(platform),
  }));
  let projectId: string | undefined;
  let stopRinging: (() => void) | undefined;
  /** Today as it truly was, while the clock runs fast. */
  let kept: AppsMemory | undefined;
  /** Counts the copies that the fast clock has run on. */
  let copies = 0;
  let recognising = false;
  let stateId: string | undefined;
  let watchers = 0;
  let callers = 0;
  let ticks = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  function perform(effects: readonly AppEffect[]): void {
    for (const effect of effects) {
      switch (effect.do) {
        case 'play':
          platform.play(effect.sound);
          break;
        case 'start-ringing':
          stopRinging = platform.ring();
          break;
        case 'stop-ringing':
          stopRinging?.();
          stopRinging = undefined;
          break;
        case 'remind': {
          const { downMinutes, windowMinutes } = effect;
          for (const listener of listeners) {
            listener({ notice: 'head-down', downMinutes, windowMinutes });
          }
        }
      }
    }
  }

  function toPosture(event: PostureEvent): void {
    const [posture, effects] = postureMonitor(store.getState().posture, event, moment());
    store.setState({ posture });
    perform(effects);
  }
  function toReminder(event: ReminderEvent): void {
    const [reminder, effects] = sedentaryReminder(store.getState().reminder, event, moment());
    store.setState({ reminder });
    perform(effects);
  }
  function toExercise(event: ExerciseEvent): void {
    const [exercise, effects] = exerciseCounter(store.getState().exercise, event, moment());
    store.setState({ exercise });
    perform(effects);
  }
  function toCall(event: CallEvent): void {
    const before = store.getState().call;
    const [call, effects] = callControl(before, event, platform.nowMs());
    if (call !== before) store.setState({ call });
    perform(effects);
    runClock();
  }

  const moment = () => momentOf(clock.now());

  function tick(): void {
    const { ms, day } = moment();
    store.setState({ now: ms, day });
    toPosture({ type: 'tick' });
    toReminder({ type: 'tick' });
    if (store.getState().exercise.day !== day) toExercise({ type: 'tick' });
    toCall({ type: 'tick' });
    if (++ticks % SAVE_EVERY_TICKS === 0 && recognising) save();
  }

  /** The clock stands still while nobody looks and nothing runs. */
  function runClock(): void {
    const wanted = watchers > 0 || recognising || store.getState().call.phase === 'ringing';
    if (wanted === (timer !== undefined)) return;
    clearInterval(timer);
    timer = wanted ? setInterval(tick, TICK_MS) : undefined;
  }

  function save(): void {
    writeAppsMemory(platform, kept ?? store.getState());
  }

  /** Tells the apps what the head does now. */
  function tellHead(): void {
    if (!recognising) {
      toPosture({ type: 'lost' });
      toReminder({ type: 'lost' });
      return;
    }
    const { roles } = store.getState();
    const is = (id: string | undefined) => id !== undefined && id === stateId;
    const head = is(roles.headDown) ? 'down' : is(roles.headUp) ? 'up' : 'level';
    toPosture({ type: 'head', head });
    toReminder({ type: 'head', isDown: head === 'down' });
  }

  function hear(signal: LiveSignal): void {
    switch (signal.type) {
      case 'running':
        recognising = signal.running;
        stateId = undefined;
        tellHead();
        if (!recognising) save();
        runClock();
        break;
      case 'state':
        stateId = signal.gestureId;
        tellHead();
        break;
      case 'moving':
        toPosture({ type: 'moving', moving: signal.moving });
        break;
      case 'event':
      case 'surer': {
        const { roles } = store.getState();
        const { gestureId, startMs, score } = signal;
        const movement =
          gestureId === roles.nod ? 'nod' : gestureId === roles.shake ? 'shake' : 'other';
        toCall({ type: 'movement', movement, startMs, score });
        if (signal.type === 'surer') break;
        const exercise = EXERCISE_MOVEMENTS.find((one) => roles[one] === gestureId);
        if (exercise !== undefined) toExercise({ type: 'movement', movement: exercise });
      }
    }
  }

  function readProject(): void {
    const open = project.store.getState();
    projectId = open.phase === 'open' ? open.project.id : undefined;
    const gestures = open.phase === 'open' ? open.project.gestures : [];
    const roles = rolesOf(gestures, readRoles(platform, projectId));
    if (JSON.stringify(roles) === JSON.stringify(store.getState().roles)) return;
    store.setState({ roles });
    tellHead();
  }

  live.listen(hear);
  project.store.subscribe(readProject);
  readProject();

  return {
    store,
    chooseRole(role, gestureId) {
      if (projectId === undefined) return;
      const { [role]: _, ...others } = readRoles(platform, projectId);
      const choice = gestureId === undefined ? others : { ...others, [role]: gestureId };
      writeRoles(platform, projectId, choice);
      readProject();
    },
    setClockRate(clockRate) {
      if (clockRate === store.getState().clockRate) return;
      const { posture, reminder, exercise } = store.getState();
      clock.setRate(clockRate);
      const countedToMs = clock.now();
      const today = kept ?? { posture, reminder, exercise };
      kept = clockRate === 1 ? undefined : today;
      if (kept !== undefined) copies++;
      store.setState({
        clockRate,
        posture: { ...today.posture, moving: posture.moving, countedToMs },
        reminder: { ...today.reminder, countedToMs },
        exercise: today.exercise,
      });
      tellHead();
      tick();
    },
    setReminderLimits(limits) {
      toReminder({ type: 'limits', limits });
      if (kept !== undefined) {
        kept = {
          ...kept,
          reminder: { ...kept.reminder, limits: store.getState().reminder.limits },
        };
      }
      save();
    },
    snooze: () => toReminder({ type: 'snooze' }),
    ringCall: () => toCall({ type: 'incoming', caller: callers++ }),
    answerCall: () => toCall({ type: 'answer' }),
    declineCall: () => toCall({ type: 'decline' }),
    setGoal(movement, goal) {
      toExercise({ type: 'goal', movement, goal });
      if (kept !== undefined) {
        const { goals } = store.getState().exercise;
        kept = { ...kept, exercise: { ...kept.exercise, goals } };
      }
      save();
    },
    restartExercise() {
      const { counts } = store.getState().exercise;
      const copyNow = () => (kept === undefined ? undefined : copies);
      const copy = copyNow();
      toExercise({ type: 'set-counts', counts: NO_COUNTS });
      save();
      return () => {
        // Taken back where it was done: on the true day, or on that very copy while it is there.
        if (copy === copyNow()) {
          toExercise({ type: 'set-counts', counts });
        } else if (copy === undefined && kept !== undefined) {
          const { day } = kept.exercise;
          const event = { type: 'set-counts', counts } as const;
          const [exercise] = exerciseCounter(kept.exercise, event, { ...moment(), day });
          kept = { ...kept, exercise };
        }
        save();
      };
    },
    watch() {
      watchers++;
      tick();
      runClock();
      return () => {
        watchers--;
        runClock();
      };
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
