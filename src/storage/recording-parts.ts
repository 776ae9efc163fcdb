import type { IDBPTransaction, StoreNames } from 'idb';
import type { NodlabSchema } from './database';

/** Every store that holds something of a recording. */
export const RECORDING_STORES = [
  'recordings',
  'chunks',
  'summaries',
  'videos',
  'videoPieces',
] as const;

/** Keys of one recording's chunks, or of its picture's pieces, from one index to another. */
export function keysOf(recordingId: string, from = 0, to = Number.MAX_SAFE_INTEGER): IDBKeyRange {
  return IDBKeyRange.bound([recordingId, from], [recordingId, to]);
}

/** Deletes everything of a recording within a transaction over `RECORDING_STORES` (and others). */
export function deleteRecording<Stores extends StoreNames<NodlabSchema>>(
  transaction: IDBPTransaction<NodlabSchema, Stores[], 'readwrite'>,
  id: string,
): readonly Promise<void>[] {
  const all = transaction as unknown as IDBPTransaction<
    NodlabSchema,
    StoreNames<NodlabSchema>[],
    'readwrite'
  >;
  return [
    all.objectStore('recordings').delete(id),
    all.objectStore('summaries').delete(id),
    all.objectStore('videos').delete(id),
    all.objectStore('chunks').delete(keysOf(id)),
    all.objectStore('videoPieces').delete(keysOf(id)),
  ];
}
