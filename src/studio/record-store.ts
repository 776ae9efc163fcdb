import { createStore, type StoreApi } from 'zustand/vanilla';
import { rolesOf } from '#core/apps/roles';
import type { GuidedPlan } from '#core/dataset/guided-plan';
import { Failure } from '#core/failure';
import type { Platform } from '#platform/platform';
import type { SessionRepository } from '#storage/storage';
import { countDown } from './count-down';
import type { DeviceStation } from './device-store';
import { failureOf } from './failure-of';
import type { FrameBus } from './frame-bus';
import { firstPrompt, type GuidedProgress } from './guide';
import { newRecording } from './new-recording';
import { openProject } from './project-document';
import type { ProjectStation, Undo } from './project-station';
import { claimName, createRecordingRun, type RecordingRun } from './recording-run';

export type RecordState =
  | { readonly phase: 'idle'; readonly subject: string }
  | {
      readonly phase: 'countdown';
      readonly subject: string;
      /** Whole seconds left. */
      readonly remainingS: number;
      /** The first prompt, before a guided recording. */
      readonly guided?: GuidedProgress;
    }
  | {
      readonly phase: 'recording';
      readonly subject: string;
      readonly recordingId: string;
      /** On `platform.nowMs`'s clock. */
      readonly startedAtMs: number;
      /** Counts of what has arrived, a few times a second. */
      readonly frameCount: number;
      readonly durationMs: number;
      readonly lostCount: number;
      readonly guided?: GuidedProgress;
    }
  | { readonly phase: 'finishing'; readonly subject: string }
  /** `kept`: the recording that holds everything up to the failure. */
  | {
      readonly phase: 'failed';
      readonly subject: string;
      readonly failure: Failure;
      readonly kept?: string;
    };

export interface RecordStation {
  readonly store: StoreApi<RecordState>;
  /** Who is recorded next; remembered. */
  setSubject(name: string): void;
  /** Seconds counted down before a recording starts; remembered. */
  readonly countdownS: number;
  setCountdown(seconds: number): void;
  /** Counts down, then records; never rejects. Resolves when frames are being stored. */
  start(): Promise<void>;
  /** The same with prompts that label; `simulatorFollows`: the simulated person does as asked. */
  startGuided(plan: GuidedPlan, options?: { readonly simulatorFollows?: boolean }): Promise<void>;
  /** Verbs of the guided recording under way; nothing happens without one. */
  readonly guide: {
    togglePause(): void;
    /** Asks for the same once more, from its announcement. */
    repeat(): void;
    skip(): void;
  };
  /** Stores the tail and ends the recording. */
  stop(): Promise<void>;
  /** Ends the countdown; while recording, ends and removes it: the undo brings it back. */
  cancel(): Promise<Undo | undefined>;
  /** Puts a failure out of sight. */
  dismiss(): void;
  /** At start-up: recordings left by a dead page become `cut`. */
  mendCut(): Promise<void>;
}

export interface RecordDeps {
  readonly frames: FrameBus;
  readonly device: DeviceStation;
  readonly project: ProjectStation;
  readonly sessions: SessionRepository;
  readonly platform: Platform;
}

/** Preferences that this station remembers. */
const SUBJECT = 'subject';
const COUNTDOWN = 'countdown';
const FIRST_SUBJECT = 'A';
const DEFAULT_COUNTDOWN_S = 3;

