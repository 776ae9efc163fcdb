import { createStore } from 'zustand/vanilla';
import { Failure } from '#core/failure';
import type { StateChange } from '#core/live/held-state';
import type { LiveModel, Recogniser } from '#core/live/recogniser';
import type { GestureEvent } from '#core/live/trigger';
import { ClockFit } from '#core/motion/clock-fit';
import type { FrameBatch } from '#core/motion/frame';
import type { Platform } from '#platform/platform';
import { type DeviceStation, isStreaming, leadOf } from './device-station';
import { failureOf } from './failure-of';
import type { FrameStream } from './frame-bus';
import { answerOf, liveModelOf, thresholdOf } from './live-model';
import { DEFAULT_LIVE_SETTINGS, readLiveSettings, writeLiveSettings } from './live-settings';
import type { LiveRun, LiveSignal, LiveState, LiveStation } from './live-station';
import type { ProjectStation } from './project-station';
import { loadRecogniser, recogniserCode } from './recogniser-code';
import { RunningMean } from './running-mean';

export interface LiveDeps {
  readonly frames: FrameStream;
  readonly device: Pick<DeviceStation, 'store'>;
  readonly project: Pick<ProjectStation, 'store'>;
  readonly platform: Pick<Platform, 'nowMs' | 'epochMs' | 'preference' | 'setPreference'>;
}

/** A store is for eyes: ten answers a second are enough. */
const PUBLISH_MS = 95;
const LOG_LIMIT = 200;
const MINUTE_MS = 60_000;

