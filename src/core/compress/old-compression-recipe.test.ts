import { expect, test } from 'vitest';
import { presentRecipe } from './old-compression-recipe';

const enabled = (recipe: ReturnType<typeof presentRecipe>) =>
  recipe.steps.filter((step) => step.enabled);

test('an old recipe becomes the same removals in the same order', () => {
  const recipe = presentRecipe({ structuredShare: 0.25, sparsity: 0.3, fineTuneEpochs: 4 });
  expect(enabled(recipe)).toEqual([
    { kind: 'prune-channels', enabled: true, share: 0.25, epochs: 4 },
    { kind: 'prune-weights', enabled: true, sparsity: 0.3, epochs: 4 },
  ]);
  expect(recipe).toMatchObject({ calibration: { method: 'min-max' }, perChannelDense: false });
});

test('what an old recipe had switched off is off and keeps a share to switch on with', () => {
  const recipe = presentRecipe({
    structuredShare: 0,
    sparsity: 0,
    fineTuneEpochs: 3,
    perChannelDense: true,
  });
  expect(enabled(recipe)).toEqual([]);
  expect(recipe.perChannelDense).toBe(true);
  expect(recipe.steps.find(({ kind }) => kind === 'prune-channels')).toMatchObject({
    share: 0.25,
    epochs: 3,
  });
});

test('a recipe of today stays the same object', () => {
  const recipe = presentRecipe({ structuredShare: 0, sparsity: 0.5, fineTuneEpochs: 1 });
  expect(presentRecipe(recipe)).toBe(recipe);
});
