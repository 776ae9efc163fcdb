import { createStore } from 'zustand/vanilla';
import { rolesOf } from '#core/apps/roles';
import type { GuidedPlan } from '#core/dataset/guided-plan';
import type { Recording } from '#core/dataset/session';
import { Failure } from '#core/failure';
import type { Platform } from '#platform/platform';
import type { SessionRepository } from '#storage/storage';
import { countDown } from './count-down';
import { type DeviceState, type DeviceStation, isStreaming } from './device-station';
import { failureOf } from './failure-of';
import { firstPrompt } from './guide';
import { newRecording, nextName } from './new-recording';
import { openProject } from './project-document';
import type { ProjectStation } from './project-station';
import type { RecordState, RecordStation } from './record-station';
import { claimName } from './recording-part';
import { createRecordingRun, type PartBegin, type RecordingRun } from './recording-run';

export interface RecordDeps {
  readonly device: DeviceStation;
  readonly project: ProjectStation;
  readonly sessions: SessionRepository;
  readonly platform: Platform;
}

/** What a recording is begun with. */
interface Begin {
  readonly guiding?: { readonly plan: GuidedPlan; readonly simulatorFollows: boolean };
  readonly resumed?: Recording;
}

/** Preferences that this station remembers. */
const SUBJECT = 'subject';
const COUNTDOWN = 'countdown';
const FIRST_SUBJECT = 'A';
const DEFAULT_COUNTDOWN_S = 3;