export function createLiveStation({ frames, device, project, platform }: LiveDeps): LiveStation {
  const listeners = new Set<(signal: LiveSignal) => void>();
  const tell = (signal: LiveSignal) => {
    for (const listener of listeners) listener(signal);
  };
  let projectId: string | undefined;
  const store = createStore<LiveState>(() => ({
    run: { phase: 'waiting', reason: 'no-model' },
    classes: [],
    log: [],
    stream: 0,
    settings: readLiveSettings(platform, projectId),
    eventsPerMinute: 0,
  }));
  let model: LiveModel | undefined;
  let recogniser: Recogniser | undefined;
  let stopped = false;
  /** What the recogniser that runs was made for. */
  let madeFor: readonly unknown[] = [];
  let eventCount = 0;

  function refresh(): void {
    const open = project.store.getState();
    const lead = leadOf(device.store.getState());
    const models = open.phase === 'open' ? open.models : {};
    const id = open.phase === 'open' ? open.project.id : undefined;
    const description = lead && isStreaming(lead) ? frames.description : undefined;
    const wanted = [id, models.trained, models.compressed, description, stopped];
    if (wanted.length === madeFor.length && wanted.every((one, at) => one === madeFor[at])) return;
    const streamOpened = description !== undefined && description !== madeFor[3];
    madeFor = wanted;
    end();
    if (id !== projectId) {
      projectId = id;
      store.setState({ log: [], settings: readLiveSettings(platform, id), eventsPerMinute: 0 });
    }
    model = liveModelOf(models);
    const stream = store.getState().stream + (streamOpened ? 1 : 0);
    store.setState({ classes: model?.classes ?? [], stream, run: begin(description) });
  }

  function begin(description: FrameStream['description']): LiveRun {
    const open = project.store.getState();
    const { trained, compressed } = open.phase === 'open' ? open.models : {};
    if (trained === undefined) return { phase: 'waiting', reason: 'no-model' };
    if (compressed === undefined) return { phase: 'waiting', reason: 'no-int8' };
    if (model === undefined) return { phase: 'waiting', reason: 'stale-int8' };
    if (description === undefined) return { phase: 'waiting', reason: 'no-device' };
    if (stopped) return { phase: 'stopped' };
    if (recogniserCode() === undefined) {
      void beginLater();
      return { phase: 'filling' };
    }
    try {
      recogniser = startRecogniser(model, description.channels);
      return { phase: 'filling' };
    } catch (error) {
      return { phase: 'failed', failure: failureOf(error) };
    }
  }

  /** Once the recogniser's code is here, unless something else is wanted by then. */
  async function beginLater(): Promise<void> {
    const wanted = madeFor;
    try {
      await loadRecogniser();
      if (madeFor === wanted) store.setState({ run: begin(frames.description) });
    } catch (error) {
      if (madeFor === wanted) {
        store.setState({ run: { phase: 'failed', failure: failureOf(error) } });
      }
    }
  }

  let unlisten: (() => void) | undefined;

  function startRecogniser(on: LiveModel, channels: LiveModel['channels']): Recogniser {
    const clock = new ClockFit();
    const latency = new RunningMean(20);
    let publishedMs = Number.NEGATIVE_INFINITY;
    let told = false;
    const made = new (recogniserCode()!)(
      { model: on, channels, ...store.getState().settings },
      {
        event(event) {
          log(event);
          tellEvent('event', event, clock);
        },
        surer: (event) => tellEvent('surer', event, clock),
        state: ({ gestureId }) => tell({ type: 'state', gestureId }),
        moving: (moving) => tell({ type: 'moving', moving }),
        answer(atMs, scores, whole) {
          const nowMs = platform.nowMs();
          latency.push(Math.max(0, nowMs - clock.toHostMs(atMs)));
          if (!told) tell({ type: 'running', running: true });
          told = true;
          if (nowMs - publishedMs < PUBLISH_MS) return;
          publishedMs = nowMs;
          const answer = answerOf(made, scores, whole, store.getState().settings, on);
          store.setState({
            run: { phase: 'running', answer },
            latencyMs: latency.mean,
            eventsPerMinute: eventsSince(platform.epochMs() - MINUTE_MS),
          });
        },
      },
    );
    const push = (batch: FrameBatch) => {
      clock.push(batch);
      made.push(batch);
    };
    unlisten = frames.listen(push);
    return made;
  }

  function log(event: GestureEvent): void {
    const { log: before, stream } = store.getState();
    const logged = { ...event, number: ++eventCount, stream, at: platform.epochMs() };
    store.setState({ log: [logged, ...before].slice(0, LOG_LIMIT) });
  }

  function tellEvent(type: 'event' | 'surer', event: GestureEvent, clock: ClockFit): void {
    const { gestureId, score } = event;
    const startMs = clock.toHostMs(event.startMs);
    tell({ type, gestureId, score, startMs, atMs: clock.toHostMs(event.atMs) });
  }

  function eventsSince(epochMs: number): number {
    return store.getState().log.filter(({ at }) => at >= epochMs).length;
  }

  function end(): void {
    if (recogniser === undefined) return;
    recogniser = undefined;
    unlisten?.();
    tell({ type: 'running', running: false });
  }

  function saveSettings(settings: LiveState['settings']): void {
    store.setState({ settings });
    writeLiveSettings(platform, projectId, settings);
  }

  function applySettings(settings: LiveState['settings']): void {
    saveSettings(settings);
    recogniser?.setHoldOff(settings.holdOffMs);
    for (const { id } of model?.gestures ?? []) {
      recogniser?.setThreshold(id, thresholdOf(settings, id, model?.gestures ?? []));
    }
  }

  project.store.subscribe(refresh);
  device.store.subscribe(refresh);
  refresh();

  return {
    store,
    start() {
      stopped = false;
      refresh();
    },
    stop() {
      stopped = true;
      refresh();
    },
    setThreshold(gestureId, threshold) {
      const { settings } = store.getState();
      const thresholds = { ...settings.thresholds, [gestureId]: threshold };
      saveSettings({ ...settings, thresholds });
      recogniser?.setThreshold(gestureId, threshold);
    },
    setHoldOff(holdOffMs) {
      saveSettings({ ...store.getState().settings, holdOffMs });
      recogniser?.setHoldOff(holdOffMs);
    },
    resetSettings() {
      const { settings } = store.getState();
      applySettings(DEFAULT_LIVE_SETTINGS);
      return () => applySettings(settings);
    },
    clearLog() {
      const cleared = store.getState().log;
      store.setState({ log: [], eventsPerMinute: 0 });
      return () => {
        const since = store.getState().log;
        store.setState({ log: [...since, ...cleared].slice(0, LOG_LIMIT) });
      };
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async replay(signal) {
      if (model === undefined) throw new Failure('data-too-little', 'There is no int8 model.');
      const events: GestureEvent[] = [];
      const states: StateChange[] = [];
      const Code = await loadRecogniser();
      new Code(
        { model, channels: signal.channels, ...store.getState().settings },
        { event: (event) => events.push(event), state: (change) => states.push(change) },
      ).push(signal);
      return { events, states };
    },
  };
}
