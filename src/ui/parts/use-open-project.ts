import { useStore } from 'zustand';
import type { OpenProject } from '#studio/project-station';
import { useStudio } from './studio-context';

/** The open project. The shell shows a page of the path only while one is open. */
export function useOpenProject(): OpenProject {
  const state = useStore(useStudio().project.store);
  if (state.phase !== 'open') throw new Error('useOpenProject without an open project');
  return state;
}
