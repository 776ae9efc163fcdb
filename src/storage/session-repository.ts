import type { Recording } from '#core/dataset/session';
import { Failure } from '#core/failure';
import { createChunkMerger } from './chunk-merger';
import { type NodlabDatabase, put } from './database';
import { mergeChunks, piecesOf, readChunks, readSignal } from './frame-chunks';
import { guarded } from './project-repository';
import { deleteRecording, keysOf, RECORDING_STORES } from './recording-parts';
import type { SessionRepository } from './storage';

/** Sessions, recordings and chunks in IndexedDB. */
export function createSessionRepository(database: NodlabDatabase): SessionRepository {
  const merger = createChunkMerger(database);
  const repository: SessionRepository = {
    listSessions: (projectId) => database.getAllFromIndex('sessions', 'project', projectId),

    saveSession: (session) => put(database, 'sessions', session),

    async listRecordings(projectId) {
      const recordings = await database.getAllFromIndex('recordings', 'project', projectId);
      return recordings.sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
    },

    saveRecording: (recording) => put(database, 'recordings', recording),

    async removeRecording(id) {
      merger.forget(id);
      const transaction = database.transaction(RECORDING_STORES, 'readwrite');
      await Promise.all([...deleteRecording(transaction, id), transaction.done]);
    },

    appendChunk: (recordingId, index, chunk) =>
      merger.during(recordingId, index, chunk.timestampMs.length, () =>
        put(database, 'chunks', { recordingId, index, ...chunk }, { durability: 'strict' }),
      ),

    async saveSignal(recordingId, signal) {
      const transaction = database.transaction(['chunks', 'summaries'], 'readwrite', {
        durability: 'strict',
      });
      const chunks = transaction.objectStore('chunks');
      const pieces = piecesOf(signal);
      // Deleted last, and only what isn't replaced: where putting throws at once, nothing is.
      await Promise.all([
        ...pieces.map((piece, index) => chunks.put({ recordingId, index, ...piece })),
        chunks.delete(keysOf(recordingId, pieces.length)),
        transaction.objectStore('summaries').delete(recordingId),
        transaction.done,
      ]);
    },

    mergeChunks: (recordingId, from, to) => mergeChunks(database, recordingId, from, to),

    loadSummary: (recordingId) => database.get('summaries', recordingId),

    saveSummary: (recordingId, summary) =>
      put(database, 'summaries', summary, { key: recordingId }),

    async loadSignal(recordingId) {
      const recording = await database.get('recordings', recordingId);
      if (!recording) throw new Failure('storage-unavailable', `no recording ${recordingId}`);
      const { channels, frameCount } = recording;
      return readSignal(database, recordingId, channels, frameCount);
    },

    async mendCutRecordings(isInUse = () => false) {
      const open = await database.getAllFromIndex('recordings', 'state', 'recording');
      const mended: Recording[] = [];
      for (const recording of open) {
        if (isInUse(recording.id)) continue;
        const cut = await cutRecording(database, recording);
        if (cut.frameCount === 0) {
          await database.delete('recordings', cut.id);
          continue;
        }
        await put(database, 'recordings', cut);
        mended.push(cut);
      }
      return mended;
    },
  };
  return guarded(repository);
}

/** What is left of a recording whose page died: counts and duration as its chunks tell them. */
async function cutRecording(database: NodlabDatabase, recording: Recording): Promise<Recording> {
  let frameCount = 0;
  let lostCount = 0;
  let firstMs = Number.NaN;
  let lastMs = Number.NaN;
  await readChunks(database, recording.id, ({ timestampMs, lostBefore }) => {
    if (frameCount === 0) firstMs = timestampMs[0] ?? Number.NaN;
    lastMs = timestampMs[timestampMs.length - 1] ?? lastMs;
    frameCount += timestampMs.length;
    lostCount += lostBefore;
  });
  const durationMs = frameCount > 1 ? lastMs - firstMs : 0;
  return {
    ...recording,
    state: 'cut',
    cutBy: 'page-closed',
    frameCount,
    durationMs,
    rateHz: durationMs > 0 ? ((frameCount - 1) * 1000) / durationMs : recording.rateHz,
    lostCount,
    spans: recording.spans.filter((span) => span.endMs <= durationMs),
  };
}
