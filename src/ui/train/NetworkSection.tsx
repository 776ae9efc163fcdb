import { useCallback } from 'react';
import type { StartingPoint } from '#core/model/trained-model';
import type { StartCandidate } from '#studio/starting-points';
import { useStudio } from '../parts/studio-context';
import { ModelSection, type ModelSectionProps } from './ModelSection';
import { StartPicker } from './StartPicker';

/** What training starts from: random weights of a chosen network, or another trained network. */
export function NetworkSection(props: ModelSectionProps) {
  const { recipe, disabled } = props;
  const { project: station } = useStudio();
  const setStart = useCallback(
    (start: StartingPoint | undefined, candidate?: StartCandidate) =>
      station.update((one) => {
        const { start: _, ...rest } = one.recipe;
        const windowing = candidate?.model.windowing ?? one.windowing;
        return {
          ...one,
          // How far windows are apart is not the network's business.
          windowing: { ...windowing, hopMs: one.windowing.hopMs },
          recipe: start ? { ...rest, start } : rest,
        };
      }),
    [station],
  );
  return (
    <>
      <StartPicker start={recipe.start} disabled={disabled} onChange={setStart} />
      {!recipe.start && <ModelSection {...props} />}
    </>
  );
}
