import type { BackendId } from '#core/model/trained-model';
import type { Engine } from './engine';
import { createJobSlot, type StartWorker } from './job-slot';

const startEngineWorker: StartWorker = () =>
  new Worker(new URL('./worker/worker.ts', import.meta.url), {
    type: 'module',
    name: 'nodlab-engine',
  });

/**
 * The engine on module workers, one for each kind of job, started when first needed. A newer run
 * of a kind silences the older one, which rejects with `AbortError`; aborting terminates the
 * worker, so it takes effect at once whatever the worker is doing.
 */
export function createEngine(startWorker: StartWorker = startEngineWorker): Engine {
  const knownBackends: Record<string, BackendId> = {};
  return {
    prepare: createJobSlot('prepare', startWorker, knownBackends),
    train: createJobSlot('train', startWorker, knownBackends),
    compress: createJobSlot('compress', startWorker, knownBackends),
    startTuning: createJobSlot('startTuning', startWorker, knownBackends),
    async openTrials(data, workerCount) {
      const { createTrialPool, fittingWorkerCount } = await import('./trial-pool');
      const count = workerCount ?? fittingWorkerCount(navigator.hardwareConcurrency);
      return createTrialPool(data, startWorker, count);
    },
    checkFile: createJobSlot('checkFile', startWorker, knownBackends),
    profile: createJobSlot('profile', startWorker, knownBackends),
    openModel: createJobSlot('openModel', startWorker, knownBackends),
    writeC99: createJobSlot('writeC99', startWorker, knownBackends),
    makeDemo: createJobSlot('makeDemo', startWorker, knownBackends),
    readProject: createJobSlot('readProject', startWorker, knownBackends),
    writeProject: createJobSlot('writeProject', startWorker, knownBackends),
    readTable: createJobSlot('readTable', startWorker, knownBackends),
    summarise: createJobSlot('summarise', startWorker, knownBackends),
  };
}
