import type { DataRequest } from '../../src/core/dataset/labelled-recording';
import type { Project } from '../../src/core/dataset/project';
import type { TuningState } from '../../src/core/tuner/tuning';
import { createEngine } from '../../src/engine/engine-client';
import { openStorage } from '../../src/storage/open-storage';
import { createLazyTuner } from '../../src/studio/lazy-tuner';
import { DEMO, demoBundle } from '../../src/studio/project-bundles';
import './search-protocol';

const NAMES = {
  project: 'Demo',
  nod: 'Nod',
  shake: 'Shake',
  neckLeft: 'Left',
  neckRight: 'Right',
  headDown: 'Down',
  headUp: 'Up',
};

const engine = createEngine();
const never = new AbortController().signal;

async function demo(): Promise<{ project: Project; data: DataRequest }> {
  const made = await engine.makeDemo(DEMO, { signal: never });
  let ids = 0;
  const { project, recordings } = demoBundle(made, NAMES, () => `${ids++}`, 1e12);
  const labelled = recordings.map(({ recording, signal }, at) => ({
    id: recording.id,
    subject: made[at]!.subject,
    signal,
    spans: recording.spans,
  }));
  const { gestures, windowing } = project;
  return { project, data: { recordings: labelled, gestures, windowing } };
}

const { project, data } = await demo();
const { tunings } = await openStorage('bench-tuner');
let document = project;
let workers = Number.NaN;
const station = createLazyTuner({
  engine: {
    startTuning: engine.startTuning,
    openTrials: (trialData) =>
      Number.isNaN(workers) ? engine.openTrials(trialData) : engine.openTrials(trialData, workers),
  },
  tunings,
  project: () => document,
  loadData: async () => data,
  update: (change) => {
    document = change(document);
  },
  epochMs: Date.now,
  nowMs: () => performance.now(),
});

function tuning(): TuningState {
  const { run } = station.store.getState();
  if (run.phase === 'failed') throw run.failure;
  if (!('tuning' in run) || !run.tuning) throw new Error(`No search in ${run.phase}.`);
  return run.tuning;
}

let running: Promise<void> = Promise.resolve();

window.searchBench = {
  async search(candidateCount, workerCount) {
    workers = workerCount;
    const startMs = performance.now();
    await station.start({ limits: {}, candidateCount });
    return { tuning: tuning(), tookMs: performance.now() - startMs };
  },

  async begin(candidateCount, resultCount) {
    running = station.start({ limits: {}, candidateCount });
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const stored = await tunings.load(project.id);
      if (station.store.getState().run.phase === 'failed') tuning();
      if (stored?.plan.candidateCount !== candidateCount) continue;
      if (stored.results.length >= resultCount) return;
    }
  },

  async resume() {
    await station.load(project.id);
    const keptResults = tuning().results.length;
    await station.resume();
    return { keptResults, tuning: tuning() };
  },

  async cancel() {
    const startMs = performance.now();
    station.cancel();
    await running;
    return performance.now() - startMs;
  },

  async retrain(candidateId) {
    const takeBack = station.take(candidateId);
    const { windowing, recipe, compression } = document;
    takeBack();
    const taken = { ...data, windowing };
    const model = await engine.train({ data: taken, recipe }, { signal: never });
    const request = { data: taken, model, recipe: compression };
    return (await engine.compress(request, { signal: never })).sha256;
  },
};
