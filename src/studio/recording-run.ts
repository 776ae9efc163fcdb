import type { Roles } from '#core/apps/roles';
import type { GuidedPlan } from '#core/dataset/guided-plan';
import type { CutReason, Recording } from '#core/dataset/session';
import type { Failure } from '#core/failure';
import type { SimulatorControl } from '#device/simulator';
import type { Platform } from '#platform/platform';
import type { SessionRepository } from '#storage/storage';
import { type DeviceStation, type DeviceStream, isStreaming } from './device-station';
import { createGuide, type Guide, type GuidedProgress } from './guide';
import type { RecordedDevice, RunProgress } from './record-station';
import type { FrameCounts } from './recorder';
import { createRecordingPart, cutReasonOf, type RecordingPart } from './recording-part';
import { createSimulatedFollower } from './simulated-follower';

/** Counts are shown, and what waits is written, this often, ms. */
const TICK_MS = 200;
/** After the last prompt the person may still be moving. */
const TAIL_MS = 2200;

/** What a part that begins has to be called and to belong to. */
export interface PartBegin {
  readonly recordingId: string;
  readonly stream: DeviceStream;
  /** Of the same device in this recording, the part before. */
  readonly continues?: string;
  /** What tells the device from those that are recorded beside it; absent without such. */
  readonly among?: string;
}

export interface RecordingRunDeps {
  readonly device: Pick<DeviceStation, 'store' | 'streams'>;
  readonly sessions: Pick<SessionRepository, 'appendChunk'>;
  readonly platform: Pick<
    Platform,
    'nowMs' | 'epochMs' | 'newId' | 'play' | 'keepAwake' | 'claim' | 'onPageHide'
  >;
  /** Stores the document of a part that begins. */
  prepare(begin: PartBegin): Promise<Recording>;
  save(recording: Recording): Promise<void>;
  /** Removes a part that never had a frame. */
  discard(recordingId: string): Promise<void>;
  /** `recordingId`: a part under way, the leading device's if it has one; undefined: all are lost. */
  onChange(progress: RunProgress, recordingId: string | undefined): void;
  /** Asks to be finished: the plan is through, the devices left, or nothing more can be stored. */
  onEnd(failure?: Failure): void;
  readonly guided?:
    | {
        readonly plan: GuidedPlan;
        /** Who does as asked, and which gesture is which movement; absent for a real person. */
        readonly actor: { readonly control: SimulatorControl; readonly roles: Roles } | undefined;
      }
    | undefined;
}

/** One recording under way: every device that streams, each in as many parts as its link has lives. */
export interface RecordingRun {
  readonly guide: Pick<Guide, 'togglePause' | 'repeat' | 'skip'> | undefined;
  /** Resolves when the documents of the first parts are stored; rejects with `Failure`. */
  readonly prepared: Promise<unknown>;
  start(): void;
  /** Stores the tails and the documents. Never rejects. */
  finish(): Promise<{ kept: readonly string[]; failure?: Failure }>;
}

/** A device of the recording, and what it has recorded. */
interface Taken {
  linkId: string;
  readonly name: string;
  /** Let go by hand: it is not waited for. */
  left: boolean;
  part: RecordingPart | undefined;
  ended: readonly RecordingPart[];
}

