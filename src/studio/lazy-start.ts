import type { StartingDeps, StartingPoints } from './starting-points';

/** Networks to start from; the code is loaded when somebody asks for them. */
export function createLazyStart(deps: StartingDeps): StartingPoints {
  let points: Promise<StartingPoints> | undefined;
  const load = () => {
    points ??= import('./starting-points').then(({ createStartingPoints }) =>
      createStartingPoints(deps),
    );
    return points;
  };
  return {
    list: async (exceptId) => (await load()).list(exceptId),
    load: async (start) => (await load()).load(start),
  };
}
