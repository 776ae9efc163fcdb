import type { Page } from '@playwright/test';
import type { Recording, Session } from '../../src/core/dataset/session';
import { NUMBER_CHANNELS, numberOf } from './numbered-frames';

/** One recording as IndexedDB has it. */
export interface StoredRecording {
  readonly document: Recording;
  readonly deviceName: string;
  /** Of every frame, on the frames' clock. */
  readonly timestampsMs: readonly number[];
  /** Names of the channels that were read. */
  readonly channels: readonly string[];
  /** Row-major `[frames × channels]`. */
  readonly values: readonly number[];
  /** Sum of what the chunks say was lost before them. */
  readonly lostCount: number;
}

export interface Wanted {
  /** Leaves out so many of the oldest. */
  readonly skip?: number;
  /** Reads these channels only. */
  readonly only?: readonly string[];
}

/** Recordings as they are stored, read past the app, in the order in which they were begun. */
export async function storedRecordings(
  page: Page,
  wanted: Wanted = {},
): Promise<readonly StoredRecording[]> {
  return page.evaluate(async ({ skip = 0, only }: Wanted) => {
    // The app has made it: without a version the newest is opened.
    const opening = indexedDB.open('nodlab');
    await new Promise((resolve, reject) => {
      opening.onsuccess = resolve;
      opening.onerror = reject;
    });
    const database = opening.result;
    const transaction = database.transaction(['sessions', 'recordings', 'chunks']);
    const sessions: IDBRequest<Session[]> = transaction.objectStore('sessions').getAll();
    const recordings: IDBRequest<Recording[]> = transaction.objectStore('recordings').getAll();
    await new Promise((resolve) => {
      recordings.onsuccess = resolve;
    });
    const documents = recordings.result.sort((a, b) => a.startedAt - b.startedAt).slice(skip);
    const chunks = documents.map(({ id }) =>
      transaction.objectStore('chunks').getAll(IDBKeyRange.bound([id, 0], [id, Number.MAX_VALUE])),
    );
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = reject;
    });
    database.close();
    return documents.map((document, at) => {
      const names = document.channels.map(({ name }) => name);
      const places = names.flatMap((name, place) => (!only || only.includes(name) ? [place] : []));
      const stored = chunks[at]!.result;
      return {
        document,
        deviceName: sessions.result.find(({ id }) => id === document.sessionId)?.deviceName ?? '',
        timestampsMs: stored.flatMap(({ timestampMs }) => [...timestampMs]),
        channels: places.map((place) => names[place]!),
        values: stored.flatMap(({ values }) =>
          [...values].filter((_, index) => places.includes(index % names.length)),
        ),
        lostCount: stored.reduce((sum, { lostBefore }) => sum + lostBefore, 0),
      };
    });
  }, wanted);
}

/** Values of one channel. */
export function channelOf({ channels, values }: StoredRecording, name: string): readonly number[] {
  const at = channels.indexOf(name);
  if (at < 0) throw new Error(`there is no channel ${name} among ${channels.join()}`);
  return values.filter((_, index) => index % channels.length === at);
}

/** The numbers of a recording's frames, from the channels that carry them. */
export function numbersOf(stored: StoredRecording): readonly number[] {
  const [turns, places] = NUMBER_CHANNELS.map((name) => channelOf(stored, name));
  return turns!.map((turn, frame) => numberOf(turn, places![frame]!));
}

/** Numbers that don't follow on the one before them. */
export function breaks(numbers: readonly number[]): number {
  return numbers.filter((number, index) => index > 0 && number !== numbers[index - 1]! + 1).length;
}
