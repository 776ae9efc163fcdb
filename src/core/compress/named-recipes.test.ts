import { expect, test } from 'vitest';
import { NAMED_RECIPES, type RecipeId } from './named-recipes';

const stepsOf = (id: RecipeId) =>
  NAMED_RECIPES.find((one) => one.id === id)!.recipe.steps.map(({ kind }) => kind);

test('DEFAULT is the conversion to int8 and nothing else', () => {
  expect(stepsOf('default')).toEqual([]);
});

test('for latency goes only what a processor notices', () => {
  expect(stepsOf('optimise-for-latency')).toContain('prune-channels');
  expect(stepsOf('optimise-for-latency')).not.toContain('prune-weights');
  expect(stepsOf('optimise-for-latency')).not.toContain('cluster');
});

test('for size, values are shared by few enough that four bits name one', () => {
  for (const id of ['optimise-for-size', 'smallest'] as const) {
    const { recipe } = NAMED_RECIPES.find((one) => one.id === id)!;
    const step = recipe.steps.find(({ kind }) => kind === 'cluster');
    expect(step).toMatchObject({ enabled: true, clusters: 16 });
  }
});

test('TensorFlow Lite’s three names are there, each once, and no id twice', () => {
  const names = NAMED_RECIPES.flatMap(({ tensorflowName }) => tensorflowName ?? []);
  expect(names.toSorted()).toEqual(['DEFAULT', 'OPTIMIZE_FOR_LATENCY', 'OPTIMIZE_FOR_SIZE']);
  expect(new Set(NAMED_RECIPES.map(({ id }) => id)).size).toBe(NAMED_RECIPES.length);
});

test('no ready recipe trains without epochs', () => {
  for (const { recipe } of NAMED_RECIPES) {
    for (const { epochs, enabled } of recipe.steps) {
      expect(enabled).toBe(true);
      expect(epochs).toBeGreaterThan(0);
    }
  }
});