export function createRecordingRun(deps: RecordingRunDeps): RecordingRun {
  const { device, platform, guided } = deps;
  const startedAtMs = platform.nowMs();
  const takeId = platform.newId();
  const taken: Taken[] = [];
  const kept: string[] = [];
  const endings: Promise<void>[] = [];
  let failure: Failure | undefined;
  let progress: Omit<GuidedProgress, 'labelCount'> | undefined;
  let ending: ReturnType<typeof setTimeout> | undefined;
  let pausedByLoss = false;
  let finished = false;

  const actor = guided?.actor;
  const follower =
    actor && createSimulatedFollower(actor.control, actor.roles, Math.round(platform.epochMs()));
  const guide = guided && guideThrough(guided.plan);
  const allParts = () => taken.flatMap(({ part, ended }) => (part ? [...ended, part] : [...ended]));

  function end(reason?: Failure): void {
    failure ??= reason;
    if (!finished) deps.onEnd(failure);
  }

  function begin(one: Taken, stream: DeviceStream): void {
    const recordingId = platform.newId();
    const before = one.ended.findLast(({ arrived }) => arrived.frameCount > 0);
    const about: PartBegin = {
      recordingId,
      stream,
      ...(before && { continues: before.recordingId }),
      ...(taken.length > 1 && { among: amongName(one) }),
    };
    one.part = createRecordingPart({
      recordingId,
      stream,
      description: stream.frames.description!,
      prepare: () => deps.prepare(about),
      sessions: deps.sessions,
      platform,
      save: deps.save,
      takeId: () => (taken.length > 1 ? takeId : undefined),
      onFailure: end,
      guided: guided !== undefined,
    });
  }

  /** Two boards of one make have one name. */
  function amongName(one: Taken): string {
    const twins = taken.filter(({ name }) => name === one.name);
    return twins.length > 1 ? `${one.name} ${twins.indexOf(one) + 1}` : one.name;
  }

  function endPart(one: Taken, cutBy?: CutReason): void {
    const { part } = one;
    if (!part) return;
    one.part = undefined;
    one.ended = [...one.ended, part];
    endings.push(
      part.finish(cutBy).then(async (result) => {
        failure ??= result.failure;
        if (result.recording) kept.push(part.recordingId);
        else {
          one.ended = one.ended.filter((other) => other !== part);
          await deps.discard(part.recordingId).catch(() => undefined);
        }
      }),
    );
  }

  /** Takes up what began to stream, and ends what is gone. */
  function follow(): void {
    const { links } = device.store.getState();
    const streams = device.streams();
    let lastLeft = false;
    for (const one of taken) {
      const link = links.find(({ id }) => id === one.linkId);
      const description = streams.find(({ linkId }) => linkId === one.linkId)?.frames.description;
      if (!link) {
        if (one.part) lastLeft = one.left = true;
        endPart(one);
      } else if (!isStreaming(link)) endPart(one, 'link-lost');
      // The columns were named anew: frames of another shape are another recording.
      else if (one.part && one.part.description !== description) endPart(one);
    }
    const streaming = streams.filter(({ linkId }) =>
      links.some((link) => link.id === linkId && isStreaming(link)),
    );
    const fresh = streaming.filter(({ linkId }) => !taken.some((one) => one.linkId === linkId));
    for (const { linkId, name } of fresh) {
      // Connected anew by hand, it is still the device that is waited for.
      const gone = taken.find(
        (one) => one.name === name && !links.some(({ id }) => id === one.linkId),
      );
      if (gone) Object.assign(gone, { linkId, left: false });
      else taken.push({ linkId, name, left: false, part: undefined, ended: [] });
    }
    for (const stream of streaming) {
      const one = taken.find(({ linkId }) => linkId === stream.linkId);
      if (one && !one.part) begin(one, stream);
    }
    const recording = taken.some(({ part }) => part !== undefined);
    // The last device that streamed was disconnected by hand: the recording is whole.
    if (lastLeft && !recording) end();
    else heed(recording);
  }

  /** A guided recording waits for its devices. */
  function heed(recording: boolean): void {
    if (guide && !recording && !guide.paused) {
      pausedByLoss = true;
      guide.togglePause();
    } else if (guide && recording && pausedByLoss) {
      pausedByLoss = false;
      if (guide.paused) guide.togglePause();
    }
    show();
  }

  function show(): void {
    if (finished) return;
    const devices = taken.filter(({ left }) => !left).map(shown);
    const lead = devices[0] ?? NOTHING;
    const part = taken.find((one) => one.part)?.part;
    const labelled = new Set(allParts().flatMap((one) => [...one.labelled.keys()]));
    deps.onChange(
      {
        frameCount: lead.frameCount,
        durationMs: lead.durationMs,
        lostCount: lead.lostCount,
        startedAtMs,
        devices,
        ...(progress ? { guided: { ...progress, labelCount: labelled.size } } : {}),
      },
      part?.recordingId,
    );
  }

  function guideThrough(plan: GuidedPlan): Guide {
    return createGuide(plan, {
      platform,
      onProgress(next) {
        progress = next;
        show();
      },
      onStep: (step, prompt) => follower?.step(step, prompt),
      onBroken: () => follower?.relax(),
      onGiven(given) {
        for (const { part } of taken) part?.addPrompt(given);
      },
      onTakenBack(index) {
        for (const part of allParts()) part.dropPrompt(index);
      },
      onEnd() {
        ending = setTimeout(() => end(), TAIL_MS);
      },
    });
  }

  const letSleep = platform.keepAwake();
  follow();
  const prepared = Promise.all(allParts().map((part) => part.prepared));
  const unfollow = device.store.subscribe(follow);
  const unhide = platform.onPageHide(() => {
    for (const { part } of taken) part?.flush();
  });
  const timer = setInterval(() => {
    for (const { part } of taken) part?.tick();
    show();
  }, TICK_MS);

  return {
    guide,
    prepared,
    start: () => guide?.start(),
    async finish() {
      finished = true;
      clearTimeout(ending);
      clearInterval(timer);
      unfollow();
      unhide();
      guide?.stop();
      follower?.relax();
      const cutBy = failure && cutReasonOf(failure);
      for (const one of taken) endPart(one, cutBy);
      await Promise.all(endings);
      letSleep();
      return failure ? { kept, failure } : { kept };
    },
  };
}

const NOTHING: FrameCounts = { frameCount: 0, durationMs: 0, lostCount: 0 };

function shown({ linkId, name, part, ended }: Taken): RecordedDevice {
  const counts = [...ended, ...(part ? [part] : [])].map(({ arrived }) => arrived);
  return {
    linkId,
    name,
    waiting: part === undefined,
    frameCount: counts.reduce((sum, one) => sum + one.frameCount, 0),
    durationMs: counts.reduce((sum, one) => sum + one.durationMs, 0),
    lostCount: counts.reduce((sum, one) => sum + one.lostCount, 0),
  };
}