/** Records the live stream into the open project. */
export function createRecordStation(deps: RecordDeps): RecordStation {
  const { frames, device, project, sessions, platform } = deps;
  let subject = platform.preference(SUBJECT) || FIRST_SUBJECT;
  let countdownS = countdownOf(platform.preference(COUNTDOWN));
  let counting: AbortController | undefined;
  let run: RecordingRun | undefined;
  let finishing: Promise<string | undefined> | undefined;
  const store = createStore<RecordState>(() => ({ phase: 'idle', subject }));
  const show = (state: RecordState) => store.setState(state, true);
  const idle = () => show({ phase: 'idle', subject });

  device.store.subscribe((state) => {
    if (state.phase === 'connected') return;
    counting?.abort(lossOf(state));
    // Ended by the person's own hand, a recording is whole; ended by a lost device, it is cut.
    const wanted = state.phase === 'idle' && !state.failure && state.lostName === undefined;
    if (run) void finish(wanted ? undefined : lossOf(state));
  });

  async function begin(guiding?: { plan: GuidedPlan; simulatorFollows: boolean }): Promise<void> {
    if (counting || run || finishing) return;
    const mine = new AbortController();
    const who = subject;
    counting = mine;
    let begun: string | undefined;
    try {
      const connected = device.store.getState();
      const { description } = frames;
      if (connected.phase !== 'connected' || !description) throw lossOf(connected);
      const first = guiding && firstPrompt(guiding.plan, platform.nowMs());
      await countDown(countdownS, mine.signal, (remainingS) => {
        show({ phase: 'countdown', subject: who, remainingS, ...(first ? { guided: first } : {}) });
        platform.play('prompt');
      });
      const session = await project.sessionFor(who, connected.name);
      const { recordings, project: owner } = openProject(project.store.getState());
      const recording = newRecording({
        id: platform.newId(),
        session,
        description,
        startedAt: platform.epochMs(),
        others: recordings,
      });
      begun = recording.id;
      // Before the first chunk: what a page that dies leaves must be found again.
      await project.saveRecording(recording);
      mine.signal.throwIfAborted();
      if (!guiding) platform.play('go');
      run = createRecordingRun({
        recording,
        description,
        frames,
        sessions,
        platform,
        save: (document) => project.saveRecording(document),
        onChange: (progress) =>
          show({ phase: 'recording', subject: who, recordingId: recording.id, ...progress }),
        onEnd: (failure) => void finish(failure),
        guided: guiding && {
          plan: guiding.plan,
          actor:
            guiding.simulatorFollows && connected.kind === 'simulator'
              ? { control: device.simulator, roles: rolesOf(owner.gestures) }
              : undefined,
        },
      });
    } catch (error) {
      if (begun !== undefined) await discard(begun);
      // Called off by the person; a lost device aborts with the failure as its reason.
      if (mine.signal.aborted && !(error instanceof Failure)) idle();
      else show({ phase: 'failed', subject, failure: failureOf(error) });
    } finally {
      counting = undefined;
    }
  }

  /** Ends the recording under way; resolves with its id where there is something of it. */
  function finish(reason?: Failure): Promise<string | undefined> {
    if (run) {
      finishing = end(run, reason).finally(() => {
        finishing = undefined;
      });
      run = undefined;
    }
    return finishing ?? Promise.resolve(undefined);
  }

  async function end(ended: RecordingRun, reason?: Failure): Promise<string | undefined> {
    show({ phase: 'finishing', subject });
    const { recording, failure = reason } = await ended.finish(reason);
    const kept = recording.frameCount > 0 ? recording.id : undefined;
    if (kept === undefined) await discard(recording.id);
    const shown = failure ?? (kept === undefined ? noFrames() : undefined);
    if (!shown) idle();
    else
      show({ phase: 'failed', subject, failure: shown, ...(kept === undefined ? {} : { kept }) });
    return kept;
  }

  /** Removes a recording that never had a frame, at once. */
  async function discard(recordingId: string): Promise<void> {
    await sessions.removeRecording(recordingId).catch(() => undefined);
    if (project.store.getState().phase === 'open') await project.removeRecording(recordingId);
  }

  return {
    store,
    get countdownS() {
      return countdownS;
    },
    guide: {
      togglePause: () => run?.guide?.togglePause(),
      repeat: () => run?.guide?.repeat(),
      skip: () => run?.guide?.skip(),
    },

    setSubject(name) {
      subject = name.trim() || FIRST_SUBJECT;
      platform.setPreference(SUBJECT, subject);
      const state = store.getState();
      // A recording under way stays with the person it began with.
      if (state.phase === 'idle' || state.phase === 'failed') show({ ...state, subject });
    },

    setCountdown(seconds) {
      countdownS = seconds;
      platform.setPreference(COUNTDOWN, String(seconds));
    },

    start: () => begin(),
    startGuided: (plan, { simulatorFollows = false } = {}) => begin({ plan, simulatorFollows }),

    async stop() {
      counting?.abort();
      await finish();
    },

    async cancel() {
      counting?.abort();
      const id = await finish();
      return id === undefined ? undefined : project.removeRecording(id);
    },

    dismiss() {
      if (store.getState().phase === 'failed') idle();
    },

    async mendCut() {
      const inUse = await platform.claimed();
      const mended = await sessions.mendCutRecordings((id) => inUse.has(claimName(id)));
      // Stored already; a project that is open shows them too.
      if (project.store.getState().phase !== 'open') return;
      for (const recording of mended) await project.saveRecording(recording);
    },
  };
}

function noFrames(): Failure {
  return new Failure('device-silent', 'no frame came while recording');
}

/** Why there is no stream to record. */
function lossOf(state: ReturnType<DeviceStation['store']['getState']>): Failure {
  if (state.phase === 'idle' && state.failure) return state.failure;
  const name = state.phase === 'idle' ? state.lostName : undefined;
  return new Failure('device-lost', name ? `${name} is gone` : 'no device is connected');
}

function countdownOf(remembered: string | undefined): number {
  const seconds = Number(remembered || DEFAULT_COUNTDOWN_S);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : DEFAULT_COUNTDOWN_S;
}
