import { createStore } from 'zustand/vanilla';
import type { TunerState, TunerStation } from './tuner-station';
import type { TunerDeps } from './tuner-store';

/**
 * The tuner, whose code is loaded when a project opens: the first page does without. Until then
 * nothing runs that could be paused, opened or taken.
 */
export function createLazyTuner(deps: TunerDeps): TunerStation {
  const store = createStore<TunerState>(() => ({ run: { phase: 'idle' }, opened: [] }));
  let station: TunerStation | undefined;
  let asked = 0;
  const load = async () => {
    const { createTunerStation } = await import('./tuner-store');
    station ??= createTunerStation(deps, store);
    return station;
  };
  return {
    store,
    start: async (request) => (await load()).start(request),
    pause: () => station?.pause(),
    resume: async () => (await load()).resume(),
    cancel: () => station?.cancel(),
    open: (candidateId) => station?.open(candidateId),
    compare: (candidateId) => station?.compare(candidateId),
    take(candidateId) {
      if (!station) throw new RangeError('No search has been loaded to take a point of.');
      return station.take(candidateId);
    },
    clear: async () => (await load()).clear(),
    async load(projectId) {
      const mine = ++asked;
      const loaded = await load();
      // The project may have closed meanwhile.
      if (mine === asked) await loaded.load(projectId);
    },
    reset() {
      asked++;
      station?.reset();
    },
  };
}
