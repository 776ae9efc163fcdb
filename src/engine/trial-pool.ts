import type { DataRequest } from '#core/dataset/labelled-recording';
import type { TrialPool } from './engine';
import type { HoldMessage } from './job-protocol';
import { abortError, createJobSlot, type StartWorker, type WorkerPort } from './job-slot';

/** More hold the recordings once more each, and hardly a page has the cores to itself. */
const MOST_WORKERS = 4;

/** Workers that this machine has cores for; of more than two, one is left to the page. */
export function fittingWorkerCount(cores: number): number {
  return cores <= 2 ? Math.max(1, cores) : Math.min(MOST_WORKERS, cores - 1);
}

/**
 * `workerCount` workers, started when first needed and given the recordings then. Trials beyond
 * that many wait their turn.
 */
export function createTrialPool(
  data: DataRequest,
  startWorker: StartWorker,
  workerCount: number,
): TrialPool {
  const workers: WorkerPort[] = [];
  const startWithData: StartWorker = () => {
    const worker = startWorker();
    workers.push(worker);
    worker.postMessage({ kind: 'hold', data } satisfies HoldMessage);
    return worker;
  };
  type Slot = ReturnType<typeof createJobSlot<'tryCard'>>;
  const free: Slot[] = Array.from({ length: workerCount }, () =>
    createJobSlot('tryCard', startWithData, {}),
  );
  const waiting: ((slot: Slot) => void)[] = [];
  const closed = new AbortController();

  const take = (signal: AbortSignal): Promise<Slot> =>
    new Promise((resolve, reject) => {
      const slot = signal.aborted ? undefined : free.pop();
      if (slot) return resolve(slot);
      if (signal.aborted) return reject(abortError());
      waiting.push(resolve);
      signal.addEventListener('abort', () => {
        const at = waiting.indexOf(resolve);
        if (at >= 0) waiting.splice(at, 1);
        reject(abortError());
      });
    });
  const giveBack = (slot: Slot) => {
    const next = waiting.shift();
    if (next) next(slot);
    else free.push(slot);
  };

  return {
    workerCount,

    async run(card, { signal, onProgress }) {
      const either = AbortSignal.any([signal, closed.signal]);
      const slot = await take(either);
      try {
        return await slot(card, { signal: either, ...(onProgress ? { onProgress } : {}) });
      } finally {
        giveBack(slot);
      }
    },

    close() {
      closed.abort();
      // Idle ones too: each holds the recordings.
      for (const worker of workers) worker.terminate();
    },
  };
}
