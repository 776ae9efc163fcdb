import type { Recording } from '#core/dataset/session';
import { Failure } from '#core/failure';
import type { Signal } from '#core/motion/frame';
import { type NodlabDatabase, put } from './database';
import { chunksOf, guarded } from './project-repository';
import type { SessionRepository, StoredChunk } from './storage';

/** Sessions, recordings and chunks in IndexedDB. */
export function createSessionRepository(database: NodlabDatabase): SessionRepository {
  async function chunks(recordingId: string): Promise<readonly StoredChunk[]> {
    return database.getAll('chunks', chunksOf(recordingId));
  }

  const repository: SessionRepository = {
    listSessions: (projectId) => database.getAllFromIndex('sessions', 'project', projectId),

    saveSession: (session) => put(database, 'sessions', session),

    async listRecordings(projectId) {
      const recordings = await database.getAllFromIndex('recordings', 'project', projectId);
      return recordings.sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
    },

    saveRecording: (recording) => put(database, 'recordings', recording),

    async removeRecording(id) {
      const transaction = database.transaction(['recordings', 'chunks'], 'readwrite');
      await Promise.all([
        transaction.objectStore('recordings').delete(id),
        transaction.objectStore('chunks').delete(chunksOf(id)),
        transaction.done,
      ]);
    },

    appendChunk: (recordingId, index, chunk) =>
      put(database, 'chunks', { recordingId, index, ...chunk }, { durability: 'strict' }),

    async loadSignal(recordingId) {
      const recording = await database.get('recordings', recordingId);
      if (!recording) throw new Failure('storage-unavailable', `no recording ${recordingId}`);
      return joinChunks(recording.channels, await chunks(recordingId));
    },

    async mendCutRecordings(isInUse = () => false) {
      const open = await database.getAllFromIndex('recordings', 'state', 'recording');
      const mended: Recording[] = [];
      for (const recording of open) {
        if (isInUse(recording.id)) continue;
        const cut = cutRecording(recording, await chunks(recording.id));
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

/** Chunks in order as one signal. */
export function joinChunks(channels: Signal['channels'], chunks: readonly StoredChunk[]): Signal {
  const frameCount = chunks.reduce((sum, chunk) => sum + chunk.timestampMs.length, 0);
  const timestampMs = new Float64Array(frameCount);
  const values = new Float32Array(frameCount * channels.length);
  let frame = 0;
  for (const chunk of chunks) {
    timestampMs.set(chunk.timestampMs, frame);
    values.set(chunk.values, frame * channels.length);
    frame += chunk.timestampMs.length;
  }
  return { channels, timestampMs, values };
}

/** What is left of a recording whose page died: counts and duration as its chunks tell them. */
function cutRecording(recording: Recording, chunks: readonly StoredChunk[]): Recording {
  const { timestampMs } = joinChunks(recording.channels, chunks);
  const frameCount = timestampMs.length;
  const durationMs = frameCount > 1 ? timestampMs[frameCount - 1]! - timestampMs[0]! : 0;
  return {
    ...recording,
    state: 'cut',
    frameCount,
    durationMs,
    rateHz: durationMs > 0 ? ((frameCount - 1) * 1000) / durationMs : recording.rateHz,
    lostCount: chunks.reduce((sum, chunk) => sum + chunk.lostBefore, 0),
    spans: recording.spans.filter((span) => span.endMs <= durationMs),
  };
}
