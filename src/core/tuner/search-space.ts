import type { CompressionRecipe } from '../compress/compression-recipe';
import { usualSteps } from '../compress/usual-steps';
import type { WindowingOptions } from '../dataset/window-set';
import { PRESETS } from '../model/presets';
import type { ModelRecipe } from '../model/trained-model';
import { createRandom, deriveSeed } from '../random';
import type { Choice, ModelCard, TuningPlan, TuningSpace } from './tuning';

/** Factors on the project's window length. */
const LENGTH_FACTORS = [1, 0.5, 0.75, 1.5];
/** People set lengths by tenths of a second. */
const LENGTH_STEP_MS = 100;
/** A head takes about as long for half a nod: shorter windows show no gesture. */
const SHORTEST_MS = 500;
const WIDTHS = [1, 0.25, 0.5, 0.75, 1.5];
/** A sensor that is switched off saves more than any network; names as in `Channel`. */
const SENSORS = ['acc', 'gyro'];

const DRAWING_SALT = 11;

/**
 * What may be better than the project's own settings: other window lengths, one sensor alone, every
 * preset at several widths, fewer channels. Pruned weights and shared values stay out unless the
 * project has them: a `.tflite` becomes no smaller by them.
 */
export function searchSpaceAround(project: ModelCard): TuningSpace {
  const { windowing, recipe, compression } = project;
  const shrunkBy = (steps: CompressionRecipe['steps']) => ({ ...compression, steps });
  return {
    lengthsMs: lengthsAround(windowing),
    channelSets: channelSetsOf(windowing),
    presets: distinct([recipe.preset, ...PRESETS.map(({ id }) => id)]),
    widths: distinct([recipe.width ?? 1, ...WIDTHS]),
    compressions: distinct(
      [
        compression,
        shrunkBy([]),
        shrunkBy(usualSteps({ 'prune-channels': { share: 0.25, epochs: 6 } })),
        shrunkBy(usualSteps({ 'prune-channels': { share: 0.5, epochs: 6 } })),
        shrunkBy(usualSteps({ 'quantise-aware': { epochs: 4 } })),
      ],
      whatItDoes,
    ),
  };
}

function lengthsAround({ lengthMs }: WindowingOptions): number[] {
  const others = LENGTH_FACTORS.map((factor) =>
    Math.max(SHORTEST_MS, Math.round((lengthMs * factor) / LENGTH_STEP_MS) * LENGTH_STEP_MS),
  );
  return distinct([lengthMs, ...others]);
}

function channelSetsOf({ channelNames }: WindowingOptions): (readonly string[])[] {
  const alone = SENSORS.map((sensor) => channelNames.filter((name) => name.startsWith(sensor)));
  return distinct([channelNames, ...alone.filter((names) => names.length > 0)]);
}

/** Steps that are off, and how long the others take, make no other model. */
function whatItDoes({ steps, ...rest }: CompressionRecipe): unknown {
  const enabled = steps.filter((step) => step.enabled);
  return { ...rest, steps: enabled.map(({ epochs: _, ...step }) => step) };
}

/** The first of equal ones, in order. */
function distinct<T>(items: readonly T[], sameBy: (item: T) => unknown = (item) => item): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = JSON.stringify(sameBy(item));
    return !seen.has(key) && seen.add(key);
  });
}

/**
 * Every choice of a plan's space once: the project's own first (as near as the space has it), then the
 * others in an order by the plan's seed.
 */
export function* drawChoices({
  space,
  seed,
  windowing,
  recipe,
}: Pick<TuningPlan, 'space' | 'seed' | 'windowing' | 'recipe'>): Generator<Choice> {
  const { lengthsMs, channelSets, presets, widths, compressions } = space;
  const lists = [lengthsMs, channelSets, presets, widths, compressions];
  const channels = windowing.channelNames.join();
  const own = [
    lengthsMs.indexOf(windowing.lengthMs),
    channelSets.findIndex((names) => names.join() === channels),
    presets.indexOf(recipe.preset),
    widths.indexOf(recipe.width ?? 1),
    0,
  ].map((at) => Math.max(0, at));
  const count = lists.reduce((product, list) => product * list.length, 1);
  const numbers = Uint32Array.from({ length: count }, (_, at) => at);
  createRandom(deriveSeed(seed, DRAWING_SALT)).shuffle(numbers);
  yield choiceAt(space, own);
  for (const number of numbers) {
    let rest = number;
    const at = lists.map(({ length }) => {
      const position = rest % length;
      rest = Math.floor(rest / length);
      return position;
    });
    if (at.join() !== own.join()) yield choiceAt(space, at);
  }
}

/** By positions in the lists, in the order in which a choice names them. */
function choiceAt(space: TuningSpace, at: readonly number[]): Choice {
  return {
    lengthMs: space.lengthsMs[at[0]!]!,
    channelNames: space.channelSets[at[1]!]!,
    preset: space.presets[at[2]!]!,
    width: space.widths[at[3]!]!,
    compression: at[4]!,
  };
}

/**
 * What a trial of `choice` in a rung trains and compresses by; the last rung's by default. In earlier rungs
 * the steps that shrink have fewer epochs in the same measure as training has.
 */
export function cardOf(
  { rungEpochs, windowing, recipe, space }: TuningPlan,
  choice: Choice,
  rung: number = rungEpochs.length - 1,
): ModelCard {
  const epochs = rungEpochs[rung]!;
  const share = epochs / rungEpochs.at(-1)!;
  const compression = space.compressions[choice.compression]!;
  return {
    windowing: { ...windowing, lengthMs: choice.lengthMs, channelNames: choice.channelNames },
    recipe: {
      ...fromNothing(recipe),
      preset: choice.preset,
      width: choice.width,
      epochs,
      // One back end alone gives the same bits on every machine.
      backend: 'wasm',
    },
    compression: {
      ...compression,
      steps: compression.steps.map((step) => ({
        ...step,
        epochs: step.epochs === 0 ? 0 : Math.max(1, Math.round(step.epochs * share)),
      })),
    },
  };
}

/** Layers edited by hand, and weights to start from, fit one window and one preset alone. */
function fromNothing(recipe: ModelRecipe): ModelRecipe {
  const { architecture: _, start: __, ...rest } = recipe;
  return rest;
}
