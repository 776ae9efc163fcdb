import type { SignalSummary } from '#core/dataset/signal-summary';
import type { Engine } from '#engine/engine';
import type { SessionRepository } from '#storage/storage';
import type { SignalCache } from './signal-cache';

/** What takes the page longer than some 10 ms goes to the engine. */
const SMALL_VALUES = 150_000;

/** Left out of the first page. */
const summarising = () => import('#core/dataset/signal-summary');

/** Summaries beside the frames: found where they are kept, made where they are not. */
export interface Summaries {
  /** What is kept of a recording of so many frames; undefined where nothing is, or of other frames. */
  find(recordingId: string, frameCount: number): Promise<SignalSummary | undefined>;
  /** Makes one and keeps it. Rejects with `Failure`. */
  make(recordingId: string): Promise<SignalSummary>;
  /** Puts a recording that has come to its end into the shape that is quick to open. Never rejects. */
  settle(recordingId: string, frameCount: number): Promise<void>;
}

export function createSummaries(deps: {
  readonly sessions: Pick<SessionRepository, 'loadSummary' | 'saveSummary' | 'mergeChunks'>;
  readonly engine: Pick<Engine, 'summarise'>;
  readonly signals: SignalCache;
}): Summaries {
  const { sessions, engine, signals } = deps;
  // One after the other: a newer job of the engine would silence the one before.
  let last: Promise<unknown> = Promise.resolve();

  async function makeNow(recordingId: string): Promise<SignalSummary> {
    const signal = await signals.load(recordingId);
    const summary =
      signal.values.length <= SMALL_VALUES
        ? (await summarising()).summariseSignal(signal)
        : await engine.summarise(signal, { signal: new AbortController().signal });
    // Drawn all the same; made again the next time.
    await sessions.saveSummary(recordingId, summary).catch(() => undefined);
    return summary;
  }

  const summaries: Summaries = {
    async find(recordingId, frameCount) {
      const kept = await sessions.loadSummary(recordingId).catch(() => undefined);
      const { isSummaryOf } = await summarising();
      return kept && isSummaryOf(kept, frameCount) ? kept : undefined;
    },

    make(recordingId) {
      const made = last.then(() => makeNow(recordingId));
      last = made.catch(() => undefined);
      return made;
    },

    async settle(recordingId, frameCount) {
      await sessions.mergeChunks(recordingId).catch(() => undefined);
      if (await summaries.find(recordingId, frameCount)) return;
      await summaries.make(recordingId).catch(() => undefined);
    },
  };
  return summaries;
}
