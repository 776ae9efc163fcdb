import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXAMPLE_CARD, examplePlan } from '../../../tests/support/example-tuning-plan';
import { usualSteps } from '../compress/usual-steps';
import { cardOf, drawChoices, searchSpaceAround } from './search-space';

describe('the space around a project', () => {
  test('begins with the project’s own settings in every list', () => {
    const card = {
      ...EXAMPLE_CARD,
      recipe: { ...EXAMPLE_CARD.recipe, preset: 'lstm', width: 0.8 } as const,
      compression: { ...EXAMPLE_CARD.compression, steps: usualSteps({ cluster: {} }) },
    };
    const [first] = drawChoices({ ...card, space: searchSpaceAround(card), seed: 3 });
    expect(first).toEqual({
      lengthMs: 1600,
      channelNames: card.windowing.channelNames,
      preset: 'lstm',
      width: 0.8,
      compression: 0,
    });
    expect(searchSpaceAround(card).compressions[0]).toBe(card.compression);
  });

  test('names nothing twice, though the project has what would be tried anyway', () => {
    const compression = {
      ...EXAMPLE_CARD.compression,
      steps: usualSteps({ 'prune-channels': { epochs: 1 }, cluster: { enabled: false } }),
    };
    const space = searchSpaceAround({ ...EXAMPLE_CARD, compression });
    for (const list of [space.lengthsMs, space.channelSets, space.presets, space.widths]) {
      expect(new Set(list.map((item) => JSON.stringify(item))).size).toBe(list.length);
    }
    expect(space.compressions).toHaveLength(4);
    expect(space.lengthsMs).toEqual([1600, 800, 1200, 2400]);
  });

  test('takes a sensor alone only where there are two', () => {
    const setsOf = (channelNames: string[]) =>
      searchSpaceAround({
        ...EXAMPLE_CARD,
        windowing: { ...EXAMPLE_CARD.windowing, channelNames },
      }).channelSets;
    expect(setsOf(['accX', 'gyroZ', 'accY'])).toEqual([
      ['accX', 'gyroZ', 'accY'],
      ['accX', 'accY'],
      ['gyroZ'],
    ]);
    expect(setsOf(['accX', 'accY'])).toEqual([['accX', 'accY']]);
    expect(setsOf(['strain'])).toEqual([['strain']]);
  });
});

describe('drawing', () => {
  test('finds the project’s own settings wherever they stand in the lists', () => {
    const near = searchSpaceAround(EXAMPLE_CARD);
    const space = {
      ...near,
      lengthsMs: [...near.lengthsMs].reverse(),
      channelSets: [...near.channelSets].reverse(),
      presets: [...near.presets].reverse(),
      widths: [...near.widths].reverse(),
    };
    const [first] = drawChoices({ ...EXAMPLE_CARD, space, seed: 1 });
    expect(first).toMatchObject({ lengthMs: 1600, preset: 'conv1d', width: 1, compression: 0 });
    expect(first?.channelNames).toHaveLength(6);
  });

  const lists = <T>(item: fc.Arbitrary<T>) => fc.uniqueArray(item, { minLength: 1, maxLength: 4 });
  const space = fc.record({
    lengthsMs: lists(fc.integer({ min: 500, max: 4000 })),
    channelSets: lists(fc.constantFrom('accX', 'accY', 'gyroX')).map((names) =>
      names.map((name) => [name]),
    ),
    presets: lists(fc.constantFrom('dense', 'conv1d', 'lstm')),
    widths: lists(fc.constantFrom(0.25, 0.5, 1, 2)),
    compressions: fc.constant([EXAMPLE_CARD.compression, EXAMPLE_CARD.compression]),
  });

  test('gives every choice of a space exactly once, in another order by another seed', () => {
    fc.assert(
      fc.property(space, fc.integer(), (anySpace, seed) => {
        const plan = { ...EXAMPLE_CARD, space: anySpace, seed };
        const all = [...drawChoices(plan)];
        const { lengthsMs, channelSets, presets, widths } = anySpace;
        const count = lengthsMs.length * channelSets.length * presets.length * widths.length * 2;
        expect(new Set(all.map((choice) => JSON.stringify(choice))).size).toBe(count);
        expect(all).toHaveLength(count);
        expect([...drawChoices(plan)]).toEqual(all);
      }),
    );
    const around = { ...EXAMPLE_CARD, space: searchSpaceAround(EXAMPLE_CARD) };
    const [, ...one] = drawChoices({ ...around, seed: 1 });
    const [, ...other] = drawChoices({ ...around, seed: 2 });
    expect(one).not.toEqual(other);
  });
});

describe('the card of a trial', () => {
  const choice = { ...[...drawChoices(examplePlan())][0]!, compression: 1 };
  const own = { ...examplePlan().recipe, architecture: { input: 'rows', layers: [] } as const };

  test('trains as long as its rung says, and shrinks in the same measure, at least an epoch', () => {
    const compressions = [
      EXAMPLE_CARD.compression,
      {
        ...EXAMPLE_CARD.compression,
        steps: usualSteps({
          'prune-channels': { epochs: 6 },
          cluster: { epochs: 0 },
          'quantise-aware': { epochs: 4 },
        }),
      },
    ];
    const plan = examplePlan({ space: { ...examplePlan().space, compressions } });
    const epochs = (rung?: number) => {
      const { recipe, compression } = cardOf(plan, choice, rung);
      return [recipe.epochs, ...compression.steps.map((step) => step.epochs)];
    };
    expect(epochs(0)).toEqual([1, 1, 0, 1]);
    expect(epochs(1)).toEqual([3, 2, 0, 1]);
    expect(epochs(2)).toEqual([9, 6, 0, 4]);
    expect(epochs()).toEqual(epochs(2));
  });

  test('has one back end, random weights and the preset’s own layers', () => {
    const start = { from: 'general', name: 'General', freeze: true } as const;
    const { recipe } = cardOf(examplePlan({ recipe: { ...own, start } }), choice);
    expect(recipe.backend).toBe('wasm');
    expect(recipe).not.toHaveProperty('architecture');
    expect(recipe).not.toHaveProperty('start');
    expect(recipe.seed).toBe(own.seed);
  });
});
