import type { CompressionRecipe } from '#core/compress/compression-recipe';

/** The same for recipes that do the same: switched-off steps do nothing. */
export function recipeKey({ steps, calibration, perChannelDense }: CompressionRecipe): string {
  const sorted = (value: object) => Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    steps.filter(({ enabled }) => enabled).map(sorted),
    sorted(calibration),
    perChannelDense,
  ]);
}
