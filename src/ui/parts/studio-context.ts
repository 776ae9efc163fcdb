import { createContext, useContext } from 'react';
import type { Studio } from '#studio/studio';

const StudioContext = createContext<Studio | undefined>(undefined);

/** Hands the studio to everything below: `<StudioProvider value={studio}>`. */
export const StudioProvider = StudioContext;

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === undefined) throw new Error('useStudio outside StudioProvider');
  return studio;
}
