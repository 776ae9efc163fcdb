import type { Signal } from '#core/motion/frame';
import type { ChunkRecord, NodlabDatabase } from './database';
import { keysOf } from './recording-parts';
import type { StoredChunk } from './storage';

/** Frames of a merged chunk, at least; 82 s at 200 Hz, some 700 KB with nine channels. */
export const MERGED_FRAMES = 16_384;
/** A chunk of so many frames is left as it is. */
const LARGE_FRAMES = MERGED_FRAMES / 2;
/** Small chunks that are read at once. */
const RUN_CHUNKS = 512;
/** Merged chunks that are read at once, 3 MB: unpacking them takes the page a few milliseconds. */
const READ_CHUNKS = 4;
/** Once chunks turn out to be small, so many are read at once. */
const READ_SMALL_CHUNKS = 2000;

/** Hands over a recording's chunks in order, as they were when reading began. */
export async function readChunks(
  database: NodlabDatabase,
  recordingId: string,
  take: (chunk: StoredChunk) => void,
): Promise<void> {
  // One transaction: chunks that are merged meanwhile would be met twice or never.
  const store = database.transaction('chunks').store;
  let from = 0;
  let most = READ_CHUNKS;
  for (;;) {
    const some = await store.getAll(keysOf(recordingId, from), most);
    for (const chunk of some) take(chunk);
    const last = some[some.length - 1];
    if (!last || some.length < most) return;
    from = last.index + 1;
    most = last.timestampMs.length < LARGE_FRAMES ? READ_SMALL_CHUNKS : READ_CHUNKS;
  }
}

/** A recording's frames as one signal; `expectedFrames` of them, as far as is known. */
export async function readSignal(
  database: NodlabDatabase,
  recordingId: string,
  channels: Signal['channels'],
  expectedFrames: number,
): Promise<Signal> {
  // Into place as they come: an hour's chunks beside an hour's signal would be twice the memory.
  let timestampMs = new Float64Array(expectedFrames);
  let values = new Float32Array(expectedFrames * channels.length);
  let frames = 0;
  await readChunks(database, recordingId, (chunk) => {
    const after = frames + chunk.timestampMs.length;
    if (after > timestampMs.length) {
      const room = Math.max(after, 2 * timestampMs.length);
      timestampMs = grown(timestampMs, new Float64Array(room));
      values = grown(values, new Float32Array(room * channels.length));
    }
    timestampMs.set(chunk.timestampMs, frames);
    values.set(chunk.values, frames * channels.length);
    frames = after;
  });
  if (frames === timestampMs.length) return { channels, timestampMs, values };
  return {
    channels,
    timestampMs: timestampMs.slice(0, frames),
    values: values.slice(0, frames * channels.length),
  };
}

function grown<T extends Float64Array | Float32Array>(before: T, into: T): T {
  into.set(before);
  return into;
}

/** Whole frames in chunks of the size that is quick to read. */
export function piecesOf({ channels, timestampMs, values }: Signal): StoredChunk[] {
  const pieces: StoredChunk[] = [];
  for (let from = 0; from < timestampMs.length; from += MERGED_FRAMES) {
    const to = from + MERGED_FRAMES;
    pieces.push({
      // Copies: a view would be stored with all that lies behind it.
      timestampMs: timestampMs.slice(from, to),
      values: values.slice(from * channels.length, to * channels.length),
      lostBefore: 0,
    });
  }
  return pieces;
}

/** See `SessionRepository.mergeChunks`. */
export async function mergeChunks(
  database: NodlabDatabase,
  recordingId: string,
  from = 0,
  to = Number.MAX_SAFE_INTEGER,
): Promise<void> {
  if (to < from) return;
  const recording = await database.get('recordings', recordingId);
  const count = await database.count('chunks', keysOf(recordingId, from, to));
  // What has been merged before, which is most, is not read again.
  if (recording && count <= 1 + recording.frameCount / MERGED_FRAMES) return;
  await mergeRuns(database, recordingId, from, to);
}

/** The same without asking first whether there is anything to merge. */
export async function mergeRuns(
  database: NodlabDatabase,
  recordingId: string,
  from: number,
  to: number,
): Promise<void> {
  for (let next: number | undefined = from; next !== undefined && next <= to; ) {
    next = await mergeRun(database, recordingId, next, to);
  }
}

/** Merges the run of small chunks that begins at `from`, if there is one; returns what follows. */
async function mergeRun(
  database: NodlabDatabase,
  recordingId: string,
  from: number,
  to: number,
): Promise<number | undefined> {
  const transaction = database.transaction('chunks', 'readwrite', { durability: 'strict' });
  const { store } = transaction;
  const run: ChunkRecord[] = [];
  let frames = 0;
  let next: number | undefined;
  const range = keysOf(recordingId, from, to);
  // Looked at first: a run of large ones would be much to read for nothing.
  const [peeked] = await store.getAll(range, 1);
  const isLarge = peeked !== undefined && peeked.timestampMs.length >= LARGE_FRAMES;
  for (const chunk of isLarge ? [peeked] : await store.getAll(range, RUN_CHUNKS)) {
    next = chunk.index + 1;
    if (chunk.timestampMs.length >= LARGE_FRAMES) break;
    run.push(chunk);
    frames += chunk.timestampMs.length;
    if (frames >= MERGED_FRAMES) break;
  }
  const [first] = run;
  const last = run[run.length - 1];
  if (first && last && first !== last) {
    // In this order: where putting throws at once, the transaction ends with nothing deleted.
    const merged = store.put({ recordingId, index: first.index, ...joined(run) });
    const rest = store.delete(keysOf(recordingId, first.index + 1, last.index));
    await Promise.all([merged, rest, transaction.done]);
  }
  return next;
}

function joined(chunks: readonly StoredChunk[]): StoredChunk {
  const timestampMs = new Float64Array(sum(chunks, (chunk) => chunk.timestampMs.length));
  const values = new Float32Array(sum(chunks, (chunk) => chunk.values.length));
  let frame = 0;
  let value = 0;
  for (const chunk of chunks) {
    timestampMs.set(chunk.timestampMs, frame);
    values.set(chunk.values, value);
    frame += chunk.timestampMs.length;
    value += chunk.values.length;
  }
  return { timestampMs, values, lostBefore: sum(chunks, ({ lostBefore }) => lostBefore) };
}

function sum(chunks: readonly StoredChunk[], of: (chunk: StoredChunk) => number): number {
  return chunks.reduce((total, chunk) => total + of(chunk), 0);
}
