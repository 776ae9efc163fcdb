import type { Gesture } from '#core/dataset/gesture';
import type { LabelStation } from './label-station';
import { openProject } from './project-document';
import type { ProjectStation } from './project-station';

type GestureVerbs = Pick<LabelStation, 'renameGesture' | 'setGestureKind' | 'removeGesture'>;

/** What changes gestures beside adding one; their spans follow. */
export function createGestureVerbs(project: ProjectStation): GestureVerbs {
  const change = (id: string, part: Partial<Gesture>) =>
    project.update((one) => ({
      ...one,
      gestures: one.gestures.map((gesture) =>
        gesture.id === id ? { ...gesture, ...part } : gesture,
      ),
    }));

  return {
    renameGesture: (id, name) => change(id, { name }),
    setGestureKind: (id, kind) => change(id, { kind }),

    removeGesture(id) {
      const before = openProject(project.store.getState());
      const place = before.project.gestures.findIndex((one) => one.id === id);
      const gesture = before.project.gestures[place];
      const labelled = before.recordings.filter(({ spans }) =>
        spans.some(({ gestureId }) => gestureId === id),
      );
      project.update((one) => ({
        ...one,
        gestures: one.gestures.filter((other) => other.id !== id),
      }));
      const removed = Promise.all(
        labelled.map((recording) =>
          project.saveRecording({
            ...recording,
            spans: recording.spans.filter(({ gestureId }) => gestureId !== id),
          }),
        ),
      );
      // A failed save shows with the next edit; what is in memory is right already.
      removed.catch(() => undefined);

      return async () => {
        const now = project.store.getState();
        if (!gesture || now.phase !== 'open' || now.project.id !== before.project.id) return;
        if (now.project.gestures.some((one) => one.id === id)) return;
        project.update((one) => ({ ...one, gestures: one.gestures.toSpliced(place, 0, gesture) }));
        await Promise.all(
          labelled.map(({ id: recordingId, spans }) => {
            const current = now.recordings.find((one) => one.id === recordingId);
            if (!current) return undefined;
            const present = new Set(current.spans.map((span) => span.id));
            const back = spans.filter((span) => span.gestureId === id && !present.has(span.id));
            return project.saveRecording({
              ...current,
              spans: [...current.spans, ...back].sort((a, b) => a.startMs - b.startMs),
            });
          }),
        );
      };
    },
  };
}
