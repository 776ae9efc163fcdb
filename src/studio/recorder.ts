import { ChunkBuffer } from '#core/dataset/chunk-buffer';
import { Failure } from '#core/failure';
import type { FrameBatch } from '#core/motion/frame';
import type { SessionRepository } from '#storage/storage';

/** Frames wait at most this long to be written together; committing takes some 20 ms more. */
const CHUNK_MS = 250;
/** A write that takes longer than this will not come back. */
const STUCK_MS = 20_000;
/** So many batches in a row that make no sense are no accident. */
const REFUSED_LIMIT = 25;

export interface FrameCounts {
  readonly frameCount: number;
  /** First to last frame on the frames' clock, ms. */
  readonly durationMs: number;
  readonly lostCount: number;
}

export interface RecorderDeps {
  readonly recordingId: string;
  readonly channelCount: number;
  readonly sessions: Pick<SessionRepository, 'appendChunk'>;
  nowMs(): number;
  /** Called once, when nothing more can be stored; what is `stored` is safe. */
  onFailure(failure: Failure): void;
}

/** Writes a stream into storage as it comes. */
export interface Recorder {
  push(batch: FrameBatch): void;
  /** To be called a few times a second: writes what has waited long enough. */
  tick(): void;
  /** Writes what waits now, also beside a write that is under way. */
  flush(): void;
  /** Time of the first frame on the frames' clock; undefined before it. */
  readonly firstMs: number | undefined;
  /** Everything that arrived. */
  readonly arrived: FrameCounts;
  /** What is durable. */
  readonly stored: FrameCounts;
  /** Writes the tail; resolves when nothing is under way any more. Never rejects. */
  finish(): Promise<void>;
}

/**
 * One write at a time: while one is under way, frames gather for the next, so slow storage makes
 * chunks larger instead of a queue longer.
 */
export function createRecorder(deps: RecorderDeps): Recorder {
  const buffer = new ChunkBuffer(deps.channelCount);
  const arrived = new Counter();
  const stored = new Counter();
  let writing: Promise<void> | undefined;
  /** Writes beside that one. */
  let flushed: Promise<unknown> = Promise.resolve();
  let writingSinceMs = 0;
  let nextIndex = 0;
  let refused = 0;
  let writable = true;
  let failed = false;

  function fail(failure: Failure): void {
    if (failed) return;
    failed = true;
    deps.onFailure(failure);
  }

  function failToWrite(failure: Failure): void {
    writable = false;
    fail(failure);
  }

  function giveUp(): void {
    failToWrite(new Failure('storage-unavailable', `a write has taken ${STUCK_MS} ms`));
  }

  async function writeTail(): Promise<void> {
    while (writing && writable) await writing;
    // What came before a stream broke is whole.
    if (writable) await writeWaiting();
    if (writable) await flushed;
  }

  async function writeWaiting(): Promise<void> {
    const chunk = buffer.take();
    if (!chunk) return;
    const index = nextIndex++;
    const append = () => deps.sessions.appendChunk(deps.recordingId, index, chunk);
    try {
      // A transaction may be aborted for a reason that is over at once; a full disk is not.
      await append().catch((error) => {
        if (error instanceof Failure && error.code === 'storage-full') throw error;
        return append();
      });
      stored.add(chunk);
    } catch (error) {
      failToWrite(
        error instanceof Failure
          ? error
          : new Failure('storage-unavailable', String(error), { cause: error }),
      );
    }
  }

  function write(): void {
    if (writing || !writable) return;
    writingSinceMs = deps.nowMs();
    writing = writeWaiting().finally(() => {
      writing = undefined;
      writeIfDue();
    });
  }

  function writeIfDue(): void {
    if (buffer.frames > 0 && deps.nowMs() - buffer.oldestArrivalMs >= CHUNK_MS) write();
  }

  return {
    get firstMs() {
      return arrived.firstMs;
    },
    get arrived() {
      return arrived.counts;
    },
    get stored() {
      return stored.counts;
    },

    push(batch) {
      if (failed) return;
      // What was lost before the first frame is no part of the recording.
      const own = arrived.firstMs === undefined ? { ...batch, lostBefore: 0 } : batch;
      if (!buffer.push(own)) {
        if (++refused >= REFUSED_LIMIT) {
          fail(new Failure('device-protocol', `${refused} batches in a row out of order or shape`));
        }
        return;
      }
      refused = 0;
      arrived.add(own);
      // Timers of a hidden page may run once a minute; frames come all the same.
      writeIfDue();
    },

    tick() {
      if (writing && deps.nowMs() - writingSinceMs > STUCK_MS) {
        giveUp();
        writing = undefined;
      }
      writeIfDue();
    },

    flush() {
      if (writable) flushed = Promise.all([flushed, writeWaiting()]);
    },

    async finish() {
      let limit: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<void>((resolve) => {
        limit = setTimeout(() => {
          giveUp();
          resolve();
        }, STUCK_MS);
      });
      await Promise.race([writeTail(), late]);
      clearTimeout(limit);
    },
  };
}

class Counter {
  #frameCount = 0;
  #lostCount = 0;
  #lastMs = Number.NEGATIVE_INFINITY;
  firstMs: number | undefined;

  get counts(): FrameCounts {
    return {
      frameCount: this.#frameCount,
      durationMs: this.firstMs === undefined ? 0 : this.#lastMs - this.firstMs,
      lostCount: this.#lostCount,
    };
  }

  add({ timestampMs, lostBefore }: Pick<FrameBatch, 'timestampMs' | 'lostBefore'>): void {
    this.#lostCount += lostBefore;
    if (timestampMs.length === 0) return;
    // Writes beside each other may end in any order.
    this.firstMs = Math.min(this.firstMs ?? Number.POSITIVE_INFINITY, timestampMs[0]!);
    this.#lastMs = Math.max(this.#lastMs, timestampMs[timestampMs.length - 1]!);
    this.#frameCount += timestampMs.length;
  }
}
