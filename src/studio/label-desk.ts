import type { StoreApi } from 'zustand/vanilla';
import type { Recording } from '#core/dataset/session';
import type { SpanRules } from '#core/dataset/span-edits';
import { unlabelled } from '#core/dataset/suggest-spans';
import { failureOf } from './failure-of';
import type { LabelHistory, LabelSnapshot } from './label-history';
import type { LabelState, OpenLabels } from './label-station';
import type { OpenProject, ProjectStation } from './project-station';

/** The open recording as its verbs see it: read it, change it, step back. */
export interface LabelDesk {
  labels(): OpenLabels | undefined;
  recording(): Recording | undefined;
  patch(change: Partial<OpenLabels>): void;
  /** Changes labels as one step of the history and saves them; nothing where nothing changes. */
  edit(change: (now: LabelSnapshot, rules: SpanRules) => LabelSnapshot): void;
  step(way: 'undo' | 'redo'): void;
  /** Follows the project: suggestions, selection and gesture in hand as they now must be. */
  refresh(): void;
}

export function createLabelDesk(deps: {
  readonly store: StoreApi<LabelState>;
  readonly project: ProjectStation;
  readonly history: LabelHistory;
}): LabelDesk {
  const { store, project, history } = deps;

  const labels = (): OpenLabels | undefined => {
    const state = store.getState();
    return state.phase === 'open' ? state : undefined;
  };
  const open = (): OpenProject | undefined => {
    const state = project.store.getState();
    return state.phase === 'open' ? state : undefined;
  };
  const recording = (): Recording | undefined => {
    const id = labels()?.recordingId;
    return open()?.recordings.find((one) => one.id === id);
  };
  const patch = (change: Partial<OpenLabels>) => {
    if (labels()) store.setState(change);
  };

  function refresh(): void {
    const now = labels();
    const shown = recording();
    const gestures = open()?.project.gestures;
    if (!now || !gestures) return;
    if (!shown) {
      store.setState({ phase: 'none' }, true);
      return;
    }
    const events = new Set(gestures.filter(({ kind }) => kind === 'event').map(({ id }) => id));
    const dismissed = history.dismissed(shown.id);
    patch({
      ...history.counts(shown.id),
      selectedId: shown.spans.some(({ id }) => id === now.selectedId) ? now.selectedId : undefined,
      gestureId: gestures.some(({ id }) => id === now.gestureId) ? now.gestureId : gestures[0]?.id,
      suggestions: unlabelled(
        now.trace.summary.bursts.filter(({ startMs }) => !dismissed.has(startMs)),
        shown.spans.filter(({ gestureId }) => events.has(gestureId)),
        shown.spans.filter(({ gestureId }) => !events.has(gestureId)),
      ),
    });
  }

  function save(next: Recording): void {
    project.saveRecording(next).then(
      () => {
        if (labels()?.saveFailure) patch({ saveFailure: undefined });
      },
      (error: unknown) => patch({ saveFailure: failureOf(error) }),
    );
    refresh();
  }

  const snapshotOf = ({ id, spans }: Recording): LabelSnapshot => ({
    spans,
    dismissed: history.dismissed(id),
  });

  return {
    labels,
    recording,
    patch,
    refresh,

    edit(change) {
      const shown = recording();
      const gestures = open()?.project.gestures;
      if (!shown || !gestures || open()?.readOnly) return;
      const events = new Set(gestures.filter(({ kind }) => kind === 'event').map(({ id }) => id));
      const now = snapshotOf(shown);
      const next = change(now, {
        durationMs: shown.durationMs,
        isEvent: (gestureId) => events.has(gestureId),
      });
      if (next.spans === now.spans && next.dismissed === now.dismissed) return;
      history.push(shown.id, now, next);
      if (next.spans === now.spans) refresh();
      else save({ ...shown, spans: next.spans });
    },

    step(way) {
      const shown = recording();
      if (!shown || open()?.readOnly) return;
      const target = history.step(shown.id, way, snapshotOf(shown));
      if (!target) return;
      // A gesture removed since then takes its spans with it.
      const known = new Set(open()?.project.gestures.map(({ id }) => id));
      const spans = target.spans.filter(({ gestureId }) => known.has(gestureId));
      save({ ...shown, spans });
      const before = new Set(shown.spans);
      const changed = spans.find((span) => !before.has(span));
      if (changed) patch({ selectedId: changed.id });
    },
  };
}