/** Records the live streams into the open project. */
export function createRecordStation(deps: RecordDeps): RecordStation {
  const { device, project, sessions, platform } = deps;
  let subject = platform.preference(SUBJECT) || FIRST_SUBJECT;
  let countdownS = countdownOf(platform.preference(COUNTDOWN));
  let counting: AbortController | undefined;
  let run: RecordingRun | undefined;
  let finishing: Promise<readonly string[]> | undefined;
  const store = createStore<RecordState>(() => ({ phase: 'idle', subject }));
  const show = (state: RecordState) => store.setState(state, true);
  const idle = () => show({ phase: 'idle', subject });

  device.store.subscribe((state) => {
    if (!state.links.some(isStreaming)) counting?.abort(lossOf(state));
  });

  async function begin({ guiding, resumed }: Begin = {}): Promise<void> {
    if (counting || run || finishing) return;
    const mine = new AbortController();
    const who = resumed ? subjectOf(resumed) : subject;
    counting = mine;
    try {
      const devices = device.store.getState();
      if (!devices.links.some(isStreaming)) throw lossOf(devices);
      if (openProject(project.store.getState()).readOnly) {
        throw new Failure('project-in-use', 'another tab holds the project');
      }
      // A browser that asks the person asks at the first recording, when it is plain what for.
      void platform.askPersistence();
      const first = guiding && firstPrompt(guiding.plan, platform.nowMs());
      await countDown(countdownS, mine.signal, (remainingS) => {
        show({ phase: 'countdown', subject: who, remainingS, ...(first ? { guided: first } : {}) });
        platform.play('prompt');
      });
      const { project: owner } = openProject(project.store.getState());
      const simulated = device.streams()[0]?.kind === 'simulator';
      const begun = createRecordingRun({
        device,
        sessions,
        platform,
        prepare: (part) => prepare(part, who, resumed),
        save: (document) => project.saveRecording(document),
        discard,
        onChange(progress, recordingId) {
          show(
            recordingId === undefined
              ? { phase: 'interrupted', subject: who, ...progress }
              : { phase: 'recording', subject: who, recordingId, ...progress },
          );
        },
        onEnd: () => void finish(),
        guided: guiding && {
          plan: guiding.plan,
          actor:
            guiding.simulatorFollows && simulated
              ? { control: device.simulator, roles: rolesOf(owner.gestures) }
              : undefined,
        },
      });
      run = begun;
      counting = undefined;
      await begun.prepared.catch(() => undefined);
      if (run !== begun) return void (await finishing);
      if (!guiding) platform.play('go');
      begun.start();
    } catch (error) {
      // Called off by the person; a lost device aborts with the failure as its reason.
      if (mine.signal.aborted && !(error instanceof Failure)) idle();
      else show({ phase: 'failed', subject, failure: failureOf(error), kept: [] });
    } finally {
      if (counting === mine) counting = undefined;
    }
  }

  function subjectOf({ sessionId }: Recording): string {
    const { sessions: all } = openProject(project.store.getState());
    return all.find(({ id }) => id === sessionId)?.subject ?? subject;
  }

  /** Before the first chunk: what a page that dies leaves must be found again. */
  async function prepare(begun: PartBegin, who: string, resumed?: Recording): Promise<Recording> {
    const { recordingId, stream, among, continues } = begun;
    const description = stream.frames.description!;
    const startedAt = platform.epochMs();
    const open = openProject(project.store.getState());
    // Named before anything is waited for: parts that begin together have one number.
    const name = nextName(who, open.recordings, among);
    const resumedSession = open.sessions.find(({ id }) => id === resumed?.sessionId);
    const goesOn =
      resumedSession !== undefined &&
      continues === undefined &&
      stream.linkId === streamOf(resumedSession.deviceName)?.linkId;
    const session = goesOn ? resumedSession : await project.sessionFor(who, stream.name);
    const recording = newRecording({
      id: recordingId,
      name,
      session,
      description,
      startedAt,
      continues: goesOn ? resumed?.id : continues,
    });
    await project.saveRecording(recording);
    return recording;
  }

  /** The device of that name, else the leading one. */
  function streamOf(deviceName: string) {
    const streams = device.streams();
    return streams.find(({ name }) => name === deviceName) ?? streams[0];
  }

  /** Ends the recording under way; resolves with the ids of what there is of it. */
  function finish(): Promise<readonly string[]> {
    if (run) {
      finishing = end(run).finally(() => {
        finishing = undefined;
      });
      run = undefined;
    }
    return finishing ?? Promise.resolve([]);
  }

  async function end(ended: RecordingRun): Promise<readonly string[]> {
    show({ phase: 'finishing', subject });
    const { kept, failure = kept.length === 0 ? noFrames() : undefined } = await ended.finish();
    if (failure) show({ phase: 'failed', subject, failure, kept });
    else idle();
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
    startGuided: (plan, { simulatorFollows = false } = {}) =>
      begin({ guiding: { plan, simulatorFollows } }),

    async resume(recordingId) {
      const { recordings } = openProject(project.store.getState());
      const resumed = recordings.find(({ id, state }) => id === recordingId && state === 'cut');
      if (resumed) await begin({ resumed });
    },

    async stop() {
      counting?.abort();
      await finish();
    },

    async cancel() {
      counting?.abort();
      const kept = await finish();
      if (kept.length === 0) return undefined;
      const undos = await Promise.all(kept.map((id) => project.removeRecording(id)));
      return async () => {
        for (const undo of undos) await undo();
      };
    },

    async combine(recordingId) {
      const { combineRecordings } = await import('./combine-recordings');
      await combineRecordings({ project, platform }, recordingId);
    },

    dismiss() {
      if (store.getState().phase === 'failed') idle();
    },

    async mendCut() {
      const inUse = await platform.claimed();
      const mended = await sessions.mendCutRecordings((id) => inUse.has(claimName(id)));
      // Stored already; a project that is open shows them too.
      if (project.store.getState().phase === 'open') {
        for (const recording of mended) await project.saveRecording(recording);
      }
      return mended;
    },
  };
}

function noFrames(): Failure {
  return new Failure('device-silent', 'no frame came while recording');
}

/** Why there is no stream to record. */
function lossOf({ links }: DeviceState): Failure {
  const lost = links.map(({ state }) => state).find((state) => 'reason' in state);
  return lost?.reason ?? new Failure('device-lost', 'no device is connected');
}

function countdownOf(remembered: string | undefined): number {
  const seconds = Number(remembered || DEFAULT_COUNTDOWN_S);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : DEFAULT_COUNTDOWN_S;
}
