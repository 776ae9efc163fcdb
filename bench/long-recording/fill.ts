import type { Page } from '@playwright/test';

/** An hour of nine channels at 200 Hz, in the chunks of a quarter of a second that a recorder writes. */
export const HOUR = { frames: 720_000, channels: 9, rateHz: 200, framesPerChunk: 50 } as const;

/**
 * Puts the hour into the open project of a page, as if it had been recorded before there were merged
 * chunks and summaries: a quiet head that nods every eight seconds, and three gaps. Returns its id.
 */
export async function fillHour(page: Page): Promise<string> {
  return page.evaluate(async ({ frames, channels, rateHz, framesPerChunk }) => {
    const id = 'hour';
    const database = await openDatabase();
    const projectId = await newestProject(database);
    const units = ['g', 'g', 'g', 'dps', 'dps', 'dps', 'uT', 'uT', 'uT'];
    const names = ['acc', 'gyro', 'mag'].flatMap((kind) =>
      ['X', 'Y', 'Z'].map((axis) => kind + axis),
    );
    const setUp = database.transaction(['recordings', 'sessions'], 'readwrite');
    setUp.objectStore('sessions').put({
      ...{ id: 's-hour', projectId, subject: 'Ada', deviceName: 'Band', startedAt: 1 },
    });
    const gapsMs = [0, 400, 1500, 20_000];
    setUp.objectStore('recordings').put({
      ...{ id, projectId, sessionId: 's-hour', name: 'An hour', state: 'complete', spans: [] },
      channels: names.map((name, i) => ({ name, unit: units[i] })),
      ...{ rateHz, startedAt: 1, frameCount: frames, lostCount: 0 },
      durationMs: ((frames - 1) * 1000) / rateHz + gapsMs.reduce((sum, ms) => sum + ms, 0),
    });
    await done(setUp);
    let seed = 1;
    const noise = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648 - 0.5;
    };
    const count = frames / framesPerChunk;
    let atMs = 0;
    for (let first = 0; first < count; first += 240) {
      const transaction = database.transaction('chunks', 'readwrite');
      for (let index = first; index < Math.min(count, first + 240); index++) {
        const timestampMs = new Float64Array(framesPerChunk);
        const values = new Float32Array(framesPerChunk * channels);
        if (index % (count / 4) === 0) atMs += gapsMs[index / (count / 4)] ?? 0;
        for (let i = 0; i < framesPerChunk; i++) {
          timestampMs[i] = atMs;
          atMs += 1000 / rateHz;
          const inNodS = ((atMs / 1000) % 8) - 4;
          const nod = inNodS > 0 && inNodS < 1 ? Math.sin(inNodS * 4 * Math.PI) : 0;
          for (let channel = 0; channel < channels; channel++) {
            const group = Math.floor(channel / 3);
            const value = group === 0 ? nod * 0.3 : group === 1 ? nod * 120 : 40 + nod;
            values[i * channels + channel] = value + noise() * (group === 0 ? 0.02 : 1.5);
          }
        }
        transaction
          .objectStore('chunks')
          .put({ recordingId: id, index, timestampMs, values, lostBefore: 0 });
      }
      await done(transaction);
    }
    database.close();
    return id;

    function openDatabase(): Promise<IDBDatabase> {
      return new Promise((resolve, reject) => {
        const request = indexedDB.open('nodlab');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    }
    function newestProject(database: IDBDatabase): Promise<string> {
      return new Promise((resolve) => {
        const request = database.transaction('projects').objectStore('projects').getAll();
        request.onsuccess = () => resolve(request.result[0].id);
      });
    }
    function done(transaction: IDBTransaction): Promise<void> {
      return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
      });
    }
  }, HOUR);
}

/** Adds so many short recordings of forty people, with twenty labels each, to the same project. */
export async function fillMany(page: Page, count: number): Promise<void> {
  await page.evaluate(async (many) => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('nodlab');
      request.onsuccess = () => resolve(request.result);
    });
    const projects = await new Promise<{ id: string }[]>((resolve) => {
      const request = database.transaction('projects').objectStore('projects').getAll();
      request.onsuccess = () => resolve(request.result);
    });
    const projectId = projects[0]!.id;
    const transaction = database.transaction(['sessions', 'recordings'], 'readwrite');
    for (let person = 0; person < 40; person++) {
      const session = { id: `s${person}`, projectId, subject: `Person ${person}` };
      transaction
        .objectStore('sessions')
        .put({ ...session, deviceName: `Band ${person % 7}`, startedAt: 10_000 + person });
    }
    for (let i = 0; i < many; i++) {
      transaction.objectStore('recordings').put({
        ...{ id: `many-${i}`, projectId, sessionId: `s${i % 40}`, name: `Take ${i}` },
        ...{ state: i % 9 === 0 ? 'cut' : 'complete', channels: [{ name: 'accX', unit: 'g' }] },
        ...{
          rateHz: 100,
          startedAt: 10_000 + i,
          frameCount: 6000,
          durationMs: 60_000,
          lostCount: 0,
        },
        spans: Array.from({ length: 20 }, (_, k) => ({
          ...{ id: `${i}-${k}`, gestureId: 'none', startMs: k * 3000, endMs: k * 3000 + 900 },
          source: 'hand',
        })),
      });
    }
    await new Promise<void>((resolve) => {
      transaction.oncomplete = () => resolve();
    });
    database.close();
  }, count);
}

/** Whether the page has kept a summary of a recording, and in how many chunks its frames lie. */
export async function keptOf(
  page: Page,
  id: string,
): Promise<{ summary: boolean; chunks: number }> {
  return page.evaluate(async (recordingId) => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('nodlab');
      request.onsuccess = () => resolve(request.result);
    });
    const count = (store: string, key: IDBValidKey | IDBKeyRange) =>
      new Promise<number>((resolve) => {
        const request = database.transaction(store).objectStore(store).count(key);
        request.onsuccess = () => resolve(request.result);
      });
    const range = IDBKeyRange.bound([recordingId, 0], [recordingId, Number.MAX_SAFE_INTEGER]);
    const kept = {
      summary: (await count('summaries', recordingId)) > 0,
      chunks: await count('chunks', range),
    };
    database.close();
    return kept;
  }, id);
}

/** Takes a recording's summary away. */
export async function dropSummary(page: Page, id: string): Promise<void> {
  await page.evaluate(async (recordingId) => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('nodlab');
      request.onsuccess = () => resolve(request.result);
    });
    const transaction = database.transaction('summaries', 'readwrite');
    transaction.objectStore('summaries').delete(recordingId);
    await new Promise<void>((resolve) => {
      transaction.oncomplete = () => resolve();
    });
    database.close();
  }, id);
}
