import { startTuning } from '#core/tuner/start-tuning';
import type { Jobs } from '../../job-protocol';
import { trainingHash } from './training-hash';
import { windowsFor } from './windows-of';

/**
 * Draws the candidates, some milliseconds each. People are held out as the project's own windows
 * would have it; recordings, where there is one person, are drawn anew for each window length.
 */
export async function runStartTuning({
  data,
  plan,
}: Jobs['startTuning']['request']): Promise<Jobs['startTuning']['result']> {
  const { windowing, recipe } = plan;
  const cut = { ...data, windowing };
  const { by, heldOutGroups } = windowsFor(cut, recipe).split;
  const heldOutSubjects = by === 'subject' ? heldOutGroups : recipe.heldOutSubjects;
  const fixed = { ...recipe, heldOutSubjects };
  return {
    ...startTuning({ ...plan, recipe: fixed }),
    // By the recipe of the trials: named people leave other ones to validate on than drawn ones do.
    dataHash: await trainingHash(windowsFor(cut, fixed)),
  };
}
