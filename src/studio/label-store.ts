import { createStore } from 'zustand/vanilla';
import type { Platform } from '#platform/platform';
import { failureOf } from './failure-of';
import { createGestureVerbs } from './gesture-verbs';
import { createLabelDesk } from './label-desk';
import { createLabelHistory } from './label-history';
import type { LabelState, LabelStation } from './label-station';
import { traceOf } from './label-trace';
import type { ProjectStation } from './project-station';
import { createSpanVerbs } from './span-verbs';
import { createSuggestionVerbs } from './suggestion-verbs';

export interface LabelDeps {
  readonly project: ProjectStation;
  readonly platform: Pick<Platform, 'newId'>;
}

/** The open recording, what is selected in it, and everything that changes its labels. */
export function createLabelStation({ project, platform }: LabelDeps): LabelStation {
  const store = createStore<LabelState>(() => ({ phase: 'none' }));
  const history = createLabelHistory();
  const desk = createLabelDesk({ store, project, history });
  // The recording asked for last is the one shown.
  let opening = 0;

  project.store.subscribe((state, before) => {
    if (state.phase !== 'open' || before.phase !== 'open') return;
    const changed =
      state.recordings !== before.recordings || state.project.gestures !== before.project.gestures;
    if (changed) desk.refresh();
  });

  async function load(recordingId: string, atMs: number | undefined): Promise<void> {
    const mine = ++opening;
    const gestureId = desk.labels()?.gestureId;
    store.setState({ phase: 'loading', recordingId }, true);
    try {
      const kept = await project.loadSummary(recordingId);
      const trace = kept
        ? traceOf(kept)
        : traceOf(await project.summarise(recordingId), await project.loadSignal(recordingId));
      if (mine !== opening) return;
      store.setState(
        {
          phase: 'open',
          recordingId,
          trace,
          gestureId,
          ...history.counts(recordingId),
          suggestions: [],
          cursorMs: 0,
        },
        true,
      );
      desk.refresh();
      goTo(atMs);
      if (trace.signal) return;
      const signal = await project.loadSignal(recordingId);
      if (mine === opening) desk.patch({ trace: traceOf(trace.summary, signal) });
    } catch (error) {
      if (mine !== opening) return;
      store.setState({ phase: 'failed', recordingId, failure: failureOf(error) }, true);
    }
  }

  /** Shows a place and selects the shortest span there. */
  function goTo(atMs: number | undefined): void {
    if (atMs === undefined) return;
    const [there] = (desk.recording()?.spans ?? [])
      .filter(({ startMs, endMs }) => startMs <= atMs && atMs <= endMs)
      .sort((a, b) => a.endMs - a.startMs - (b.endMs - b.startMs));
    desk.patch({ wanted: { atMs }, cursorMs: there?.startMs ?? atMs, selectedId: there?.id });
  }

  return {
    store,

    open(recordingId, atMs) {
      const state = store.getState();
      const isThere = state.phase !== 'none' && state.recordingId === recordingId;
      if (isThere && state.phase === 'open') goTo(atMs);
      // On its way already, perhaps to a place.
      else if (!isThere || state.phase === 'failed' || atMs !== undefined) {
        void load(recordingId, atMs);
      }
    },

    reset() {
      opening++;
      history.clear();
      store.setState({ phase: 'none' }, true);
    },

    select(spanId) {
      const span = desk.recording()?.spans.find(({ id }) => id === spanId);
      desk.patch({ selectedId: span?.id, ...(span ? { cursorMs: span.startMs } : {}) });
    },

    selectNext(step) {
      const labels = desk.labels();
      const spans = desk.recording()?.spans ?? [];
      if (!labels || spans.length === 0) return;
      const at = spans.findIndex(({ id }) => id === labels.selectedId);
      const next =
        at >= 0
          ? spans[at + step]
          : step > 0
            ? spans.find(({ startMs }) => startMs >= labels.cursorMs)
            : spans.findLast(({ startMs }) => startMs < labels.cursorMs);
      if (next) desk.patch({ selectedId: next.id, cursorMs: next.startMs });
    },

    setCursor: (cursorMs) => desk.patch({ cursorMs }),
    setGesture: (gestureId) => desk.patch({ gestureId }),
    ...createSpanVerbs(desk, platform),
    ...createSuggestionVerbs(desk, platform),
    ...createGestureVerbs(project),
  };
}
