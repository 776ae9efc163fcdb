import type { DataRequest } from '#core/dataset/labelled-recording';
import type { WindowingOptions } from '#core/dataset/window-set';
import type { ModelRecipe } from '#core/model/trained-model';
import { type SplitWindows, windowsFor } from './windows-of';

/** Some ten megabytes each; candidates of one window length come in no order. */
const MOST_KEPT = 6;

/** Windows of one set of recordings by how they are cut and split: the ones used last are kept. */
export function createWindowCache(
  data: DataRequest,
): (windowing: WindowingOptions, recipe: ModelRecipe) => SplitWindows {
  const kept = new Map<string, SplitWindows>();
  return (windowing, recipe) => {
    const key = JSON.stringify([windowing, recipe.seed, recipe.heldOutSubjects]);
    const windows = kept.get(key) ?? windowsFor({ ...data, windowing }, recipe);
    // A map gives its keys in the order in which they were put in.
    kept.delete(key);
    kept.set(key, windows);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return windows;
  };
}
