import { expect, test } from 'vitest';
import { NAMED_RECIPES } from '#core/compress/named-recipes';
import { usualSteps } from '#core/compress/usual-steps';
import { newProject } from '#studio/new-project';
import { recipeKey } from '../recipe-key';
import { choiceCount, distinctRecipes, searchForm, spaceOf, withChosen } from './search-form';

const project = newProject('id', 'name', 0);

test('what is ticked to begin with holds the project as it is', () => {
  const space = spaceOf(searchForm(project));
  expect(space.lengthsMs).toContain(project.windowing.lengthMs);
  expect(space.channelSets).toContainEqual(project.windowing.channelNames);
  expect(space.presets).toContain(project.recipe.preset);
  expect(space.compressions).toContainEqual(project.compression);
});

test('every ready recipe can be ticked, once', () => {
  const { options } = searchForm(project);
  const keys = options.compressions.map(recipeKey);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { recipe } of NAMED_RECIPES) expect(keys).toContain(recipeKey(recipe));
});

test('the last tick of a dimension stays', () => {
  const one = withChosen(searchForm(project), 'presets', [2]);
  expect(spaceOf(one).presets).toHaveLength(1);
  expect(withChosen(one, 'presets', [])).toBe(one);
});

test('the ways to choose are counted', () => {
  const form = {
    ...searchForm(project),
    chosen: {
      lengthsMs: [0, 1],
      channelSets: [0],
      presets: [0, 1, 2],
      widths: [1],
      compressions: [0, 1],
    },
  };
  expect(choiceCount(form)).toBe(12);
});

test('recipes that differ in a step that is off are the same', () => {
  const [recipe] = NAMED_RECIPES.map((one) => one.recipe);
  const off = { ...recipe!, steps: usualSteps({ cluster: { enabled: false } }) };
  const on = { ...recipe!, steps: usualSteps({ cluster: {} }) };
  expect(distinctRecipes([recipe!, off, on])).toEqual([recipe, on]);
});

test('what was searched before is ticked again, whatever the project has become', () => {
  const searched = { ...spaceOf(searchForm(project)), widths: [0.33], lengthsMs: [2000, 700] };
  const changed = { ...project, windowing: { ...project.windowing, lengthMs: 1000 } };
  const form = searchForm(changed, searched);
  expect(spaceOf(form)).toEqual({ ...searched, lengthsMs: [700, 2000] });
  expect(form.options.widths).toContain(1);
});
