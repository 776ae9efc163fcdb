import { useMemo } from 'react';
import type { Gesture } from '#core/dataset/gesture';
import { useOpenProject } from '../parts/use-open-project';

/**
 * The gestures that the model knows, by id: of the kind that they were trained as, under the name
 * and colour that they have now. One that the project no longer has keeps those of its training.
 */
export function useModelGestures(): ReadonlyMap<string, Gesture> {
  const { project, models } = useOpenProject();
  const trained = models.trained?.gestures;
  return useMemo(
    () =>
      new Map(
        (trained ?? []).map((gesture) => {
          const now = project.gestures.find(({ id }) => id === gesture.id);
          return [gesture.id, { ...gesture, ...now, kind: gesture.kind }];
        }),
      ),
    [trained, project.gestures],
  );
}
