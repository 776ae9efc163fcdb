import type { Roles } from '#core/apps/roles';
import type { GuidedPlan, GuidedPrompt } from '#core/dataset/guided-plan';
import type { LabelSpan } from '#core/dataset/label-span';
import type { Recording } from '#core/dataset/session';
import type { Failure } from '#core/failure';
import type { StreamDescription } from '#core/motion/frame';
import type { SimulatorControl } from '#device/simulator';
import type { Platform } from '#platform/platform';
import type { SessionRepository } from '#storage/storage';
import { failureOf } from './failure-of';
import type { FrameBus } from './frame-bus';
import { createGuide, type Guide, type GuidedProgress } from './guide';
import { createGuidedLabeller } from './guided-labeller';
import { createRecorder, type FrameCounts } from './recorder';
import { createSimulatedFollower } from './simulated-follower';

/** Counts are shown, and what waits is written, this often, ms. */
const TICK_MS = 200;
/** The document's counts are brought up to date this often; a dead page's are counted anew. */
const SAVE_MS = 5000;
/** After the last prompt the person may still be moving. */
const TAIL_MS = 2200;

export interface RunProgress extends FrameCounts {
  /** On `platform.nowMs`'s clock. */
  readonly startedAtMs: number;
  readonly guided?: GuidedProgress;
}

export interface RecordingRunDeps {
  /** As it was saved, before the first frame. */
  readonly recording: Recording;
  readonly description: StreamDescription;
  readonly frames: Pick<FrameBus, 'listen'>;
  readonly sessions: Pick<SessionRepository, 'appendChunk'>;
  readonly platform: Pick<Platform, 'nowMs' | 'epochMs' | 'newId' | 'play' | 'keepAwake' | 'claim'>;
  save(recording: Recording): Promise<void>;
  onChange(progress: RunProgress): void;
  /** Asks to be finished: the plan is through, or nothing more can be stored. */
  onEnd(failure?: Failure): void;
  readonly guided?:
    | {
        readonly plan: GuidedPlan;
        /** Who does as asked, and which gesture is which movement; absent for a real person. */
        readonly actor: { readonly control: SimulatorControl; readonly roles: Roles } | undefined;
      }
    | undefined;
}

/** One recording under way: from the first frame to `finish`. */
export interface RecordingRun {
  readonly recording: Recording;
  readonly guide: Guide | undefined;
  /** Stores the tail and the document; `failure` is why it is cut. Never rejects. */
  finish(reason?: Failure): Promise<{ recording: Recording; failure?: Failure }>;
}

/** The name under which other tabs can see that a recording is alive. */
export function claimName(recordingId: string): string {
  return `recording.${recordingId}`;
}

export function createRecordingRun(deps: RecordingRunDeps): RecordingRun {
  const { recording, description, platform, guided } = deps;
  const startedAtMs = platform.nowMs();
  const spans = new Map<number, LabelSpan>();
  let failure: Failure | undefined;
  let progress: Omit<GuidedProgress, 'labelCount'> | undefined;
  let savedAtMs = startedAtMs;
  let ending: ReturnType<typeof setTimeout> | undefined;

  const recorder = createRecorder({
    recordingId: recording.id,
    channelCount: description.channels.length,
    sessions: deps.sessions,
    nowMs: platform.nowMs,
    onFailure: end,
  });
  const labeller = guided && createGuidedLabeller(description, platform.newId);
  const actor = guided?.actor;
  const follower =
    actor && createSimulatedFollower(actor.control, actor.roles, Math.round(platform.epochMs()));
  const guide = guided && guideThrough(guided.plan);

  function end(reason: Failure): void {
    failure ??= reason;
    deps.onEnd(failure);
  }

  function show(): void {
    deps.onChange({
      ...recorder.arrived,
      startedAtMs,
      ...(progress ? { guided: { ...progress, labelCount: spans.size } } : {}),
    });
  }

  function guideThrough(plan: GuidedPlan): Guide {
    return createGuide(plan, {
      platform,
      onProgress(next) {
        progress = next;
        show();
      },
      onStep: (step, prompt: GuidedPrompt) => follower?.step(step, prompt),
      onBroken: () => follower?.relax(),
      onGiven: (given) => labeller?.add(given),
      onTakenBack(index) {
        labeller?.drop(index);
        if (spans.delete(index)) save();
      },
      onEnd() {
        ending = setTimeout(() => deps.onEnd(), TAIL_MS);
      },
    });
  }

  function document(state: Recording['state'], counts: FrameCounts): Recording {
    const { frameCount, durationMs, lostCount } = counts;
    return {
      ...recording,
      state,
      frameCount,
      durationMs,
      lostCount,
      rateHz: durationMs > 0 ? ((frameCount - 1) * 1000) / durationMs : recording.rateHz,
      spans: [...spans.values()]
        .filter(({ endMs }) => endMs <= durationMs)
        .sort((a, b) => a.startMs - b.startMs),
    };
  }

  function save(): void {
    savedAtMs = platform.nowMs();
    deps.save(document('recording', recorder.stored)).catch((error) => end(failureOf(error)));
  }

  function label(all: boolean): boolean {
    const found = labeller?.take({ all }) ?? [];
    for (const { index, span } of found) spans.set(index, span);
    return found.length > 0;
  }

  const releaseClaim = platform.claim(claimName(recording.id));
  const letSleep = platform.keepAwake();
  const unlisten = deps.frames.listen((batch) => {
    recorder.push(batch);
    labeller?.push(batch);
  });
  const timer = setInterval(() => {
    recorder.tick();
    if (label(false) || platform.nowMs() - savedAtMs >= SAVE_MS) save();
    show();
  }, TICK_MS);
  show();
  guide?.start();

  return {
    recording,
    guide,
    async finish(reason) {
      clearTimeout(ending);
      clearInterval(timer);
      unlisten();
      guide?.stop();
      follower?.relax();
      await recorder.finish();
      label(true);
      failure ??= reason;
      const whole = document(failure ? 'cut' : 'complete', recorder.stored);
      try {
        if (whole.frameCount > 0) await deps.save(whole);
      } catch (error) {
        failure ??= failureOf(error);
      } finally {
        letSleep();
        releaseClaim();
      }
      return failure ? { recording: whole, failure } : { recording: whole };
    },
  };
}
