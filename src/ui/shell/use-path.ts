import { useMemo } from 'react';
import { useStore } from 'zustand';
import { standingOf } from '#studio/device-station';
import type { FileCheckState } from '#studio/export-store';
import { type PathState, pathState } from '#studio/path-state';
import type { ProjectState } from '#studio/project-station';
import type { Studio } from '#studio/studio';
import { useStudio } from '../parts/studio-context';

/** How far along the path the open project is, as it changes. */
export function usePath(): PathState {
  const studio = useStudio();
  const project = useStore(studio.project.store);
  const device = useStore(studio.device.store, standingOf);
  const record = useStore(studio.record.store, ({ phase }) => phase);
  const training = useStore(studio.train.store, (state) => state.training);
  const compression = useStore(studio.compress.store);
  const check = useStore(studio.export.store);
  return useMemo(() => {
    const fileChecked = isChecked(project, check);
    return pathState({ project, device, record, training, compression, fileChecked });
  }, [project, device, record, training, compression, check]);
}

/** The same as it stands now. */
export function readPath(studio: Studio): PathState {
  const project = studio.project.store.getState();
  return pathState({
    project,
    device: standingOf(studio.device.store.getState()),
    record: studio.record.store.getState().phase,
    training: studio.train.store.getState().training,
    compression: studio.compress.store.getState(),
    fileChecked: isChecked(project, studio.export.store.getState()),
  });
}

/** Whether the file that would be exported is the one that was checked. */
function isChecked(project: ProjectState, check: FileCheckState): boolean {
  const file = project.phase === 'open' ? project.models.compressed?.sha256 : undefined;
  return file !== undefined && check.phase === 'done' && check.sha256 === file;
}
