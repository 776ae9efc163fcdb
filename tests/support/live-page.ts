import { vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { EXERCISE_MOVEMENTS } from '../../src/core/apps/exercise-counter';
import { type LiveModel, Recogniser } from '../../src/core/live/recogniser';
import type { GestureEvent } from '../../src/core/live/trigger';
import { DEFAULT_MAX_GAP_MS, StreamResampler } from '../../src/core/motion/resample';
import { createAppsStation } from '../../src/studio/apps-store';
import type { LiveSignal } from '../../src/studio/live-station';
import { newProject } from '../../src/studio/new-project';
import type { ProjectState } from '../../src/studio/project-station';
import { appLines, bits32, bits64, localDay, memoryLines } from './live-log';
import type { TapeRecord } from './live-tape';

/** What came of a tape. */
export interface Played {
  /** A line for everything that was recognised and done, numbers as their bits. */
  readonly log: readonly string[];
  /** The bytes of the model's inputs, window after window. */
  readonly windows: Uint8Array;
  /** Every point of the grid: time, 1 or 0 for whether it is sound, values. */
  readonly points: Float64Array;
}

/** Plays a tape to the page's own recogniser and apps, whose log the C program's must equal. */
export function playOnPage(tape: readonly TapeRecord[], model: LiveModel): Played {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    return play(tape, model);
  } finally {
    vi.useRealTimers();
  }
}

function play(tape: readonly TapeRecord[], model: LiveModel): Played {
  const log: string[] = [];
  const windows: Uint8Array[] = [];
  const points: number[] = [];
  let epochMs = 0;
  let nowMs = 0;
  let told = false;
  let watching = false;
  let tell: (signal: LiveSignal) => void = () => undefined;
  const effect = (word: string, down = 0, window = 0) =>
    log.push(`effect ${word} ${down} ${window}`);
  const project = createStore<ProjectState>(() => ({
    phase: 'open',
    project: newProject('p', 'Project', 0, model.gestures),
    models: {},
    sessions: [],
    recordings: [],
    saving: 'saved',
  }));
  const apps = createAppsStation({
    live: {
      listen(listener) {
        tell = listener;
        return () => undefined;
      },
    },
    project: { store: project },
    platform: {
      nowMs: () => nowMs,
      epochMs: () => epochMs + nowMs,
      play: (sound) => effect(sound),
      ring() {
        effect('ring');
        return () => effect('silence');
      },
      preference: () => undefined,
      setPreference: () => undefined,
    },
  });
  apps.listen(({ downMinutes, windowMinutes }) => effect('remind', downMinutes, windowMinutes));

  const classOf = (id: string | undefined) => (id === undefined ? 0 : model.classes.indexOf(id));
  const logEvent = (type: 'event' | 'surer', event: GestureEvent) => {
    const { gestureId, startMs, atMs, score } = event;
    log.push(`${type} ${classOf(gestureId)} ${bits64(startMs)} ${bits64(atMs)} ${bits32(score)}`);
    tell({ type, gestureId, startMs, atMs, score });
  };
  const recogniser = new Recogniser(
    { model, channels: model.channels },
    {
      event: (event) => logEvent('event', event),
      surer: (event) => logEvent('surer', event),
      state({ gestureId, atMs }) {
        log.push(`state ${classOf(gestureId)} ${bits64(atMs)}`);
        tell({ type: 'state', gestureId });
      },
      moving(moving, atMs) {
        log.push(`moving ${Number(moving)} ${bits64(atMs)}`);
        tell({ type: 'moving', moving });
      },
      answer(atMs, scores, whole) {
        log.push(`answer ${Number(whole)} ${bits64(atMs)} ${Array.from(scores, bits32).join(' ')}`);
        if (!told) tell({ type: 'running', running: true });
        told = true;
      },
      window(_, input) {
        windows.push(Uint8Array.from(input));
      },
    },
  );
  const resampler = new StreamResampler(
    {
      rateHz: model.windowing.rateHz,
      channelCount: model.channels.length,
      maxGapMs: DEFAULT_MAX_GAP_MS,
    },
    (timestampMs, values, valid) => points.push(timestampMs, Number(valid), ...values),
  );

  const act = ({ kind, args }: TapeRecord) => {
    switch (kind) {
      case 'tick':
        if (watching) vi.advanceTimersByTime(1000);
        else apps.watch();
        watching = true;
        break;
      case 'running':
        told = args[0] === 1;
        tell({ type: 'running', running: told });
        break;
      case 'incoming':
        apps.ringCall();
        break;
      case 'answer':
        apps.answerCall();
        break;
      case 'decline':
        apps.declineCall();
        break;
      case 'snooze':
        apps.snooze();
        break;
      case 'limits':
        apps.setReminderLimits({
          downMinutes: args[0]!,
          windowMinutes: args[1]!,
          snoozeMinutes: args[2]!,
        });
        break;
      case 'goal':
        apps.setGoal(EXERCISE_MOVEMENTS[args[0]!]!, args[1]!);
        break;
      case 'threshold':
        recogniser.setThreshold(model.classes[args[0]!]!, args[1]!);
        break;
      case 'state':
        tell({ type: 'state', gestureId: args[0] === 0 ? undefined : model.classes[args[0]!]! });
        break;
      case 'holdOff':
        recogniser.setHoldOff(args[0]!);
        break;
    }
    log.push(...appLines(apps.store.getState(), localDay(epochMs + nowMs)));
  };

  for (const record of tape) {
    nowMs = record.timeMs;
    if (record.kind === 'frame') {
      const frame = {
        timestampMs: Float64Array.of(nowMs),
        values: Float32Array.from(record.args),
      };
      recogniser.push(frame);
      resampler.push(frame);
    } else if (record.kind === 'clock') {
      epochMs = record.args[0]!;
    } else {
      act(record);
    }
  }
  log.push(...memoryLines(apps.store.getState()));
  return {
    log,
    windows: joined(windows),
    points: Float64Array.from(points),
  };
}

const joined = (parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
