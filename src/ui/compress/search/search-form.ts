import type { CompressionRecipe } from '#core/compress/compression-recipe';
import { NAMED_RECIPES } from '#core/compress/named-recipes';
import { searchSpaceAround } from '#core/tuner/search-space';
import type { ModelCard, TuningSpace } from '#core/tuner/tuning';
import { recipeKey } from '../recipe-key';

/** What can be searched: one list a dimension, every one with something in it. */
export type Dimension = keyof TuningSpace;

/** Everything that may be ticked; `chosen` are positions, and what is ticked to begin with. */
export interface SearchForm {
  readonly options: TuningSpace;
  readonly chosen: Readonly<Record<Dimension, readonly number[]>>;
}

/**
 * What the project's surroundings offer, and the ready recipes beside them. Ticked is `searched`, where
 * a search was made before, else the surroundings.
 */
export function searchForm(project: ModelCard, searched?: TuningSpace): SearchForm {
  const near = searchSpaceAround(project);
  const ticked = searched ?? near;
  const rising = (a: number, b: number) => a - b;
  const options: TuningSpace = {
    lengthsMs: distinct([...near.lengthsMs, ...ticked.lengthsMs]).sort(rising),
    channelSets: distinct([...near.channelSets, ...ticked.channelSets]),
    presets: distinct([...near.presets, ...ticked.presets]),
    widths: distinct([...near.widths, ...ticked.widths]).sort(rising),
    compressions: distinctRecipes([
      ...near.compressions,
      ...ticked.compressions,
      ...NAMED_RECIPES.map((one) => one.recipe),
    ]),
  };
  const recipes = new Set(ticked.compressions.map(recipeKey));
  return {
    options,
    chosen: {
      lengthsMs: positionsOf(options.lengthsMs, ticked.lengthsMs),
      channelSets: positionsOf(options.channelSets, ticked.channelSets),
      presets: positionsOf(options.presets, ticked.presets),
      widths: positionsOf(options.widths, ticked.widths),
      compressions: [...options.compressions.keys()].filter((at) =>
        recipes.has(recipeKey(options.compressions[at]!)),
      ),
    },
  };
}

/** With other ticks in one dimension; the last tick stays. */
export function withChosen(
  form: SearchForm,
  dimension: Dimension,
  positions: readonly number[],
): SearchForm {
  if (positions.length === 0) return form;
  const sorted = [...positions].sort((a, b) => a - b);
  return { ...form, chosen: { ...form.chosen, [dimension]: sorted } };
}

/** What is ticked. */
export function spaceOf({ options, chosen }: SearchForm): TuningSpace {
  const pick = <T>(list: readonly T[], positions: readonly number[]) =>
    positions.map((at) => list[at]!);
  return {
    lengthsMs: pick(options.lengthsMs, chosen.lengthsMs),
    channelSets: pick(options.channelSets, chosen.channelSets),
    presets: pick(options.presets, chosen.presets),
    widths: pick(options.widths, chosen.widths),
    compressions: pick(options.compressions, chosen.compressions),
  };
}

/** How many ways there are to choose one of each. */
export function choiceCount({ chosen }: SearchForm): number {
  return Object.values(chosen).reduce((product, list) => product * list.length, 1);
}

/** Recipes that do different things; switched-off steps do nothing. The first of equal ones stays. */
export function distinctRecipes(
  recipes: readonly CompressionRecipe[],
): readonly CompressionRecipe[] {
  const seen = new Set<string>();
  return recipes.filter((recipe) => {
    const key = recipeKey(recipe);
    return !seen.has(key) && seen.add(key);
  });
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function positionsOf<T>(options: readonly T[], wanted: readonly T[]): number[] {
  const keys = new Set(wanted.map((one) => JSON.stringify(one)));
  return [...options.keys()].filter((at) => keys.has(JSON.stringify(options[at])));
}
