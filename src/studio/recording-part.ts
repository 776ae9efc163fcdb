import type { LabelSpan } from '#core/dataset/label-span';
import type { CutReason, Recording } from '#core/dataset/session';
import type { Failure } from '#core/failure';
import type { StreamDescription } from '#core/motion/frame';
import type { Platform } from '#platform/platform';
import type { SessionRepository } from '#storage/storage';
import type { DeviceStream } from './device-station';
import { failureOf } from './failure-of';
import type { GivenPrompt } from './guide';
import { createGuidedLabeller } from './guided-labeller';
import { QualityMeter } from './quality-meter';
import { createRecorder, type FrameCounts } from './recorder';

/** The document is brought up to date this often; a dead page's counts are counted anew. */
const SAVE_MS = 5000;
/** From here on the fit of the clock is good enough to say when the first frame was read, ms. */
const SETTLED_MS = 60_000;

export interface PartDeps {
  readonly recordingId: string;
  readonly stream: DeviceStream;
  readonly description: StreamDescription;
  /** Saves the document as it begins; frames gather until it has. */
  prepare(): Promise<Recording>;
  readonly sessions: Pick<SessionRepository, 'appendChunk'>;
  readonly platform: Pick<Platform, 'nowMs' | 'epochMs' | 'newId' | 'claim'>;
  save(recording: Recording): Promise<void>;
  /** Of recordings that several devices make together. */
  takeId(): string | undefined;
  /** Nothing more can be stored. */
  onFailure(failure: Failure): void;
  readonly guided: boolean;
}

/** Continuous frames of one device, on their way into one recording. */
export interface RecordingPart {
  readonly recordingId: string;
  readonly description: StreamDescription;
  /** On `platform.nowMs`'s clock. */
  readonly startedAtMs: number;
  readonly arrived: FrameCounts;
  /** Prompts that have a label here. */
  readonly labelled: ReadonlyMap<number, LabelSpan>;
  /** Resolves when the document is stored; rejects with `Failure`. */
  readonly prepared: Promise<unknown>;
  /** To be called a few times a second. */
  tick(): void;
  addPrompt(given: GivenPrompt): void;
  /** Prompt `index` is asked for again: its label no longer counts, also of a part that has ended. */
  dropPrompt(index: number): void;
  /** Writes what waits, at once: the page may be going. */
  flush(): void;
  /** Stores the tail and the document. Resolves with it where it has a frame; never rejects. */
  finish(cutBy?: CutReason): Promise<{ recording?: Recording; failure?: Failure }>;
}

/** The name under which other tabs can see that a recording is alive. */
export function claimName(recordingId: string): string {
  return `recording.${recordingId}`;
}

/** Begins at once. */
export function createRecordingPart(deps: PartDeps): RecordingPart {
  const { recordingId, stream, description, platform } = deps;
  const { clock } = stream;
  const startedAtMs = platform.nowMs();
  const quality = new QualityMeter();
  const spans = new Map<number, LabelSpan>();
  let base: Recording | undefined;
  let ended: CutReason | 'complete' | undefined;
  let failure: Failure | undefined;
  let savedAtMs = startedAtMs;
  let firstFrameAt: number | undefined;

  const prepared = deps.prepare().then((recording) => {
    base = recording;
  });
  prepared.catch((error) => fail(failureOf(error)));

  const recorder = createRecorder({
    recordingId,
    channelCount: description.channels.length,
    sessions: {
      async appendChunk(...chunk) {
        await prepared;
        return deps.sessions.appendChunk(...chunk);
      },
    },
    nowMs: platform.nowMs,
    onFailure: fail,
  });
  const labeller = deps.guided
    ? createGuidedLabeller(description, clock, platform.newId)
    : undefined;

  function fail(reason: Failure): void {
    failure ??= reason;
    deps.onFailure(failure);
  }

  /** When the first frame was read; not later, since the fit looks back on the last minutes only. */
  function readFirstFrame(): void {
    const { firstMs } = recorder;
    const nowMs = platform.nowMs();
    const settled = firstFrameAt !== undefined && nowMs - startedAtMs > SETTLED_MS;
    const hostMs = firstMs === undefined ? Number.NaN : clock.toHostMs(firstMs);
    if (!settled && Number.isFinite(hostMs)) firstFrameAt = platform.epochMs() - nowMs + hostMs;
  }

  function document(of: Recording): Recording {
    const { frameCount, durationMs, lostCount } = recorder.stored;
    const takeId = deps.takeId();
    const { skewPpm } = clock;
    return {
      ...of,
      state: ended === undefined ? 'recording' : ended === 'complete' ? 'complete' : 'cut',
      frameCount,
      durationMs,
      lostCount,
      rateHz: durationMs > 0 ? ((frameCount - 1) * 1000) / durationMs : of.rateHz,
      spans: [...spans.values()]
        .filter(({ endMs }) => endMs <= durationMs)
        .sort((a, b) => a.startMs - b.startMs),
      quality: quality.read(skewPpm),
      ...(ended === undefined || ended === 'complete' ? {} : { cutBy: ended }),
      ...(takeId === undefined ? {} : { takeId }),
      ...(firstFrameAt === undefined
        ? {}
        : {
            clock: {
              source: description.clock,
              firstFrameAt,
              skewPpm: skewPpm ?? 0,
            },
          }),
    };
  }

  function save(): void {
    savedAtMs = platform.nowMs();
    if (base) deps.save(document(base)).catch((error) => fail(failureOf(error)));
  }

  function label(all: boolean): boolean {
    const found = labeller?.take({ all }) ?? [];
    for (const { index, span } of found) spans.set(index, span);
    return found.length > 0;
  }

  const releaseClaim = platform.claim(claimName(recordingId));
  const unlisten = stream.frames.listen((batch) => {
    recorder.push(batch);
    quality.push(batch);
    labeller?.push(batch);
  });

  return {
    recordingId,
    description,
    startedAtMs,
    labelled: spans,
    prepared,
    get arrived() {
      return recorder.arrived;
    },

    tick() {
      recorder.tick();
      const due = platform.nowMs() - savedAtMs >= SAVE_MS;
      if (due) readFirstFrame();
      if (label(false) || due) save();
    },

    addPrompt(given) {
      // One that began before these frames has its label in the part before.
      if (given.goMs >= startedAtMs && ended === undefined) labeller?.add(given);
    },

    dropPrompt(index) {
      labeller?.drop(index);
      if (spans.delete(index)) save();
    },

    flush: () => recorder.flush(),

    async finish(cutBy) {
      unlisten();
      await recorder.finish();
      label(true);
      readFirstFrame();
      ended = cutBy ?? (failure ? cutReasonOf(failure) : 'complete');
      await prepared.catch(() => undefined);
      const whole = base && document(base);
      const kept = whole && whole.frameCount > 0 ? whole : undefined;
      try {
        if (kept) await deps.save(kept);
      } catch (error) {
        failure ??= failureOf(error);
      } finally {
        releaseClaim();
      }
      return { ...(kept && { recording: kept }), ...(failure && { failure }) };
    },
  };
}

/** What a recording that ended with this failure says of itself. */
export function cutReasonOf({ code }: Failure): CutReason {
  if (code === 'storage-full') return 'storage-full';
  if (code === 'device-protocol') return 'stream-broken';
  return 'storage-failed';
}
