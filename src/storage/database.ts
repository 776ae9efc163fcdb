import {
  type DBSchema,
  type IDBPDatabase,
  openDB,
  type StoreKey,
  type StoreNames,
  type StoreValue,
} from 'idb';
import type { Project, ProjectModels } from '#core/dataset/project';
import type { Recording, Session } from '#core/dataset/session';
import type { SignalSummary } from '#core/dataset/signal-summary';
import { Failure } from '#core/failure';
import type { TuningState } from '#core/tuner/tuning';
import type { StoredChunk, VideoDocument } from './storage';

/** One run of frames of a recording; `[recordingId, index]` is its key. */
export interface ChunkRecord extends StoredChunk {
  readonly recordingId: string;
  readonly index: number;
}

/** A piece of a camera's file; `[recordingId, index]` is its key. */
interface VideoPiece {
  readonly recordingId: string;
  readonly index: number;
  readonly bytes: Uint8Array;
}

export interface NodlabSchema extends DBSchema {
  projects: { key: string; value: Project };
  /** Out-of-line keys: the project's id. */
  models: { key: string; value: ProjectModels };
  sessions: { key: string; value: Session; indexes: { project: string } };
  recordings: {
    key: string;
    value: Recording;
    indexes: { project: string; state: string };
  };
  chunks: { key: [string, number]; value: ChunkRecord };
  /** Out-of-line keys: the recording's id. */
  videos: { key: string; value: VideoDocument };
  videoPieces: { key: [string, number]; value: VideoPiece };
  /** Out-of-line keys: the recording's id. */
  summaries: { key: string; value: SignalSummary };
  /** Out-of-line keys: the project's id. */
  tunings: { key: string; value: TuningState };
}

export type NodlabDatabase = IDBPDatabase<NodlabSchema>;

/** One entry for each version; entry `i` brings version `i` to `i + 1`. Never edited, only added to. */
const MIGRATIONS: readonly ((database: NodlabDatabase) => void)[] = [
  (database) => {
    database.createObjectStore('projects', { keyPath: 'id' });
    database.createObjectStore('models');
    const sessions = database.createObjectStore('sessions', { keyPath: 'id' });
    sessions.createIndex('project', 'projectId');
    const recordings = database.createObjectStore('recordings', { keyPath: 'id' });
    recordings.createIndex('project', 'projectId');
    recordings.createIndex('state', 'state');
    database.createObjectStore('chunks', { keyPath: ['recordingId', 'index'] });
  },
  (database) => {
    database.createObjectStore('videos');
    database.createObjectStore('videoPieces', { keyPath: ['recordingId', 'index'] });
  },
  (database) => {
    database.createObjectStore('summaries');
  },
  (database) => {
    database.createObjectStore('tunings');
  },
];

/** Opens the database, at the newest version. Rejects with `storage-unavailable`. */
export async function openDatabase(name = 'nodlab'): Promise<NodlabDatabase> {
  try {
    return await openDB<NodlabSchema>(name, MIGRATIONS.length, {
      upgrade(database, oldVersion) {
        for (const migrate of MIGRATIONS.slice(oldVersion)) migrate(database);
      },
      // Another tab wants a newer version: let it, rather than block it.
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
      },
    });
  } catch (cause) {
    throw storageFailure(cause);
  }
}

/**
 * Puts one record and waits until it is committed. `strict`: on the disk, not merely handed to the
 * system. A full disk aborts the transaction as a whole, and the request then only says that it
 * was aborted: the transaction's own error is the one that tells why.
 */
export async function put<Store extends StoreNames<NodlabSchema>>(
  database: NodlabDatabase,
  store: Store,
  value: StoreValue<NodlabSchema, Store>,
  options: { key?: StoreKey<NodlabSchema, Store>; durability?: 'strict' | 'relaxed' } = {},
): Promise<void> {
  const { key, durability } = options;
  const transaction = database.transaction(
    store,
    'readwrite',
    durability === undefined ? {} : { durability },
  );
  const [requested, committed] = await Promise.allSettled([
    transaction.objectStore(store).put(value, key),
    transaction.done,
  ]);
  for (const result of [committed, requested]) {
    if (result.status === 'rejected') throw result.reason;
  }
}

/** What the page is told about an error of IndexedDB. */
export function storageFailure(cause: unknown): Failure {
  if (cause instanceof Failure) return cause;
  const name = cause instanceof Error ? cause.name : '';
  const detail = cause instanceof Error ? `${name}: ${cause.message}` : String(cause);
  return new Failure(
    name === 'QuotaExceededError' ? 'storage-full' : 'storage-unavailable',
    detail,
    { cause },
  );
}
